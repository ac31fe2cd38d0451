import type { Clock, Random } from '../../../core/base/host.ts';
import type { CatchUpRequest, JoinRequest } from '../../../core/contract/hub-contract.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';

/** What one connection to a hub tells, in the order in which it happened. Payloads are as they came: the session checks them. */
export type HubEvent =
  /** Connected; nothing is joined yet. */
  | { readonly kind: 'open' }
  | { readonly kind: 'welcome'; readonly welcome: unknown }
  | { readonly kind: 'joinRefused'; readonly code: RefusalCode | undefined }
  /** An item of the `catchUp` stream; after the last one `caughtUp` or `catchUpFailed`. */
  | { readonly kind: 'item'; readonly item: unknown }
  | { readonly kind: 'caughtUp' }
  | { readonly kind: 'catchUpFailed'; readonly code: RefusalCode | undefined }
  | { readonly kind: 'frame'; readonly frame: unknown }
  | { readonly kind: 'refused'; readonly args: readonly unknown[] }
  | { readonly kind: 'notice'; readonly notice: unknown }
  /** Any bytes from the hub, a ping included: it is there. */
  | { readonly kind: 'heard' }
  /** The end: nothing is told after it. Also when the hub was never reached. */
  | { readonly kind: 'closed'; readonly reason: string | undefined };

/** What concerns the room, and not the connection. */
export type RoomEvent = Exclude<HubEvent, { kind: 'open' } | { kind: 'heard' } | { kind: 'closed' }>;

/** One connection to a hub, from the attempt to reach it to its end. The session makes a new one for every attempt. */
export interface HubClient {
  /** Name of the transport in use, for the details line; undefined until `open`. */
  readonly transport: string | undefined;
  /** The hub says something at least this often, milliseconds. */
  readonly heartbeatMs: number;
  join(request: JoinRequest): void;
  /** One stream at a time: nothing more is told of the one before. */
  catchUp(request: CatchUpRequest): void;
  /** Arguments of `p` (SPEC.md, section ADM). What cannot be sent is dropped: the outbox has it. */
  push(args: readonly WireValue[]): void;
  /** Nothing more is told of a stream that is under way. */
  leave(): void;
  /** Ends the connection, whatever its state. No event follows. */
  close(): void;
}

/** Starts to reach the hub. `tell` is never called before this returns. */
export type ConnectHub = (tell: (event: HubEvent) => void, host: { readonly clock: Clock; readonly random: Random }) => HubClient;
