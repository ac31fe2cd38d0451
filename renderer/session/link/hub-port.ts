import type { Clock, Random } from '../../../core/base/host.ts';
import type { HostAct } from '../../../core/contract/access/host-acts.ts';
import type { CatchUpRequest, JoinRequest } from '../../../core/contract/hub-contract.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';

/** Events of one connection to a hub, in order. Payloads are unchecked: the session parses them. */
export type HubEvent =
  /** Connected, but not joined. */
  | { readonly kind: 'open' }
  | { readonly kind: 'welcome'; readonly welcome: unknown }
  | { readonly kind: 'joinRefused'; readonly code: RefusalCode | undefined }
  /** An item of the `catchUp` stream. After the last one comes `caughtUp` or `catchUpFailed`. */
  | { readonly kind: 'item'; readonly item: unknown }
  | { readonly kind: 'caughtUp' }
  | { readonly kind: 'catchUpFailed'; readonly code: RefusalCode | undefined }
  | { readonly kind: 'frame'; readonly frame: unknown }
  | { readonly kind: 'refused'; readonly args: readonly unknown[] }
  | { readonly kind: 'notice'; readonly notice: unknown }
  /** Any bytes from the hub, even a ping: it is alive. */
  | { readonly kind: 'heard' }
  /** The end: no event follows. Also when the hub was never reached. */
  | { readonly kind: 'closed'; readonly reason: string | undefined };

/** Messages about the room, not about the connection. */
export type RoomEvent = Exclude<HubEvent, { kind: 'open' } | { kind: 'heard' } | { kind: 'closed' }>;

/** One connection to a hub, from the attempt to reach it to its end. The session makes a new one for every attempt. */
export interface HubClient {
  /** Name of the current transport, for the details line. Undefined until `open`. */
  readonly transport: string | undefined;
  /** Host of the service that carries the connection. Undefined: the hub itself does, or it is not open. */
  readonly carrier?: string | undefined;
  /** The hub sends something at least this often, milliseconds. */
  readonly heartbeatMs: number;
  join(request: JoinRequest): void;
  /** One stream at a time: the previous one causes no more events. */
  catchUp(request: CatchUpRequest): void;
  /** Arguments of `p` (SPEC.md, section ADM). Drops a message that cannot be sent, because the outbox still has its batches. */
  push(args: readonly WireValue[]): void;
  /** Rejects when the hub refuses, or the connection ends first. The message contains the code. */
  act(act: HostAct): Promise<unknown>;
  /** A running stream causes no more events. */
  leave(): void;
  /** Ends the connection, whatever its state. No event follows. */
  close(): void;
}

/** Starts to reach the hub. `tell` is never called before this returns. */
export type ConnectHub = (tell: (event: HubEvent) => void, host: { readonly clock: Clock; readonly random: Random }) => HubClient;
