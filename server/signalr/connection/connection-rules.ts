import type { IncomingHttpHeaders } from 'node:http';
import type { CallRules } from '../calls/caller.ts';
import type { QuestionRules } from '../calls/questions.ts';
import type { Relay } from '../calls/relay.ts';
import type { Clock } from '../host.ts';
import type { HubUser } from '../http/authentication.ts';
import type { Hub } from '../hub.ts';
import type { SharedIntake } from '../receiving/intake.ts';
import type { OutboundRules } from '../sending/outbound.ts';
import type { Traffic } from './traffic.ts';

/** Shared by all connections of a server. */
export interface ConnectionRules extends CallRules, SharedIntake {
  readonly hub: Hub;
  readonly clock: Clock;
  readonly outbound: OutboundRules;
  readonly traffic: Traffic;
  readonly questions: QuestionRules;
  /** When present, it carries the application's messages and questions to the client. */
  readonly relay: Relay | undefined;
}

/** The request that opened the connection. */
export interface ConnectRequest {
  readonly search: string;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string;
  readonly user: HubUser | undefined;
}
