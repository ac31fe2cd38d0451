import type { Board } from '../board/board.ts';
import type { Chunk } from '../board/bodies/chain.ts';
import type { Spans } from '../board/bodies/spans.ts';
import { type Birth, type ElementState, isNewer, type Stamp } from '../board/element.ts';
import { authorOf, type ClientId, type ElementId, ordinalOf } from '../board/ids.ts';
import { Body, ElementKind, isAside, KINDS, type Values } from '../board/kinds.ts';
import type { PropValue } from '../board/prop-value.ts';
import type { PastWrite } from './past-writes.ts';
import { sortedInSteps } from './sorted-in-steps.ts';

/** An element that comes onto the board. Its body grows unit by unit. */
export interface Coming {
  readonly id: ElementId;
  readonly birth: Birth;
  readonly values: Omit<Values, 'alive'>;
  /** The whole body. */
  readonly content: Chunk;
  /** Units of `content`. */
  readonly count: number;
  readonly spans: Spans | undefined;
  /** Its author said that the body is finished. */
  readonly isEnded: boolean;
}

interface Write {
  readonly id: ElementId;
  readonly name: string;
  readonly value: PropValue;
}

/** What one person did at one lamport. */
export interface MakingStep {
  readonly author: ClientId;
  readonly lamport: number;
  readonly comes: readonly Coming[];
  readonly writes: readonly Write[];
  /** Where the step begins on the line of time, in ticks of 1/60 s. */
  readonly from: number;
  /** Ticks that it takes to play. */
  readonly ticks: number;
}

/** A board's making: its steps in order, and their length in ticks. */
export interface Making {
  readonly steps: readonly MakingStep[];
  readonly ticks: number;
  /** The board's own name and paper, which have no step. */
  readonly board: ElementState | undefined;
}

/** A pen gives about 60 points a second. */
const POINT_TICKS = 1;
/** Typing takes a tenth of a second for each character. */
const CHARACTER_TICKS = 6;
/** Anything else takes a fifth of a second. */
const OTHER_TICKS = 12;
/** One of the many writes of a drag. */
const DRAG_TICKS = 2;
/** Elements that are read between two pauses. */
const READ_AT_ONCE = 512;
type PastOf = Map<ElementId, PastWrite[]>;
type Moment = { readonly stamp: Stamp } & ({ readonly comes: Coming } | { readonly write: Write });

/**
 * Finds the order in which a board was made, from what one replica knows: the stamps of the registers, whose lamports put the
 * authors' own sequences in an order that no reader could tell from the real one; the bodies, unit by unit; removed elements,
 * which the board remembers; and overwritten values. It pauses often, for the caller to paint.
 */
export function* gatherMaking(board: Board, past: readonly PastWrite[]): Generator<undefined, Making> {
  const pastOf: PastOf = new Map<ElementId, PastWrite[]>();
  for (const write of past) {
    const known = pastOf.get(write.id);
    if (known) known.push(write);
    else pastOf.set(write.id, [write]);
  }
  const states: ElementState[] = [];
  let facts: ElementState | undefined;
  for (const element of board.elements()) {
    if (states.length % READ_AT_ONCE === 0) yield;
    const state = board.state(element.id);
    if (element.kind === ElementKind.board) facts = state;
    else if (state && KINDS.has(element.kind) && !isAside(element.kind)) states.push(state);
  }
  const bornAt = yield* birthsOf(states, pastOf);
  const moments: Moment[] = [];
  for (const [i, state] of states.entries()) {
    if (i % READ_AT_ONCE === 0) yield;
    for (const moment of momentsOf(state, bornAt.get(state.id) ?? 0, pastOf.get(state.id) ?? [])) moments.push(moment);
  }
  const sorted = yield* sortedInSteps(moments, (a, b) => compareStamps(a.stamp, b.stamp));
  const steps = yield* stepsOf(sorted);
  const last = steps.at(-1);
  return { steps, ticks: last ? last.from + last.ticks : 0, board: facts };
}

/**
 * The lamport of each birth: the oldest of the author's own writes, and no later than the birth of the author's next element.
 * When the own writes of a birth are overwritten, the element is at least older than any other write to it.
 */
