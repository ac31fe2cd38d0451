import type { Clock } from '../../../core/base/host.ts';
import type { Board } from '../../../core/board/board.ts';
import { authorOf, type ClientId, type ElementId, elementId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import { History } from '../../../core/board/undo/history.ts';
import { areOwnAsides } from '../../../core/board/words.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import type { PastWrites } from '../../../core/making/past-writes.ts';
import type { Gesture, Origin } from '../../../core/room/board-access.ts';
import type { Membership } from '../joining/membership.ts';
import type { Continuity } from '../keeping/continuity.ts';
import type { KeptWork } from '../keeping/vault-parts.ts';
import type { TakenBack } from '../session.ts';
import type { Tell } from '../session-event.ts';
import type { RoomSync } from '../sync/room-sync.ts';
import { type Drafts, redrawOps } from './drafts.ts';
import { targetsOf } from './op-targets.ts';
import type { Outbound } from './outbound.ts';
import type { Outbox } from './outbox.ts';
import type { OwnSteps } from './own-steps.ts';
import { fitsOneMessage, splitOps } from './split-ops.ts';

export interface AuthoringOptions {
  readonly clientId: ClientId;
  /** The work of an earlier session with this client id. */
  readonly kept: Pick<KeptWork, 'lamport'> | undefined;
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  readonly past: PastWrites;
  readonly steps: OwnSteps;
  readonly sync: Pick<RoomSync, 'replica' | 'epoch'>;
  readonly membership: Pick<Membership, 'mayDraw' | 'mayComment'>;
  readonly continuity: Pick<Continuity, 'drew' | 'nextOrdinal' | 'usesLamport'>;
  readonly outbound: Pick<Outbound, 'kick'>;
  readonly tell: Tell;
}

/** Own changes: applied to the board at once, put into the outbox, and recorded for undo. */
export class Authoring {
  readonly #options: AuthoringOptions;
  /** Restores and opened files, one step each. Undo skips them, because they are also other people's work. */
  readonly #brought: History;
  #lastGesture = 0;
  /** The highest lamport of earlier epochs and sessions: a write in a new epoch must not look older than one of an old epoch. */
  #lamportFloor: number;
  /** Strokes that an earlier session left unfinished are searched once, when the room's board is here. */
  #tidying: 'due' | 'done';

  constructor(options: AuthoringOptions) {
    this.#options = options;
    this.#brought = new History(options.clientId);
    this.#lamportFloor = options.kept?.lamport ?? 0;
    this.#tidying = options.kept ? 'due' : 'done';
    options.steps.takeUp(this.#board, options.sync.epoch, false);
  }

  get #board(): Board {
    return this.#options.sync.replica.board;
  }
  get canUndo(): boolean {
    return this.#options.steps.canUndo;
  }
  get canRedo(): boolean {
    return this.#options.steps.canRedo;
  }
  get canTakeBack(): boolean {
    return this.#brought.canUndo;
  }

  newElementId(): ElementId {
    return elementId(this.#options.clientId, this.#options.continuity.nextOrdinal());
  }
  newGesture(): Gesture {
    return ++this.#lastGesture;
  }
  nextLamport(): number {
    const lamport = Math.max(this.#board.lamport, this.#lamportFloor) + 1;
    this.#options.continuity.usesLamport(lamport);
    return lamport;
  }

  /** Applies all of the ops or none. They are one batch, or several in order if one message cannot hold them. */
  propose(ops: readonly Op[], gesture: Gesture, origin: Origin): void {
    const { clientId, clock, outbox, drafts, past, steps, continuity, outbound, tell } = this.#options;
    const batches = splitOps(ops);
    const refusal = this.#refusalOf(batches, origin === 'aside');
    if (refusal) {
      tell({ kind: 'notProposed', code: refusal });
      return;
    }
    const board = this.#board;
    const now = clock.mono();
    const touched: ElementId[] = [];
    let isUrgent = false;
    for (const batch of batches) {
      if (origin === 'user') steps.record(board, batch, gesture);
      else if (origin === 'file') this.#brought.record(board, batch, gesture);
      past.note(board, clientId, batch);
      for (const id of board.apply(clientId, batch)) touched.push(id);
      drafts.observe(batch, gesture, now);
      outbox.add(batch, now);
      isUrgent ||= batch.some(({ kind }) => kind === 'end');
    }
    if (touched.length === 0) return;
    tell({ kind: 'changed', change: { ids: touched, origin } });
    continuity.drew(touched);
    outbound.kick(isUrgent);
  }

  /** Why this client may not propose these ops now. Undefined if it may. */
  refusalOf(ops: readonly Op[]): RefusalCode | undefined {
    return this.#refusalOf(splitOps(ops));
  }

  #refusalOf(batches: readonly (readonly Op[])[], isAside = false): RefusalCode | undefined {
    const { clientId, membership, outbox } = this.#options;
    if (batches.length === 0) return undefined;
    const isChat = isAside && membership.mayComment && areOwnAsides(this.#board, clientId, batches.flat());
    if (!membership.mayDraw && !isChat) return 'access.denied';
    if (!batches.every((ops) => ops.every(fitsOneMessage))) return 'batch.too_large';
    return outbox.canTake(batches.flat()) ? undefined : 'board.too_many_bytes';
  }

  undo(): void {
    this.propose(this.#options.steps.undo(this.#board, this.nextLamport()), this.newGesture(), 'undo');
    this.#options.tell({ kind: 'statusChanged' });
  }
  redo(): void {
    this.propose(this.#options.steps.redo(this.#board, this.nextLamport()), this.newGesture(), 'undo');
    this.#options.tell({ kind: 'statusChanged' });
  }

  /**
   * Takes back the newest restore or opened file, as far as its writes are still current. This is an undo step. Counts the changed
   * elements and their authors.
   */
  takeBack(): TakenBack {
    const { clientId, tell } = this.#options;
    const ops = this.#brought.undo(this.#board, this.nextLamport());
    this.propose(ops, this.newGesture(), 'user');
    tell({ kind: 'statusChanged' });
    const ids = new Set(ops.flatMap(targetsOf));
    const own = [...ids].filter((id) => authorOf(id) === clientId).length;
    return { elements: ids.size, own, authors: new Set([...ids].map(authorOf)).size };
  }

  /** The room's board is here. Ends own strokes that an earlier session left unfinished, with the points that they have. */
  synced(): void {
    this.#options.steps.takeUp(this.#board, this.#options.sync.epoch, true);
    if (this.#tidying === 'done') return;
    this.#tidying = 'done';
    const { clientId, drafts } = this.#options;
    const board = this.#board;
    const ops: Op[] = [];
    const inHand = new Set(drafts.on(board).map(({ id }) => id));
    for (const { id, ended, pointCount } of board.elements()) {
      if (!ended && authorOf(id) === clientId && !inHand.has(id)) ops.push({ kind: 'end', id, count: pointCount });
    }
    if (ops.length > 0) this.propose(ops, this.newGesture(), 'file');
  }

  /**
   * A new epoch begins, and `old` is the board of the old one. Strokes under the pen continue on the new board from their first
   * point. Returns their ids. The history of the old epoch waits for the decision about its board.
   */
  carryOver(old: Board): ReadonlySet<ElementId> {
    this.#lamportFloor = Math.max(this.#lamportFloor, old.lamport);
    const { steps } = this.#options;
    const lost = steps.beginEpoch();
    const drafts = this.#options.drafts.on(old);
    for (const { id, gesture } of drafts) this.propose(redrawOps(old, id, this.nextLamport()), gesture, 'user');
    // After the drafts: they belong to the new epoch, and its copy is not held yet.
    steps.holdLost(lost);
    return new Set(drafts.map(({ id }) => id));
  }

  /** The person decided about the lost copy. `restored`: its changes can be undone again. */
  lostDecided(restored: boolean): void {
    this.#options.steps.lostDecided(restored);
  }
}
