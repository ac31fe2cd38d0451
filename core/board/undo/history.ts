import type { Board } from '../board.ts';
import { isNewer, type Stamp } from '../element.ts';
import type { ClientId, ElementId } from '../ids.ts';
import { BOARD_ELEMENT, isPropName, PROPS, type RegisterName } from '../kinds.ts';
import type { Op } from '../op.ts';
import type { PropValue } from '../prop-value.ts';
import { follow, isSameStamp, isSameValue, type KeptStep, StepPile, type Write } from './step-pile.ts';

/** What is kept of a history over a reload: the newest steps, oldest first. */
export interface KeptHistory {
  readonly done: readonly KeptStep[];
  readonly undone: readonly KeptStep[];
}

/** Register writes of all steps that a reload keeps, some 60 bytes each. A step with more of them is not kept, and none before it. */
const KEPT_WRITES = 2_000;

/**
 * Undo and redo of one author's own changes. A step is a gesture. Its undo is a new batch of register writes (the *inverse*), and
 * only for registers in which the step's own write is still the latest: another author's later change is never reverted.
 * Points are not undone: the stroke is removed as a whole. This class changes nothing itself; the caller proposes the returned
 * ops.
 */
export class History {
  readonly #author: ClientId;
  readonly #done = new StepPile();
  #undone = new StepPile();
  /** The redo steps before a gesture, which come back if it ends where it began. */
  #before: { readonly gesture: number; readonly undone: StepPile } | undefined;
  #steps = 0;

  constructor(author: ClientId) {
    this.#author = author;
  }

  get canUndo(): boolean {
    return !this.#done.isEmpty;
  }
  get canRedo(): boolean {
    return !this.#undone.isEmpty;
  }

