import { appendsOf } from '../../core/board/bodies/appends.ts';
import { cutOps } from '../../core/board/bodies/cuts.ts';
import { encodePoints, newTail } from '../../core/board/bodies/points-codec.ts';
import { textOps } from '../../core/board/bodies/text-edits.ts';
import type { ElementId } from '../../core/board/ids.ts';
import { type ArrowEnd, Body, KINDS, type Values } from '../../core/board/kinds.ts';
import type { Op } from '../../core/board/op.ts';
import { orderKeyAfter } from '../../core/board/order-key.ts';
import type { BoardAccess } from '../../core/room/board-access.ts';
import { extentOfAll } from './extent.ts';
import { coordinate } from './gathering.ts';
import type { NewElement, NewEnd } from './new-element.ts';

export interface NewOps {
  /** One change. Proposed under one gesture it is one undo step. */
  readonly ops: readonly Op[];
  /** Of the elements, without their parts. */
  readonly ids: readonly ElementId[];
}

/** The box of a new shape with room for its label, world units. */
export type FitLabel = (element: NewElement) => {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
};

export interface OpsAccess extends Pick<BoardAccess, 'board' | 'newElementId' | 'nextLamport'> {
  /** The element on the board that a name of no new element means, for ends of arrows. Left out: names mean new elements only. */
  readonly isThere?: (name: string) => ElementId | undefined;
}

/** World units. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * Ops that add new elements above everything, in order, with their middle at `middle`, or at their own places. Pictures that are not stored
 * yet are left out.
 */
export function toOps(given: readonly NewElement[], access: OpsAccess, middle?: Place): NewOps {
  const elements = given.filter(({ picture }) => picture === undefined);
  const box = extentOfAll(elements);
  const by =
    box && middle
      ? { x: Math.round(middle.x - (box.minX + box.maxX) / 2), y: Math.round(middle.y - (box.minY + box.maxY) / 2) }
      : { x: 0, y: 0 };
  const ids = new Map<string, ElementId>();
  const placed = elements.map((element) => ({ element, id: access.newElementId() }));
  // Of two elements with one name, arrows mean the first.
  for (const { element, id } of placed) if (!ids.has(element.key)) ids.set(element.key, id);
  const idOf = (name: string): ElementId | undefined => ids.get(name) ?? access.isThere?.(name);
  const groups = groupIds(placed);
  const lamport = access.nextLamport();
  const ops: Op[] = [];
  let order = access.board().maxOrder;
  for (const { element, id } of placed) {
    order = orderKeyAfter(order);
    const group = (element.groups ?? []).map((key) => groups.get(key)).filter((name) => name !== undefined);
    const values: Omit<Values, 'alive'> = {
      ...registersOf(element),
      order,
      x: coordinate(element.x + by.x),
      y: coordinate(element.y + by.y),
      ...(group.length > 0 ? { group } : {}),
      ...(element.from ? { from: endOf(element.from, idOf) } : {}),
      ...(element.to ? { to: endOf(element.to, idOf) } : {}),
    };
    const { cuts = [], text = '' } = element;
    ops.push(...bodyOps(element, id, lamport, values));
    if (cuts.length > 0) ops.push(...cutOps(access.newElementId(), id, lamport, cuts));
    ops.push(...textOps({ newElementId: () => access.newElementId(), lamport }, id, text));
  }
  return { ops, ids: placed.map(({ id }) => id) };
}

/** The elements with shapes that have room for their labels. */
export function withRoom(elements: readonly NewElement[], boxFor: FitLabel): readonly NewElement[] {
  return elements.map((element) => {
    const { text = '', values } = element;
    if (text === '' || !values.w || !values.h) return element;
    const { x, y, w, h } = boxFor(element);
    return { ...element, x, y, values: { ...values, w, h } };
  });
}

/** An arrow's end may name an element that is born later. Readers follow the name once the element exists. */
function endOf({ x, y, on }: NewEnd, idOf: (name: string) => ElementId | undefined): ArrowEnd {
  const target = on && idOf(on.key);
  return target === undefined ? [coordinate(x), coordinate(y)] : [target, on?.across ?? 500, on?.down ?? 500];
}

function bodyOps(element: NewElement, id: ElementId, lamport: number, values: Omit<Values, 'alive'>): Op[] {
  const { points, kind, facts = {} } = element;
  if (!points) return [{ kind: 'add', id, lamport, birth: { kind, body: Body.none, facts }, values }];
  const body = points.pressure ? Body.pressuredPoints : Body.points;
  return [
    { kind: 'add', id, lamport, birth: { kind, body, facts: {} }, values },
    ...appendsOf(id, encodePoints(newTail(), points), body),
    { kind: 'end', id, count: points.xy.length >> 1 },
  ];
}

/** New ids for the groups. A group of a single element is dropped. */
function groupIds(placed: readonly { readonly element: NewElement; readonly id: ElementId }[]): ReadonlyMap<string, string> {
  const members = new Map<string, { readonly first: ElementId; count: number }>();
  for (const { element, id } of placed) {
    for (const key of new Set(element.groups)) {
      const known = members.get(key);
      if (known) known.count++;
      else members.set(key, { first: id, count: 1 });
    }
  }
  const names = new Map<string, string>();
  for (const [key, { first, count }] of members) if (count > 1) names.set(key, `${first}.${names.size.toString(36)}`);
  return names;
}

/** A colour and a width only for kinds that have them. */
function registersOf({ kind, values }: NewElement): NewElement['values'] {
  const { color, width, ...rest } = values;
  const required = KINDS.get(kind)?.required ?? [];
  return {
    ...rest,
    ...(color !== undefined && required.includes('color') ? { color } : {}),
    ...(width !== undefined && required.includes('width') ? { width } : {}),
  };
}
