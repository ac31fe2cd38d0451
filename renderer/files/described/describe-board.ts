import { allSteps } from '../../../core/base/all-steps.ts';
import { pairsOf } from '../../../core/base/pairs.ts';
import type { Board } from '../../../core/board/board.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { BOARD_ELEMENT, CUSTOM_COLOR, ElementKind, isThing } from '../../../core/board/kinds.ts';
import { fromBoard, lowestFirst } from '../from-board.ts';
import { UNITS } from '../gathering.ts';
import type { NewElement, NewEnd } from '../new-element.ts';
import { ALIGNS, COLOR_NAMES, DASHES, FONT_NAMES, HEADS, ROUTES } from './described-element.ts';

/** An element in a reading of a board: the words of a description, its id, and what descriptions cannot say. */
export type ReadElement = Readonly<Record<string, unknown>> & { readonly id: ElementId; readonly kind: string };

export interface DescribedBoard {
  readonly title: string;
  /** From bottom to top. */
  readonly elements: readonly ReadElement[];
}

/** Points of a stroke in a reading: enough to see its way. A `.inkroom` file has them all. */
const POINTS_SHOWN = 100;

/** Elements of one step: some milliseconds. */
const STEP_ELEMENTS = 500;

const KIND_NAMES: ReadonlyMap<number, string> = new Map(Object.entries(ElementKind).map(([name, code]) => [code, name]));

/** The living elements of a board, or those of `only`. */
export function describeBoard(board: Board, only?: Iterable<ElementId>): DescribedBoard {
  return allSteps(describeInSteps(board, only));
}

/** The same, some elements in each step. The board may change between the steps. */
export function* describeInSteps(board: Board, only?: Iterable<ElementId>): Generator<undefined, DescribedBoard> {
  const ids = only ?? inOrder(board);
  const elements: ReadElement[] = [];
  let part: ElementId[] = [];
  for (const id of ids) {
    if (part.push(id) < STEP_ELEMENTS) continue;
    elements.push(...fromBoard(board, part).map(describe));
    part = [];
    yield;
  }
  elements.push(...fromBoard(board, part).map(describe));
  return { title: board.get(BOARD_ELEMENT)?.get('title') ?? '', elements };
}

/** From bottom to top. */
function inOrder(board: Board): readonly ElementId[] {
  const living: { readonly id: ElementId; readonly order: string }[] = [];
  for (const { id, alive, kind, order } of board.elements()) if (alive && isThing(kind)) living.push({ id, order });
  return living.sort(lowestFirst).map(({ id }) => id);
}

function describe(one: NewElement): ReadElement {
  const { key, kind, x, y, values, text, points, from, to, groups, facts } = one;
  const { w, h, angle, opacity, size, title, width, color, fill } = values;
  const isLine = from !== undefined && to !== undefined;
  return {
    id: key as ElementId,
    kind: KIND_NAMES.get(kind) ?? `kind ${kind}`,
    ...(isLine ? { from: endOf(one, from), to: endOf(one, to) } : { x: pixels(x), y: pixels(y) }),
    ...(w ? { w: pixels(w) } : {}),
    ...(h ? { h: pixels(h) } : {}),
    ...(text === undefined ? {} : { text }),
    ...(title ? { title } : {}),
    ...(color === undefined ? {} : { color: colorWord(color) }),
    ...(fill === undefined || fill < 0 ? {} : { fill: colorWord(fill) }),
    ...(width === undefined ? {} : { width: pixels(width) }),
    ...(size === undefined ? {} : { size: pixels(size) }),
    ...(angle ? { angle: angle / 100 } : {}),
    ...(opacity === undefined || opacity === 100 ? {} : { opacity }),
    ...wordsOf(values),
    ...(values.corners?.length
      ? { corners: pairsOf(values.corners).map(([across, down]) => [pixels(x + across), pixels(y + down)]) }
      : {}),
    ...(points ? { points: wayOf(points.xy, x, y) } : {}),
    ...(groups?.[0] === undefined ? {} : { group: groups[0] }),
    ...(facts?.hash === undefined ? {} : { picture: facts.hash }),
  };
}

function wordsOf({ dash, font, align, headFrom, headTo, route, locked }: NewElement['values']): Record<string, unknown> {
  const words: Record<string, unknown> = {};
  if (dash) words.dash = DASHES[dash];
  if (font) words.font = FONT_NAMES[font];
  if (align) words.align = ALIGNS[align];
  if (headFrom) words.headFrom = HEADS[headFrom];
  if (headTo) words.headTo = HEADS[headTo];
  if (route) words.route = ROUTES[route];
  if (locked) words.locked = true;
  return words;
}

function endOf({ x, y }: NewElement, end: NewEnd): Record<string, unknown> {
  if (end.on) return { on: end.on.key, across: end.on.across / 1000, down: end.on.down / 1000 };
  return { x: pixels(x + end.x), y: pixels(y + end.y) };
}

function wayOf(xy: Int32Array, x: number, y: number): (readonly [number, number])[] {
  const count = xy.length >> 1;
  const step = Math.max(1, (count - 1) / (POINTS_SHOWN - 1));
  const way: (readonly [number, number])[] = [];
  for (let at = 0; Math.round(at) < count; at += step) {
    const i = 2 * Math.round(at);
    way.push([pixels(x + (xy[i] ?? 0)), pixels(y + (xy[i + 1] ?? 0))]);
  }
  return way;
}

/** With one decimal place. */
function pixels(units: number): number {
  return Math.round((units * 10) / UNITS) / 10;
}

function colorWord(code: number): string {
  return COLOR_NAMES[code] ?? `#${(code - CUSTOM_COLOR).toString(16).padStart(6, '0')}`;
}