  /** The newest steps, for the next session with the same client id. */
  kept(): KeptHistory {
    const undone = this.#undone.newest(KEPT_WRITES / 2);
    const writes = undone.reduce((sum, step) => sum + step.length, 0);
    return { done: this.#done.newest(KEPT_WRITES - writes), undone };
  }

  /** The history of an earlier session with the same client id. */
  static from(author: ClientId, { done, undone }: KeptHistory): History {
    const history = new History(author);
    // Negative, like those of undone steps: no gesture of this session has them.
    for (const step of done) history.#done.push(--history.#steps, step);
    for (const step of undone) history.#undone.push(--history.#steps, step);
    return history;
  }

  /** True when the board has every element that undo or redo would change. */
  isOn(board: Board): boolean {
    return this.#done.isOn(board) && this.#undone.isOn(board);
  }

  /** Continues from an earlier life of the same board: its steps lie below these. Takes ownership of `older`. */
  continueFrom(older: History): void {
    // A new change has already cleared the redo steps.
    if (this.#done.isEmpty) this.#undone.layUnder(older.#undone);
    this.#done.layUnder(older.#done);
    this.#steps = Math.min(this.#steps, older.#steps);
  }

  /**
   * Records what `ops` will change. Call it before they are applied. A new change clears the redo steps. A gesture that was cancelled
   * leaves no step, and the redo steps come back: the first finger of a tap with three begins a stroke.
   */
  record(board: Board, ops: readonly Op[], gesture: number): void {
    const note = (id: ElementId, prop: RegisterName, value: PropValue, stamp: Stamp): void => {
      this.#clearRedo(gesture);
      noteWrite(this.#done, gesture, board, { id, prop, value, stamp });
    };
    for (const op of ops) {
      switch (op.kind) {
        case 'add':
          note(op.id, 'alive', true, { lamport: op.lamport, clientId: this.#author });
          break;
        case 'alive':
          for (const id of op.ids) {
            if (board.get(id)) note(id, 'alive', op.alive, { lamport: op.lamport, clientId: this.#author });
          }
          break;
        case 'set':
          // The board element exists from the start, even before its first write.
          if (!board.get(op.id) && op.id !== BOARD_ELEMENT) break;
          for (const [name, value] of Object.entries(op.values)) {
            if (isPropName(name) && value !== undefined)
              note(op.id, name, value, { lamport: op.lamport, clientId: this.#author });
          }
          break;
        case 'restore': {
          const { id, values, stamps } = op.state;
          for (const [name, value] of Object.entries(values)) {
            if (!isPropName(name) || value === undefined || (name !== 'alive' && !board.get(id))) continue;
            const stamp = stamps[name];
            const current = board.stampOf(id, name);
            if (stamp && (!current || isNewer(stamp, current))) note(id, name, value, stamp);
          }
          break;
        }
        case 'append':
        case 'end':
        case 'cut':
        case 'forget':
          break;
      }
    }
    this.#dropVoid(gesture);
  }

  #clearRedo(gesture: number): void {
    if (this.#undone.isEmpty && this.#before?.gesture === gesture) return;
    this.#before = { gesture, undone: this.#undone };
    this.#undone = new StepPile();
  }

  #dropVoid(gesture: number): void {
    const step = this.#done.popVoid(gesture);
    if (!step || this.#before?.gesture !== gesture || !this.#undone.isEmpty) return;
    this.#undone = this.#before.undone;
    this.#undone.followAll(step);
  }

  /** The ops that undo the newest step, all with this lamport. Empty when none of its writes is still the latest. */
  undo(board: Board, lamport: number): readonly Op[] {
    return this.#turn(this.#done, this.#undone, board, lamport);
  }

  /** The ops that redo the newest undone step. */
  redo(board: Board, lamport: number): readonly Op[] {
    return this.#turn(this.#undone, this.#done, board, lamport);
  }

  #turn(from: StepPile, to: StepPile, board: Board, lamport: number): readonly Op[] {
    const stamp: Stamp = { lamport, clientId: this.#author };
    for (let step = from.pop(); step; step = from.pop()) {
      const standing = [...step.writes.values()].filter(({ id, prop, stamp: own }) => {
        const current = board.stampOf(id, prop);
        return current !== undefined && isSameStamp(current, own);
      });
      const turned = standing.filter(({ id, prop, before }) => !isSameValue(board.get(id)?.get(prop), before));
      // A step may end on its first value. The write below then counts as the latest again, by the stamp of this step.
      for (const write of standing) if (write.below) follow(write.below, write);
      if (turned.length === 0) continue;
      const gesture = --this.#steps; // negative: no gesture of the board has it
      for (const { id, prop, before } of turned) noteWrite(to, gesture, board, { id, prop, value: before, stamp });
      // The value of the write below is the latest again, by the new stamp.
      for (const { below, stamp: own } of turned) if (below && isSameStamp(below.stamp, own)) below.stamp = stamp;
      return inverseOps(turned, lamport);
    }
    return [];
  }
}

interface NewWrite {
  readonly id: ElementId;
  readonly prop: RegisterName;
  readonly value: PropValue;
  readonly stamp: Stamp;
}

const UNWRITTEN: Stamp = Object.freeze({ lamport: 0, clientId: '' as ClientId });

function noteWrite(pile: StepPile, gesture: number, board: Board, { id, prop, value, stamp }: NewWrite): void {
  const before = board.get(id)?.get(prop) ?? PROPS[prop].initial;
  const beforeStamp = board.stampOf(id, prop) ?? UNWRITTEN;
  pile.note(gesture, { id, prop, before, beforeStamp, stamp, isVoid: false, below: undefined }, value);
}

function inverseOps(writes: readonly Write[], lamport: number): readonly Op[] {
  const alive: Record<'true' | 'false', ElementId[]> = { true: [], false: [] };
  const sets = new Map<ElementId, Partial<Record<RegisterName, PropValue>>>();
  for (const { id, prop, before } of writes) {
    if (prop === 'alive') alive[before ? 'true' : 'false'].push(id);
    else sets.set(id, { ...sets.get(id), [prop]: before });
  }
  const ops: Op[] = [];
  for (const value of [true, false]) {
    const ids = alive[value ? 'true' : 'false'];
    if (ids.length > 0) ops.push({ kind: 'alive', ids, lamport, alive: value });
  }
  for (const [id, values] of sets) ops.push({ kind: 'set', id, lamport, values: values as object });
  return ops;
}
