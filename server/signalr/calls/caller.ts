import type { Log } from '../host.ts';
import type { HubConnection } from '../hub.ts';
import type { HubLimits } from '../hub-limits.ts';
import type { HubProtocol } from '../hub-protocol/hub-protocol.ts';
import type { Remake } from '../sending/shared-bytes.ts';
import type { MethodTable } from './method-table.ts';
import type { StayingItems } from './staying-items.ts';

/** Shared by the calls of all connections of a server. */
export interface CallRules {
  readonly methods: MethodTable;
  readonly stayingItems: StayingItems;
  readonly limits: HubLimits;
  readonly detailedErrors: boolean;
  readonly log: Log;
}

/** The connection, as its calls see it. */
export interface Caller {
  readonly connection: HubConnection;
  readonly protocol: HubProtocol;
  /** Queues one framed message to the client. */
  reply(message: Uint8Array, remake?: Remake): void;
  readonly isRoomy: boolean;
  /** The client has sent a message of this length without effect. Ends the connection after too many. */
  onUseless(bytes: number): void;
  /** Fewer calls wait than before: reading may continue. */
  onUnparked(): void;
}