function* birthsOf(states: readonly ElementState[], pastOf: PastOf): Generator<undefined, ReadonlyMap<ElementId, number>> {
  const newestFirst = yield* sortedInSteps(states, (a, b) => ordinalOf(b.id) - ordinalOf(a.id));
  const next = new Map<ClientId, number>();
  const births = new Map<ElementId, number>();
  for (const [i, state] of newestFirst.entries()) {
    if (i % READ_AT_ONCE === 0) yield;
    const { id } = state;
    const author = authorOf(id);
    let at = next.get(author) ?? Number.POSITIVE_INFINITY;
    for (const { name, value, stamp } of [...currentWrites(state), ...(pastOf.get(id) ?? [])]) {
      const mayBeBirth = stamp.clientId === author && !(name === 'alive' && value === false);
      at = Math.min(at, mayBeBirth ? stamp.lamport : stamp.lamport - 1);
    }
    at = Number.isFinite(at) ? at : 0;
    births.set(id, at);
    next.set(author, at);
  }
  return births;
}

function currentWrites({ id, values, stamps }: ElementState): PastWrite[] {
  return (Object.entries(values) as [string, PropValue][]).flatMap(([name, value]) => {
    const stamp = stamps[name];
    return stamp ? [{ id, name, value, stamp }] : [];
  });
}

function* momentsOf(state: ElementState, lamport: number, past: readonly PastWrite[]): Generator<Moment> {
  const { id, birth, content, count, spans, endCount } = state;
  if (!birth) return;
  const born: Stamp = { lamport, clientId: authorOf(id) };
  const required: ReadonlySet<string> = new Set(KINDS.get(birth.kind)?.required);
  const values: Record<string, PropValue> = {};
  for (const [name, writes] of writesOf(state, past)) {
    for (const [i, { value, stamp }] of writes.entries()) {
      // The value of a birth may be unknown, because a later one replaced it. Then the oldest known one stands for it.
      const isOfBirth = i === 0 && name !== 'alive' && (required.has(name) || !isNewer(stamp, born));
      if (isOfBirth) values[name] = value;
      else if (isNewer(stamp, born) && !(name === 'alive' && i === 0 && value === true))
        yield { stamp, write: { id, name, value } };
    }
  }
  yield { stamp: born, comes: { id, birth, values, content, count, spans, isEnded: endCount >= 0 } };
}

/** All known writes of each register, the oldest first, each once. */
function writesOf(state: ElementState, past: readonly PastWrite[]): Map<string, PastWrite[]> {
  const all = new Map(currentWrites(state).map((write): [string, PastWrite[]] => [write.name, [write]]));
  for (const write of past) all.get(write.name)?.push(write);
  for (const [name, writes] of all) {
    if (writes.length === 1) continue;
    const sorted = writes.sort((a, b) => compareStamps(a.stamp, b.stamp));
    all.set(
      name,
      sorted.filter(({ stamp }, i) => compareStamps(stamp, sorted[i - 1]?.stamp ?? NEVER) !== 0),
    );
  }
  return all;
}

const NEVER: Stamp = { lamport: -1, clientId: '' as ClientId };

function compareStamps(a: Stamp, b: Stamp): number {
  return isNewer(a, b) ? 1 : isNewer(b, a) ? -1 : 0;
}

/** Moments of one stamp are one step: a drag of many elements, a paste. */
function* stepsOf(moments: readonly Moment[]): Generator<undefined, MakingStep[]> {
  const steps: MakingStep[] = [];
  let from = 0;
  for (let at = 0; at < moments.length; ) {
    if (steps.length % READ_AT_ONCE === 0) yield;
    const { stamp } = moments[at] as Moment;
    const comes: Coming[] = [];
    const writes: Write[] = [];
    for (; at < moments.length && compareStamps((moments[at] as Moment).stamp, stamp) === 0; at++) {
      const moment = moments[at] as Moment;
      if ('comes' in moment) comes.push(moment.comes);
      else writes.push(moment.write);
    }
    const { lamport, clientId: author } = stamp;
    const ticks = ticksOf(comes, writes, steps.at(-1));
    steps.push({ author, lamport, comes, writes, from, ticks });
    from += ticks;
  }
  return steps;
}

function ticksOf(comes: readonly Coming[], writes: readonly Write[], before: MakingStep | undefined): number {
  const [only, ...others] = comes;
  if (only && others.length === 0) return Math.max(growthTicks(only), OTHER_TICKS);
  const [first] = writes;
  const [last] = before?.writes ?? [];
  const isDrag = comes.length === 0 && first !== undefined && first.id === last?.id && first.name === last.name;
  return isDrag ? DRAG_TICKS : OTHER_TICKS;
}

function growthTicks({ birth, count }: Coming): number {
  if (birth.body === Body.points || birth.body === Body.pressuredPoints) return count * POINT_TICKS;
  return birth.body === Body.text ? count * CHARACTER_TICKS : 0;
}
