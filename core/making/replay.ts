import { Board } from '../board/board.ts';
import { byteOfPoint } from '../board/bodies/points-codec.ts';
import { authorOf, type ElementId } from '../board/ids.ts';
import { Body, type Values } from '../board/kinds.ts';
import type { Op } from '../board/op.ts';
import type { Coming, Making, MakingStep } from './making.ts';

/** What a move of the replay changed. `all`: the board is another object now. */
export interface Replayed {
  readonly ids: readonly ElementId[] | 'all';
  /** A body is growing: the replay stands inside a step. */
  readonly isGrowing: boolean;
}

/** A board of its own on which a making is played. Forwards it goes on; backwards it begins with an empty board. */
export class Replay {
  readonly #making: Making;
  #board: Board;
  /** The step to play next, or the one that is being played. */
  #next = 0;
  /** Units of the growing body that are on the board. */
  #grown = 0;
  #at = 0;

  constructor(making: Making) {
    this.#making = making;
    this.#board = emptyBoard(making);
  }

  get board(): Board {
    return this.#board;
  }
  /** Ticks from the start. */
  get at(): number {
    return this.#at;
  }
  /** The last step that the board shows, or part of. Undefined at the start. */
  get step(): MakingStep | undefined {
    return this.#making.steps[this.#grown > 0 ? this.#next : this.#next - 1];
  }
  /** How many steps the board shows whole. */
  get done(): number {
    return this.#next;
  }

  /** Begins again with an empty board. */
  rewind(): void {
    this.#board = emptyBoard(this.#making);
    this.#next = this.#grown = this.#at = 0;
  }

  /** The tick at which step number `index` is whole on the board; the start for an index below zero. */
  tickAfter(index: number): number {
    const step = this.#making.steps[Math.min(index, this.#making.steps.length - 1)];
    return step && index >= 0 ? step.from + step.ticks : 0;
  }

  /** Plays towards a later tick, at most `most` steps of the way. Compare `at` to see whether it is reached. */
  forward(to: number, most: number): Replayed {
    const ids: ElementId[] = [];
    const { steps } = this.#making;
    for (let played = 0; played < most; played++) {
      const step = steps[this.#next];
      if (!step || step.from + step.ticks > to) {
        const isGrowing = step !== undefined && this.#grow(step, to, ids);
        this.#at = Math.max(this.#at, Math.min(to, this.#making.ticks));
        return { ids, isGrowing };
      }
      this.#finish(step, ids);
      this.#at = step.from + step.ticks;
    }
    return { ids, isGrowing: false };
  }

  #finish(step: MakingStep, ids: ElementId[]): void {
    for (const coming of step.comes) {
      if (this.#grown === 0) this.#apply(coming.id, [addOp(coming, step)], ids);
      this.#apply(coming.id, [...bodyOps(coming, this.#grown, coming.count), ...endOps(coming)], ids);
      this.#grown = 0;
    }
    for (const { id, name, value } of step.writes) {
      const { lamport } = step;
      const op: Op =
        name === 'alive'
          ? { kind: 'alive', ids: [id], lamport, alive: value === true }
          : { kind: 'set', id, lamport, values: { [name]: value } as Omit<Values, 'alive'> };
      for (const touched of this.#board.apply(step.author, [op])) ids.push(touched);
    }
    this.#next++;
  }

  /** Part of a step whose body grows. Other steps happen whole. */
  #grow(step: MakingStep, to: number, ids: ElementId[]): boolean {
    const [coming, ...others] = step.comes;
    if (!coming || others.length > 0 || coming.count < 2) return false;
    const count = wholeCharacters(coming, Math.floor((coming.count * (to - step.from)) / step.ticks));
    if (count <= this.#grown) return this.#grown > 0;
    if (this.#grown === 0) this.#apply(coming.id, [addOp(coming, step)], ids);
    this.#apply(coming.id, bodyOps(coming, this.#grown, count), ids);
    this.#grown = count;
    return true;
  }

  #apply(id: ElementId, ops: readonly Op[], ids: ElementId[]): void {
    for (const touched of this.#board.apply(authorOf(id), ops)) ids.push(touched);
  }
}

function emptyBoard({ board: facts }: Making): Board {
  const board = new Board();
  if (facts) board.merge([facts]);
  return board;
}

function addOp({ id, birth, values }: Coming, { lamport }: MakingStep): Op {
  return { kind: 'add', id, lamport, birth, values };
}

/** A text is not cut between the two halves of a character. */
function wholeCharacters({ content }: Coming, count: number): number {
  const isHalf = typeof content === 'string' && /[\uD800-\uDBFF]/.test(content.charAt(count - 1));
  return isHalf ? count - 1 : count;
}

/** The body from one unit to another. */
function bodyOps({ id, birth, content }: Coming, from: number, to: number): Op[] {
  if (to <= from) return [];
  if (typeof content === 'string') return [{ kind: 'append', id, offset: from, chunk: content.slice(from, to) }];
  const pressured = birth.body === Body.pressuredPoints;
  const start = byteOfPoint(content, pressured, from);
  const chunk = content.subarray(start, byteOfPoint(content, pressured, to - from, start));
  return [{ kind: 'append', id, offset: from, chunk }];
}

/** A stroke always ends here: its growth is over on this board. */
function endOps({ id, birth, count, spans, isEnded }: Coming): Op[] {
  if (birth.body === Body.spans) return spans ? [{ kind: 'cut', id, spans }] : [];
  const isInk = birth.body === Body.points || birth.body === Body.pressuredPoints;
  return isInk || isEnded ? [{ kind: 'end', id, count }] : [];
}
