import type { Board } from '../../../core/board/board.ts';
import type { ClientId, Epoch } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import { History, type KeptHistory } from '../../../core/board/undo/history.ts';
import type { Gesture } from '../../../core/room/board-access.ts';

/** The undo steps of an earlier session, and the life of the room in which they were made. */
export interface KeptSteps {
  readonly epoch: Epoch;
  /** Time of the write, milliseconds since 1970. */
  readonly at: number;
  readonly history: KeptHistory;
}

/**
 * Steps that are older than this are not taken up. A person who comes back after that has begun something else, and would not expect
 * that undo takes away the drawing of before. Milliseconds.
 */
const STEPS_LIFE_MS = 60 * 60_000;

/** The undo steps of this client, over reloads of the page and over restarts of the hub. */
export class OwnSteps {
  readonly #clientId: ClientId;
  #history: History;
  /** The history of a lost epoch, until its copy is restored or discarded. */
  #lost: History | undefined;
  /** The history of the session before, until the board has its elements. */
  #earlier: { readonly epoch: Epoch; readonly history: History } | undefined;
  #revision = 0;

  constructor(clientId: ClientId, kept: KeptSteps | undefined, now: number) {
    this.#clientId = clientId;
    this.#history = new History(clientId);
    if (kept && now - kept.at < STEPS_LIFE_MS)
      this.#earlier = { epoch: kept.epoch, history: History.from(clientId, kept.history) };
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }
  get canRedo(): boolean {
    return this.#history.canRedo;
  }
  /** The steps of the session before are not taken up yet. */
  get isWaiting(): boolean {
    return this.#earlier !== undefined;
  }
  /** Grows with every change of the steps. */
  get revision(): number {
    return this.#revision;
  }

  record(board: Board, ops: readonly Op[], gesture: Gesture): void {
    this.#history.record(board, ops, gesture);
    this.#revision++;
  }
  undo(board: Board, lamport: number): readonly Op[] {
    this.#revision++;
    return this.#history.undo(board, lamport);
  }
  redo(board: Board, lamport: number): readonly Op[] {
    this.#revision++;
    return this.#history.redo(board, lamport);
  }

  /**
   * Takes up the steps of the session before, when this board is the one on which they were made. While it may still lack elements
   * (`whole` is false) that waits: undo would pass over a step whose elements are not here yet.
   */
  takeUp(board: Board, epoch: Epoch | undefined, whole: boolean): void {
    const earlier = this.#earlier;
    if (!earlier) return;
    const isSame = earlier.epoch === epoch;
    if (!whole && !(isSame && earlier.history.isOn(board))) return;
    this.#earlier = undefined;
    if (!isSame) return;
    this.#history.continueFrom(earlier.history);
    this.#revision++;
  }

  /** The steps for the next session. Not to be kept while those of the session before wait. */
  kept(): KeptHistory {
    return this.#history.kept();
  }

  /** A new epoch begins, without steps. Returns those of the old one, for `holdLost`. */
  beginEpoch(): History {
    const lost = this.#history;
    if (this.#lost) lost.continueFrom(this.#lost);
    this.#lost = undefined;
    this.#earlier = undefined;
    this.#history = new History(this.#clientId);
    this.#revision++;
    return lost;
  }

  /** The steps of a lost epoch wait for the decision about its board. */
  holdLost(lost: History): void {
    this.#lost = lost;
  }

  /** The person decided about the lost copy. `restored`: its changes can be undone again. */
  lostDecided(restored: boolean): void {
    if (!this.#lost) return;
    if (restored) this.#history.continueFrom(this.#lost);
    this.#lost = undefined;
    this.#revision++;
  }
}
