import { appendsOf } from '../../../core/board/bodies/appends.ts';
import { encodePoints, newTail } from '../../../core/board/bodies/points-codec.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { type ArrowEnd, Body, ElementKind, type Values } from '../../../core/board/kinds.ts';
import type { Op } from '../../../core/board/op.ts';
import { orderKeyAfter } from '../../../core/board/order-key.ts';
import type { BoardAccess } from '../../../core/room/board-access.ts';
import { toUnits } from '../geometry.ts';
import type { Ends } from '../kinds/lines/line-ends.ts';
import { Head } from '../kinds/lines/line-heads.ts';
import type { Straight } from './straighten.ts';

export interface Instead {
  /** The stroke to replace, and its look. */
  readonly of: ElementId;
  readonly kind: ElementKind;
  readonly color: number;
  readonly width: number;
  /** The binding of an arrow that ends at a place. */
  readonly bindingAt: (x: number, y: number) => ArrowEnd | undefined;
}

/**
 * The ops that replace a stroke by a straight form (world pixels). A highlighter stroke becomes a straight highlighter stroke or
 * stays as it is.
 */
export function straightOps(access: BoardAccess, straight: Straight, instead: Instead): readonly Op[] {
  if (instead.kind === ElementKind.highlighter) return straight.form === 'line' ? markerOps(access, straight, instead) : [];
  const id = access.newElementId();
  const lamport = access.nextLamport();
  const birth = { kind: ElementKind[straight.form], body: Body.none, facts: {} };
  const values = { ...lookOf(access, instead), ...placeOf(straight, instead.bindingAt) };
  return [gone(instead, lamport), { kind: 'add', id, lamport, birth, values }];
}

function markerOps(access: BoardAccess, { x1, y1, x2, y2 }: Ends, instead: Instead): readonly Op[] {
  const id = access.newElementId();
  const lamport = access.nextLamport();
  const [x, y] = [toUnits(x1), toUnits(y1)];
  const points = { xy: Int32Array.from([0, 0, toUnits(x2) - x, toUnits(y2) - y]), pressure: undefined };
  const birth = { kind: instead.kind, body: Body.points, facts: {} };
  return [
    gone(instead, lamport),
    { kind: 'add', id, lamport, birth, values: { ...lookOf(access, instead), x, y } },
    ...appendsOf(id, encodePoints(newTail(), points), Body.points),
    { kind: 'end', id, count: 2 },
  ];
}

const gone = ({ of }: Instead, lamport: number): Op => ({ kind: 'alive', ids: [of], lamport, alive: false });

function lookOf(access: BoardAccess, { color, width }: Instead): Omit<Values, 'alive'> {
  return { order: orderKeyAfter(access.board().maxOrder), color, width };
}

function placeOf(straight: Straight, bindingAt: Instead['bindingAt']): Omit<Values, 'alive'> {
  if ('w' in straight) {
    const { x, y, w, h, angle } = straight;
    const turn = Math.round((angle * 18_000) / Math.PI);
    return { x: toUnits(x), y: toUnits(y), w: toUnits(w), h: toUnits(h), ...(turn === 0 ? {} : { angle: turn }) };
  }
  const { x1, y1, x2, y2, form } = straight;
  const [x, y] = [toUnits(x1), toUnits(y1)];
  const to: ArrowEnd = [toUnits(x2) - x, toUnits(y2) - y];
  if (form === 'line') return { x, y, from: [0, 0], to };
  return { x, y, from: bindingAt(x1, y1) ?? [0, 0], to: bindingAt(x2, y2) ?? to, headTo: Head.open };
}
