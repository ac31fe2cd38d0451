import type { Clock } from '../../../core/base/host.ts';
import type { Board } from '../../../core/board/board.ts';
import { History } from '../../../core/board/history.ts';
import { authorOf, type ClientId, type ElementId, elementId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import type { BoardChange, Gesture, Origin } from '../../../core/room/board-access.ts';
import type { TakenBack } from '../session.ts';
import { Drafts, redrawOps } from './drafts.ts';
import { targetsOf } from './op-targets.ts';
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
  /** There is something to send; urgent when a stroke was finished. `ids`: what it changes. */
  readonly queued: (isUrgent: boolean, ids: readonly ElementId[]) => void;
  /** The number of a new element. */
  readonly nextOrdinal: () => number;
  readonly usesLamport: (lamport: number) => void;
  /** An earlier session with this client id used lamports up to here. */
  readonly lamportFloor: number;
}

/** What this client writes: on the board at once, into the outbox, and noted for undo. */
export class Authoring {
  readonly #options: AuthoringOptions;
  #history: History;
  /** The history of a lost life of the board, until its copy is restored or discarded. */
  #lostHistory: History | undefined;
  /** Restores and opened files, one step each. Undo passes them by: they are other people's work too. */
  readonly #brought: History;
  readonly #drafts: Drafts;
  #lastGesture = 0;
  /** Lamports of the epochs and sessions before: a write in a new one must not look older than one of an old one. */
  #lamportFloor: number;

  constructor(options: AuthoringOptions) {
    this.#options = options;
    this.#history = new History(options.clientId);
    this.#brought = new History(options.clientId);
    this.#drafts = new Drafts(options.clientId);
    this.#lamportFloor = options.lamportFloor;
  }

  get mayDraw(): boolean {
    return this.#options.mayDraw();
  }
  get canUndo(): boolean {
    return this.#history.canUndo;
  }
  get canRedo(): boolean {
    return this.#history.canRedo;
  }
  get canTakeBack(): boolean {
    return this.#brought.canUndo;
  }

  newElementId(): ElementId {
    return elementId(this.#options.clientId, this.#options.nextOrdinal());
  }
  newGesture(): Gesture {
    return ++this.#lastGesture;
  }
  nextLamport(): number {
    const lamport = Math.max(this.#options.board().lamport, this.#lamportFloor) + 1;
    this.#options.usesLamport(lamport);
    return lamport;
  }

  isDrawing(now: number): boolean {
    return this.#drafts.isDrawing(now);
  }

  /** Whole or not at all. One batch, unless it is too large for one message: then several, one after the other. */
  propose(ops: readonly Op[], gesture: Gesture, origin: Origin): void {
    const { board, clientId, clock, outbox } = this.#options;
    const refusal = this.refusalOf(ops);
    if (refusal) {
      this.#options.refused(refusal);
      return;
    }
    const now = clock.mono();
    const touched: ElementId[] = [];
    let isUrgent = false;
    for (const batch of splitOps(ops)) {
      if (origin === 'user') this.#history.record(board(), batch, gesture);
      else if (origin === 'file') this.#brought.record(board(), batch, gesture);
      for (const id of board().apply(clientId, batch)) touched.push(id);
      this.#drafts.observe(batch, gesture, now);
      outbox.add(batch, now);
      isUrgent ||= batch.some(({ kind }) => kind === 'end');
    }
    if (touched.length === 0) return;
    this.#options.changed({ ids: touched, origin });
    this.#options.queued(isUrgent, touched);
  }

  /** Why this client may not propose these ops now; undefined when it may. */
  refusalOf(ops: readonly Op[]): RefusalCode | undefined {
    if (ops.length === 0) return undefined;
    if (!this.#options.mayDraw()) return 'access.denied';
    if (!ops.every(fitsOneMessage)) return 'batch.too_large';
    return this.#options.outbox.canTake(ops) ? undefined : 'board.too_many_bytes';
  }

  undo(): void {
    this.propose(this.#history.undo(this.#options.board(), this.nextLamport()), this.newGesture(), 'undo');
  }
  redo(): void {
    this.propose(this.#history.redo(this.#options.board(), this.nextLamport()), this.newGesture(), 'undo');
  }

  /** Takes the newest restore or opened file back, as far as its writes still stand. It is a step of undo. Counts what changes, and of how many people. */
  takeBack(): TakenBack {
    const { board, clientId } = this.#options;
    const ops = this.#brought.undo(board(), this.nextLamport());
    this.propose(ops, this.newGesture(), 'user');
    const ids = new Set(ops.flatMap(targetsOf));
    const own = [...ids].filter((id) => authorOf(id) === clientId).length;
    return { elements: ids.size, own, authors: new Set([...ids].map(authorOf)).size };
  }

  /** Own strokes that an earlier session left unfinished, as far as they came: they are finished strokes from now on. */
  endUnfinished(): void {
    const { clientId, board } = this.#options;
    const ops: Op[] = [];
    const inHand = new Set(this.#drafts.on(board()).map(({ id }) => id));
    for (const { id, ended, pointCount } of board().elements()) {
      if (!ended && authorOf(id) === clientId && !inHand.has(id)) ops.push({ kind: 'end', id, count: pointCount });
    }
    if (ops.length > 0) this.propose(ops, this.newGesture(), 'file');
  }

  /**
   * The board begins a new life and `old` is what it was. Strokes that are being drawn go on on the new one, from their first point;
   * gives their ids. The history of the old life waits until its board is decided about.
   */
  carryOver(old: Board): ReadonlySet<ElementId> {
    this.#lamportFloor = Math.max(this.#lamportFloor, old.lamport);
    const lost = this.#history;
    if (this.#lostHistory) lost.continueFrom(this.#lostHistory);
    this.#history = new History(this.#options.clientId);
    const drafts = this.#drafts.on(old);
    for (const { id, gesture } of drafts) this.propose(redrawOps(old, id, this.nextLamport()), gesture, 'user');
    // After the drafts: they are changes of the new life, and its copy is not held yet.
    this.#lostHistory = lost;
    return new Set(drafts.map(({ id }) => id));
  }

  /** The lost copy is decided about. `restored`: what was done in it can be undone again. */
  lostDecided(restored: boolean): void {
    if (restored && this.#lostHistory) this.#history.continueFrom(this.#lostHistory);
    this.#lostHistory = undefined;
  }
}
