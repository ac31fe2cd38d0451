import type { Board } from '../../../core/board/board.ts';
import { cutSpans } from '../../../core/board/bodies/cuts.ts';
import { decodePoints, encodePoints, newTail } from '../../../core/board/bodies/points-codec.ts';
import type { Spans } from '../../../core/board/bodies/spans.ts';
import { textOps } from '../../../core/board/bodies/text-edits.ts';
import { textOf } from '../../../core/board/bodies/text-order.ts';
import type { Element } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { Body, ElementKind } from '../../../core/board/kinds.ts';
import type { Op } from '../../../core/board/op.ts';
import { orderKeyAfter } from '../../../core/board/order-key.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import type { BoardAccess, Gesture } from '../../../core/room/board-access.ts';
import { POINTS_PER_APPEND } from '../ink/stroke-writer.ts';
import { proposeInParts } from './propose-in-parts.ts';

/** A place of an element, world units. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Puts elements at these places moved by (dx, dy) world units, one step of undo with whatever else has this gesture. */
export function proposePlaces(
  access: BoardAccess,
  places: ReadonlyMap<ElementId, Place>,
  by: { readonly dx: number; readonly dy: number },
  gesture: Gesture,
): void {
  const lamport = access.nextLamport();
  const ops: Op[] = [];
  for (const [id, { x, y }] of places) {
    ops.push({ kind: 'set', id, lamport, values: { x: coordinate(x + by.dx), y: coordinate(y + by.dy) } });
  }
  proposeInParts(access, ops, gesture);
}

/** Copies elements, moved by (dx, dy) world units and above everything, in the order of the originals. Gives the new ids. */
export function proposeCopies(
  access: BoardAccess,
  ids: readonly ElementId[],
  by: { readonly dx: number; readonly dy: number },
  gesture: Gesture,
): ElementId[] {
  const board = access.board();
  const originals = ids.map((id) => board.get(id)).filter((element) => element?.alive === true) as Element[];
  originals.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
  const ops: Op[] = [];
  const copies: ElementId[] = [];
  let order = board.maxOrder;
  const lamport = access.nextLamport();
  for (const original of originals) {
    order = orderKeyAfter(order);
    const id = access.newElementId();
    copies.push(id);
    ops.push(...copyOps(board, original, { id, order, lamport, by }));
    const text = textOf(board, original.id);
    if (text !== '') ops.push(...textOps({ newElementId: () => access.newElementId(), lamport }, id, text));
    const spans = cutSpans(board, original.id);
    // What several people cut out of the original is one cut of the copy.
    if (spans.length > 0) ops.push(...cutOps(access.newElementId(), id, lamport, spans));
  }
  proposeInParts(access, ops, gesture);
  return copies;
}

function cutOps(id: ElementId, target: ElementId, lamport: number, spans: Spans): Op[] {
  const birth = { kind: ElementKind.cut, body: Body.spans, facts: { target } };
  return [
    { kind: 'add', id, lamport, birth, values: {} },
    { kind: 'cut', id, spans: spans.slice(0, 2 * LIMITS.spansPerCut) },
  ];
}

interface Copy {
  readonly id: ElementId;
  readonly order: string;
  readonly lamport: number;
  readonly by: { readonly dx: number; readonly dy: number };
}

function copyOps(board: Board, element: Element, { id, order, lamport, by }: Copy): Op[] {
  const { kind, body, x, y, pressured, points, pointCount } = element;
  const { alive: _, ...written } = board.state(element.id)?.values ?? {};
  const values = { ...written, order, x: coordinate(x + by.dx), y: coordinate(y + by.dy) };
  const ops: Op[] = [{ kind: 'add', id, lamport, birth: { kind, body, facts: {} }, values }];
  if (body === Body.none) return ops;
  const { xy, pressure } = decodePoints(points, pressured);
  const tail = newTail();
  for (let from = 0; from < pointCount; from += POINTS_PER_APPEND) {
    const to = Math.min(from + POINTS_PER_APPEND, pointCount);
    const part = { xy: xy.subarray(2 * from, 2 * to), pressure: pressure?.subarray(from, to) };
    ops.push({ kind: 'append', id, offset: tail.count, chunk: encodePoints(tail, part) });
  }
  ops.push({ kind: 'end', id, count: pointCount });
  return ops;
}

/** The places of elements that are on the board. */
export function placesOf(board: Board, ids: Iterable<ElementId>): Map<ElementId, Place> {
  const places = new Map<ElementId, Place>();
  for (const id of ids) {
    const element = board.get(id);
    if (element?.alive) places.set(id, { x: element.x, y: element.y });
  }
  return places;
}

function coordinate(units: number): number {
  return Math.min(LIMITS.coordinate, Math.max(-LIMITS.coordinate, Math.round(units)));
}
