import type { Disposable } from '../base/disposable.ts';
import type { Board } from '../board/board.ts';
import type { ClientId, ElementId } from '../board/ids.ts';
import type { Op } from '../board/op.ts';
import type { SeenView } from './seen-view.ts';

/** Where a change came from (conventions rule 6). */
export type Origin = 'user' | 'undo' | 'server' | 'file' | 'refused';

export interface BoardChange {
  /** `all`: another board altogether (joined, restored, taken back); look at everything again. */
  readonly ids: readonly ElementId[] | 'all';
  readonly origin: Origin;
}

/** Ops proposed under one gesture number are one step of undo: all batches of one stroke, one eraser sweep, one drag. */
export type Gesture = number;

/** What drawing needs of whoever keeps the board. The session implements it, the engine uses it. */
export interface BoardAccess {
  readonly clientId: ClientId;
  /** The board of now. Ask again after a change with ids `all`. */
  board(): Board;
  newElementId(): ElementId;
  /** The lamport for the next write: higher than everything seen. */
  nextLamport(): number;
  newGesture(): Gesture;
  /**
   * Puts a change on the board at once and on its way to the others: whole or not at all. It leaves as one batch, or as several where one
   * message cannot carry it; the hub takes or refuses each of these by itself.
   */
  propose(ops: readonly Op[], gesture: Gesture): void;
  onChange(listener: (change: BoardChange) => void): Disposable;
}

/** Another person, as the overlay and the avatars show them. */
export interface RemoteMember {
  readonly clientId: ClientId;
  readonly name: string;
  /** Number in the cursor palette, 0 to 11. */
  readonly color: number;
  /** World pixels; undefined while their pointer is off the board. */
  readonly cursor: { readonly x: number; readonly y: number } | undefined;
  /** `clock.mono()` of the last move, for fading. */
  readonly movedAt: number;
  /** What their window shows; absent while it is not known. */
  readonly view?: SeenView;
}

/** Who else is here. The session implements it. */
export interface PresenceAccess {
  members(): readonly RemoteMember[];
  /** Told at most once per frame from the hub. */
  onPresence(listener: () => void): Disposable;
  /** Own pointer, world pixels; undefined when it leaves the board. */
  pointAt(cursor: { readonly x: number; readonly y: number } | undefined): void;
  /** What this window shows, in units. */
  lookAt(view: SeenView): void;
}
