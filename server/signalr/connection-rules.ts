import type { IncomingHttpHeaders } from 'node:http';
import type { HubUser } from './authentication.ts';
import type { CallRules } from './caller.ts';
import type { Clock } from './host.ts';
import type { Hub } from './hub.ts';
import type { OutboundRules } from './outbound.ts';
import type { QuestionRules } from './questions.ts';
import type { Relay } from './relay.ts';
import type { Traffic } from './traffic.ts';
import type { UnfinishedMessages } from './unfinished-messages.ts';

/** What all connections of a server share. */
export interface ConnectionRules extends CallRules {
  readonly hub: Hub;
  readonly clock: Clock;
  readonly outbound: OutboundRules;
  readonly traffic: Traffic;
  readonly unfinished: UnfinishedMessages;
  readonly questions: QuestionRules;
  /** Where there is one, it brings the application's messages to the client, and its questions. */
  readonly relay: Relay | undefined;
}

/** The request that opened the connection. */
export interface ConnectRequest {
  readonly search: string;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string;
  readonly user: HubUser | undefined;
}
