import type { Disposable } from '../base/disposable.ts';
import type { Board } from '../board/board.ts';
import type { ClientId, ElementId } from '../board/ids.ts';
import type { Op } from '../board/op.ts';
import type { SeenView } from './seen-view.ts';
import type { Shown } from './shown.ts';

/** Where a change came from: what may be undone, sent or kept follows from it. */
export type Origin =
  | 'user'
  | 'undo'
  | 'server'
  | 'file'
  | 'refused'
  /** An own change that undo does not know: chat, timer, votes. */
  | 'aside';

export interface BoardChange {
  /** `all`: the whole board was replaced (joined, restored, undone to a copy). Read everything again. */
  readonly ids: readonly ElementId[] | 'all';
  readonly origin: Origin;
}

/** Ops proposed under one gesture number are one undo step: all batches of one stroke, one eraser sweep, one drag. */
export type Gesture = number;

/** What the drawing code needs from the owner of the board. The session implements it, the engine uses it. */
export interface BoardAccess {
  readonly clientId: ClientId;
  /** The current board. Ask again after a change with ids `all`. */
  board(): Board;
  newElementId(): ElementId;
  /** The lamport for the next write: higher than every lamport seen. */
  nextLamport(): number;
  newGesture(): Gesture;
  /**
   * Applies a change at once, whole or not at all, and sends it to the hub. It leaves as one batch, or as several when one
   * message cannot carry it. The hub accepts or refuses each of these on its own.
   */
  propose(ops: readonly Op[], gesture: Gesture): void;
  onChange(listener: (change: BoardChange) => void): Disposable;
}

/** Another person, as the overlay and the avatars show them. */
export interface RemoteMember {
  readonly clientId: ClientId;
  readonly name: string;
  /** Index in the cursor palette, 0 to 11. */
  readonly color: number;
  /** [PRS-7] It is a program, not a person. */
  readonly program?: true;
  /** World pixels. Undefined while the pointer is off the board. */
  readonly cursor: { readonly x: number; readonly y: number } | undefined;
  /** `clock.mono()` of the last move, for fading. */
  readonly movedAt: number;
  /** [PRS-5] Absent while there is nothing. */
  readonly shown?: Shown;
}

/** The other people in the room. The session implements it. */
export interface PresenceAccess {
  members(): readonly RemoteMember[];
  /** Called at most once per frame from the hub. */
  onPresence(listener: () => void): Disposable;
  /** The person's own pointer, world pixels. Undefined when it leaves the board. */
  pointAt(cursor: { readonly x: number; readonly y: number } | undefined): void;
  /** What the others shall see of the person besides the pointer. */
  showOthers(shown: Omit<Shown, 'view'>): void;
  /** What this window shows, in units. */
  lookAt(view: SeenView): void;
}
