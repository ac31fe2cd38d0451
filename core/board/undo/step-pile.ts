import { LIMITS } from '../../contract/limits.ts';
import type { Board } from '../board.ts';
import type { Stamp } from '../element.ts';
import type { ElementId } from '../ids.ts';
import { BOARD_ELEMENT, type RegisterName } from '../kinds.ts';
import { compareValues, type PropValue } from '../prop-value.ts';

/** Undo steps. Beyond this number the oldest is dropped. */
const MAX_STEPS = 500;
/** Register writes in all steps together: enough for two clears of the largest board. */
const MAX_WRITES = 2 * LIMITS.elementsPerBoard;

/**
 * One register write of a step: the value before it, and the stamp that shows whether the step's own write is still the latest.
 */
export interface Write {
  readonly id: ElementId;
  readonly prop: RegisterName;
  before: PropValue;
  beforeStamp: Stamp;
  stamp: Stamp;
  /** The step has brought the register back to `before`. */
  isVoid: boolean;
  /** The previous write of the same register in the same stack. */
  below: Write | undefined;
}

/** A write as the history is kept over a reload. */
export type KeptWrite = Pick<Write, 'id' | 'prop' | 'before' | 'beforeStamp' | 'stamp'>;
/** Its writes, in the order of the registers' first changes. */
export type KeptStep = readonly KeptWrite[];

/** A reload keeps this many of the newest steps, and as many of the undone ones. */
const KEPT_STEPS = 200;

export interface Step {
  readonly gesture: number;
  readonly writes: Map<string, Write>;
}

export const isSameValue = (a: PropValue | undefined, b: PropValue): boolean => a !== undefined && compareValues(a, b) === 0;
export const isSameStamp = (a: Stamp, b: Stamp): boolean => a.lamport === b.lamport && a.clientId === b.clientId;

/** The value of `write` is the latest again, by the stamp of the write that ended on it. */
export function follow(write: Write, { beforeStamp, stamp }: Write): void {
  if (isSameStamp(write.stamp, beforeStamp)) write.stamp = stamp;
}

/** Steps, newest last. Finds the newest write of every register directly. */
export class StepPile {
  readonly #steps: Step[] = [];
  readonly #newest = new Map<string, Write>();
  #writes = 0;

  get isEmpty(): boolean {
    return this.#steps.length === 0;
  }

  /** Records that a register changes from `before` to `value`. When these are equal, only its stamp changes. */
  note(gesture: number, write: Write, value: PropValue): void {
    const isIdle = isSameValue(write.before, value);
    const key = `${write.id}/${write.prop}`;
    const newest = this.#newest.get(key);
    const stands = newest !== undefined && isSameStamp(newest.stamp, write.beforeStamp);
    if (isIdle) {
      if (stands) newest.stamp = write.stamp;
      return;
    }
    const step = this.#stepOf(gesture);
    const known = step.writes.get(key);
    if (known) {
      // Another author's value came in between: undo returns to that value, not past it. (The same stamp before: one batch, two
      // writes.)
      if (!isSameStamp(known.stamp, write.beforeStamp) && !isSameStamp(known.beforeStamp, write.beforeStamp)) {
        known.before = write.before;
        known.beforeStamp = write.beforeStamp;
        known.below = undefined;
      }
      known.stamp = write.stamp;
      known.isVoid = isSameValue(known.before, value);
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

  /** The newest steps that have no more writes than this together, oldest first. */
  newest(mostWrites: number): readonly KeptStep[] {
    const kept: KeptStep[] = [];
    let left = mostWrites;
    for (let i = this.#steps.length - 1; i >= 0 && kept.length < KEPT_STEPS; i--) {
      const { writes } = this.#steps[i] as Step;
      left -= writes.size;
      if (left < 0) break;
      kept.push([...writes.values()]);
    }
    return kept.reverse();
  }

  /** Puts a kept step on top. */
  push(gesture: number, kept: KeptStep): void {
    const writes = new Map<string, Write>();
    for (const { id, prop, before, beforeStamp, stamp } of kept) {
      const key = `${id}/${prop}`;
      const write = { id, prop, before, beforeStamp, stamp, isVoid: false, below: this.#newest.get(key) };
      writes.set(key, write);
      this.#newest.set(key, write);
    }
    this.#steps.push({ gesture, writes });
    this.#writes += writes.size;
    this.#trim();
  }

  /** True when the board has every element of these steps, alive or removed. */
  isOn(board: Board): boolean {
    return this.#steps.every(({ writes }) =>
      [...writes.values()].every(({ id }) => id === BOARD_ELEMENT || board.get(id) !== undefined),
    );
  }

  /** Puts the steps of an older stack below these. Takes ownership of them. */
  layUnder(older: StepPile): void {
    for (const { writes } of this.#steps) for (const [key, write] of writes) write.below ??= older.#newest.get(key);
    this.#steps.unshift(...older.#steps);
    for (const [key, write] of older.#newest) if (!this.#newest.has(key)) this.#newest.set(key, write);
    this.#writes += older.#writes;
    this.#trim();
  }

  /** Removes and returns the newest step, if it is this gesture's and has brought every register back to its value before. */
  popVoid(gesture: number): Step | undefined {
    const step = this.#steps.at(-1);
    if (step?.gesture !== gesture) return undefined;
    const writes = [...step.writes.values()];
    if (!writes.every(({ isVoid }) => isVoid)) return undefined;
    for (const write of writes) if (write.below) follow(write.below, write);
    return this.pop();
  }

  /** The registers of a void step have their values from before it again, by its stamps. */
  followAll({ writes }: Step): void {
    for (const [key, write] of writes) {
      const newest = this.#newest.get(key);
      if (newest) follow(newest, write);
    }
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
