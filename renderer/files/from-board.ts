import type { Board } from '../../core/board/board.ts';
import { cutSpans } from '../../core/board/bodies/cuts.ts';
import { decodePoints } from '../../core/board/bodies/points-codec.ts';
import { textOf } from '../../core/board/bodies/text-order.ts';
import type { Element } from '../../core/board/element.ts';
import type { ElementId } from '../../core/board/ids.ts';
import {
  type ArrowEnd,
  Body,
  ElementKind,
  type FactName,
  type Facts,
  isPropName,
  isThing,
  KINDS,
} from '../../core/board/kinds.ts';
import type { NewElement, NewEnd } from './new-element.ts';
import { turned } from './turned.ts';

/** Registers that a copy stores in another form, or not at all. */
export const NOT_COPIED: ReadonlySet<string> = new Set(['alive', 'order', 'x', 'y', 'group', 'from', 'to', 'background']);

/**
 * Living elements of the board in the form of a copy or a file, from bottom to top. Parts come with their elements; unknown kinds
 * are left out.
 */
export function fromBoard(board: Board, ids: Iterable<ElementId>): readonly NewElement[] {
  const elements: Element[] = [];
  for (const id of ids) {
    const element = board.get(id);
    const isKnown = element && isThing(element.kind) && KINDS.has(element.kind);
    if (element?.alive && isKnown) elements.push(element);
  }
  elements.sort(lowestFirst);
  return elements.map((element) => copyOf(board, element));
}

type Layered = Pick<Element, 'id' | 'order'>;

/** From bottom to top. */
export function lowestFirst(a: Layered, b: Layered): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

function copyOf(board: Board, element: Element): NewElement {
  const { id, kind, x, y, body } = element;
  const isInk = body === Body.points || body === Body.pressuredPoints;
  const isLine = kind === ElementKind.line || kind === ElementKind.arrow;
  const text = isInk ? '' : textOf(board, id);
  const cuts = isInk ? cutSpans(board, id) : [];
  const groups = element.get('group');
  const facts = factsOf(element);
  return {
    key: id,
    kind,
    x,
    y,
    values: valuesOf(board, id),
    ...(isInk ? { points: decodePoints(element.points, element.pressured) } : {}),
    ...(cuts.length > 0 ? { cuts } : {}),
    ...(isLine ? { from: endOf(board, element, 'from'), to: endOf(board, element, 'to') } : {}),
    ...(text === '' ? {} : { text }),
    ...(groups.length > 0 ? { groups } : {}),
    ...(facts === undefined ? {} : { facts }),
  };
}

/** Only written values: a text that its author aligned left differs from one without an alignment. */
function valuesOf(board: Board, id: ElementId): NewElement['values'] {
  const written = Object.entries(board.state(id)?.values ?? {});
  return Object.fromEntries(written.filter(([name]) => isPropName(name) && !NOT_COPIED.has(name)));
}

function factsOf(element: Element): Facts | undefined {
  const names = KINDS.get(element.kind)?.facts ?? [];
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.map((name: FactName) => [name, element.get(name)])) as Facts;
}

/** An end with its current point, for readers that do not have its target. */
function endOf(board: Board, arrow: Element, name: 'from' | 'to'): NewEnd {
  const end: ArrowEnd = arrow.get(name);
  if (end.length === 2) return { x: end[0], y: end[1] };
  const [key, across, down] = end;
  const target = board.get(key);
  if (!target?.alive) return { x: 0, y: 0 };
  const [w, h] = [target.get('w'), target.get('h')];
  const middle = { x: target.x + w / 2, y: target.y + h / 2 };
  const flat = { x: target.x + (w * across) / 1000, y: target.y + (h * down) / 1000 };
  const at = turned(flat, middle, (target.get('angle') * Math.PI) / 18_000);
  return { x: Math.round(at.x - arrow.x), y: Math.round(at.y - arrow.y), on: { key, across, down } };
}
