import type { Result } from '../../core/base/result.ts';
import type { Board } from '../../core/board/board.ts';
import type { ClientId, ElementId, Epoch, RoomId } from '../../core/board/ids.ts';
import type { Op } from '../../core/board/op.ts';
import type { Announcement } from '../../core/contract/announcement.ts';
import type { TraceContext } from '../../core/contract/tracing/trace-context.ts';

/** Port: what other systems may do with rooms, without being members. The caller decides who may. */
export interface Outside {
  /**
   * [ANN-1] Sends an announcement to members of one room, or of all rooms, on every instance. Returns the number of members on
   * this instance that got it.
   */
  announce(room: RoomId | undefined, announcement: Announcement): number;
  /** The board as it is now: read it before anything is awaited. Undefined: nothing was ever drawn in a room of that name. */
  read(room: RoomId): Promise<Result<OutsideReading | undefined>>;
  /**
   * [ADM-14] Draws one batch, whole or not at all. `make` gets the current board and returns the ops, or refuses; it is called once at most.
   * [TRC-7] `sender.cause` is the trace that the system records, if it says so.
   */
  draw(
    room: RoomId,
    sender: OutsideSender,
    make: (drawing: OutsideDrawing) => Result<readonly Op[]>,
  ): Promise<Result<OutsideDrawn>>;
}

/** `id` names the system, and with this instance gives the author of the batch. */
export interface OutsideSender {
  readonly id: string;
  readonly cause?: TraceContext | undefined;
}

export interface OutsideReading {
  readonly board: Board;
  readonly epoch: Epoch;
  /** A picture that an element shows, with its media type. Undefined: the hub does not have it, and has asked the members for it. */
  picture(hash: string): Promise<OutsidePicture | undefined>;
}

export interface OutsidePicture {
  readonly bytes: Uint8Array;
  readonly type: string;
}

/** What is needed to make ops. */
export interface OutsideDrawing {
  board(): Board;
  newElementId(): ElementId;
  nextLamport(): number;
}

export interface OutsideDrawn {
  readonly author: ClientId;
}
