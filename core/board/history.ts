import { LIMITS } from '../contract/limits.ts';
import type { Board } from './board.ts';
import { isNewer, type Stamp } from './element.ts';
import type { ClientId, ElementId } from './ids.ts';
import { BOARD_ELEMENT, isPropName, PROPS, type RegisterName } from './kinds.ts';
import type { Op } from './op.ts';
import { compareValues, type PropValue } from './prop-value.ts';

/** Undo steps. Beyond this number the oldest is dropped. */
const MAX_STEPS = 500;
/** Register writes in all steps together: enough for two clears of the largest board. */
const MAX_WRITES = 2 * LIMITS.elementsPerBoard;

/**
 * One register write of a step: the value before it, and the stamp that shows whether the step's own write is still the latest.
 */
interface Write {
  readonly id: ElementId;
  readonly prop: RegisterName;
  before: PropValue;
  beforeStamp: Stamp;
  stamp: Stamp;
  /** The previous write of the same register in the same stack. */
  below: Write | undefined;
}

interface Step {
  readonly gesture: number;
  readonly writes: Map<string, Write>;
}

const isSameValue = (a: PropValue | undefined, b: PropValue): boolean => a !== undefined && compareValues(a, b) === 0;
const isSame = (a: Stamp, b: Stamp): boolean => a.lamport === b.lamport && a.clientId === b.clientId;

/** Steps, newest last. Finds the newest write of every register directly. */
class Pile {
  readonly #steps: Step[] = [];
  readonly #newest = new Map<string, Write>();
  #writes = 0;

  get isEmpty(): boolean {
    return this.#steps.length === 0;
  }

  clear(): void {
    this.#steps.length = 0;
    this.#newest.clear();
    this.#writes = 0;
  }

  /** Records that a register changes from `before` to another value, or (`isIdle`) only to another stamp. */
  note(gesture: number, write: Write, isIdle: boolean): void {
    const key = `${write.id}/${write.prop}`;
    const newest = this.#newest.get(key);
    const stands = newest !== undefined && isSame(newest.stamp, write.beforeStamp);
    if (isIdle) {
      if (stands) newest.stamp = write.stamp;
      return;
    }
    const step = this.#stepOf(gesture);
    const known = step.writes.get(key);
    if (known) {
      // Another author's value came in between: undo returns to that value, not past it. (The same stamp before: one batch, two
      // writes.)
      if (!isSame(known.stamp, write.beforeStamp) && !isSame(known.beforeStamp, write.beforeStamp)) {
        known.before = write.before;
        known.beforeStamp = write.beforeStamp;
        known.below = undefined;
      }
      known.stamp = write.stamp;
      return;
    }
    write.below = newest;
    step.writes.set(key, write);
    this.#newest.set(key, write);
    this.#writes++;
    this.#trim();
  }

  #stepOf(gesture: number): Step {
    const top = this.#steps.at(-1);
    if (top?.gesture === gesture) return top;
    const step: Step = { gesture, writes: new Map() };
    this.#steps.push(step);
    return step;
  }

  #trim(): void {
    while (this.#steps.length > MAX_STEPS || (this.#writes > MAX_WRITES && this.#steps.length > 1)) {
      const oldest = this.#steps.shift() as Step;
      this.#writes -= oldest.writes.size;
      for (const [key, write] of oldest.writes) {
        write.below = undefined; // cuts the chain, so that it is never longer than the stack
        if (this.#newest.get(key) === write) this.#newest.delete(key);
      }
    }
  }

  /** Puts the steps of an older stack below these. Takes ownership of them. */
  layUnder(older: Pile): void {
    this.#steps.unshift(...older.#steps);
    for (const [key, write] of older.#newest) if (!this.#newest.has(key)) this.#newest.set(key, write);
    this.#writes += older.#writes;
    this.#trim();
  }

  /** Removes and returns the newest step. The caller owns its writes. */
  pop(): Step | undefined {
    const step = this.#steps.pop();
    if (!step) return undefined;
    this.#writes -= step.writes.size;
    for (const [key, write] of step.writes) {
      if (write.below) this.#newest.set(key, write.below);
      else this.#newest.delete(key);
    }
    return step;
  }
}

/**
 * Undo and redo of one author's own changes. A step is a gesture. Its undo is a new batch of register writes (the *inverse*), and
 * only for registers in which the step's own write is still the latest: another author's later change is never reverted.
 * Points are not undone: the stroke is removed as a whole. This class changes nothing itself; the caller proposes the returned
 * ops.
 */
export class History {
  readonly #author: ClientId;
  readonly #done = new Pile();
  readonly #undone = new Pile();
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

  /** Continues from an earlier life of the same board: its steps lie below these. Takes ownership of `older`. */
  continueFrom(older: History): void {
    // A new change has already cleared the redo steps.
    if (this.#done.isEmpty) this.#undone.layUnder(older.#undone);
    this.#done.layUnder(older.#done);
    this.#steps = Math.min(this.#steps, older.#steps);
  }

  /** Records what `ops` will change. Call it before they are applied. A new change clears the redo steps. */
  record(board: Board, ops: readonly Op[], gesture: number): void {
    const note = (id: ElementId, prop: RegisterName, value: PropValue, stamp: Stamp): void => {
      this.#undone.clear();
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
  }

  /** The ops that undo the newest step, all with this lamport. Empty when none of its writes is still the latest. */
  undo(board: Board, lamport: number): readonly Op[] {
    return this.#turn(this.#done, this.#undone, board, lamport);
  }

  /** The ops that redo the newest undone step. */
  redo(board: Board, lamport: number): readonly Op[] {
    return this.#turn(this.#undone, this.#done, board, lamport);
  }

  #turn(from: Pile, to: Pile, board: Board, lamport: number): readonly Op[] {
    const stamp: Stamp = { lamport, clientId: this.#author };
    for (let step = from.pop(); step; step = from.pop()) {
      const standing = [...step.writes.values()].filter(({ id, prop, stamp: own }) => {
        const current = board.stampOf(id, prop);
        return current !== undefined && isSame(current, own);
      });
      const turned = standing.filter(({ id, prop, before }) => !isSameValue(board.get(id)?.get(prop), before));
      // A step may end on its first value. The write below then counts as the latest again, by the stamp of this step.
      for (const { below, beforeStamp, stamp: own } of standing) if (below && isSame(below.stamp, beforeStamp)) below.stamp = own;
      if (turned.length === 0) continue;
      const gesture = --this.#steps; // negative: no gesture of the board has it
      for (const { id, prop, before } of turned) noteWrite(to, gesture, board, { id, prop, value: before, stamp });
      // The value of the write below is the latest again, by the new stamp.
      for (const { below, stamp: own } of turned) if (below && isSame(below.stamp, own)) below.stamp = stamp;
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

function noteWrite(pile: Pile, gesture: number, board: Board, { id, prop, value, stamp }: NewWrite): void {
  const before = board.get(id)?.get(prop) ?? PROPS[prop].initial;
  const beforeStamp = board.stampOf(id, prop) ?? UNWRITTEN;
  pile.note(gesture, { id, prop, before, beforeStamp, stamp, below: undefined }, isSameValue(before, value));
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
