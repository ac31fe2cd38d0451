import type { ClientId, InstanceId, RoomId, Seq } from '../../../core/board/ids.ts';
import type { TraceContext } from '../../../core/contract/tracing/trace-context.ts';
import type { MessageType } from '../../../core/contract/tracing/trace-records.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';

/** A batch that the next frame carries. */
export interface LeavingBatch {
  readonly author: ClientId | { readonly entry: { readonly clientId: ClientId } };
  readonly n: number;
}

/** A frame that was sent. `bytes`: what the service bills, or 0 where none does. */
export interface SentFrame {
  readonly frame: readonly WireValue[];
  readonly batches: number;
  readonly bytes: number;
  readonly mono: number;
}

/** What a room tells while it is watched. */
export interface RoomHooks {
  /** A message of a member was handled: it carries `count` batches from `n` on. `mono`: when it came. Before the frame may leave. */
  pushed(who: ClientId, message: { readonly n: number; readonly count: number; readonly bytes: number }, mono: number): void;
  /** A system outside draws its next batch. Before it is accepted. */
  drawing(who: ClientId, bytes: number, cause: TraceContext | undefined): void;
  /** The batches are about to be sent, numbered from `firstSeq` on. */
  leaving(batches: readonly LeavingBatch[], firstSeq: Seq): void;
  sent(frame: SentFrame): void;
  /** The room's own batches are durable up to here. */
  durable(seq: Seq): void;
  /** Any other message of the room. */
  noted(type: MessageType, about: { readonly who?: ClientId; readonly bytes?: number; readonly receivers?: number }): void;
  /** A frame of another instance came. */
  frameCame(from: InstanceId, firstSeq: Seq, batches: number, size: () => number): void;
}

/** The one place where a room looks whether it is watched. Undefined: it is not, and this look is all that the trace costs. */
export interface TraceTap {
  hooks: RoomHooks | undefined;
}

/** Gives every room its tap. */
export interface TraceTaps {
  open(room: RoomId): TraceTap;
  closed(room: RoomId, tap: TraceTap): void;
}
