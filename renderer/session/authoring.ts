import type { Clock } from '../../core/base/host.ts';
import type { Board } from '../../core/board/board.ts';
import { History } from '../../core/board/history.ts';
import { type ClientId, type ElementId, elementId } from '../../core/board/ids.ts';
import type { Op } from '../../core/board/op.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import type { BoardChange, Gesture, Origin } from '../../core/room/board-access.ts';
import { Drafts, redrawOps } from './drafts.ts';
import type { Outbox } from './outbox.ts';
import { fitsOneMessage, splitOps } from './split-ops.ts';

export interface AuthoringOptions {
  readonly clientId: ClientId;
  readonly clock: Clock;
  readonly outbox: Outbox;
  /** The board of now. */
  readonly board: () => Board;
  readonly mayDraw: () => boolean;
  readonly changed: (change: BoardChange) => void;
  readonly refused: (code: RefusalCode) => void;
  /** There is something to send; urgent when a stroke was finished. */
  readonly queued: (isUrgent: boolean) => void;
}

/** What this client writes: on the board at once, into the outbox, and noted for undo. */
export class Authoring {
  readonly #options: AuthoringOptions;
  readonly #history: History;
  readonly #drafts: Drafts;
  #lastElement = 0;
  #lastGesture = 0;
  /** Lamports of the epochs before: a write in a new one must not look older than one of an old one. */
  #lamportFloor = 0;

  constructor(options: AuthoringOptions) {
    this.#options = options;
    this.#history = new History(options.clientId);
    this.#drafts = new Drafts(options.clientId);
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }
  get canRedo(): boolean {
    return this.#history.canRedo;
  }

  newElementId(): ElementId {
    return elementId(this.#options.clientId, ++this.#lastElement);
  }
  newGesture(): Gesture {
    return ++this.#lastGesture;
  }
  nextLamport(): number {
    return Math.max(this.#options.board().lamport, this.#lamportFloor) + 1;
  }

  isDrawing(now: number): boolean {
    return this.#drafts.isDrawing(now);
  }

  /** One batch, unless no message could carry it. */
  propose(ops: readonly Op[], gesture: Gesture, origin: Origin): void {
    const { board, clientId, clock, outbox } = this.#options;
    const now = clock.mono();
    const touched: ElementId[] = [];
    let isUrgent = false;
    for (const batch of splitOps(ops)) {
      const refusal = this.#refusalOf(batch);
      if (refusal) {
        this.#options.refused(refusal);
        continue;
      }
      if (origin !== 'undo') this.#history.record(board(), batch, gesture);
      for (const id of board().apply(clientId, batch)) touched.push(id);
      this.#drafts.observe(batch, gesture, now);
      outbox.add(batch, now);
      isUrgent ||= batch.some(({ kind }) => kind === 'end');
    }
    if (touched.length === 0) return;
    this.#options.changed({ ids: touched, origin });
    this.#options.queued(isUrgent);
  }

  #refusalOf(batch: readonly Op[]): RefusalCode | undefined {
    if (!this.#options.mayDraw()) return 'access.denied';
    if (!batch.every(fitsOneMessage)) return 'batch.too_large';
    return this.#options.outbox.canTake(batch) ? undefined : 'board.too_many_bytes';
  }

  undo(): void {
    this.propose(this.#history.undo(this.#options.board(), this.nextLamport()), this.newGesture(), 'undo');
  }
  redo(): void {
    this.propose(this.#history.redo(this.#options.board(), this.nextLamport()), this.newGesture(), 'undo');
  }

  /**
   * The board begins a new life and `old` is what it was. Strokes that are being drawn go on on the new one, from their first point;
   * gives their ids. What was done before can no longer be undone.
   */
  carryOver(old: Board): ReadonlySet<ElementId> {
    this.#lamportFloor = Math.max(this.#lamportFloor, old.lamport);
    this.#history.clear();
    const drafts = this.#drafts.on(old);
    for (const { id, gesture } of drafts) this.propose(redrawOps(old, id, this.nextLamport()), gesture, 'user');
    return new Set(drafts.map(({ id }) => id));
  }
}
