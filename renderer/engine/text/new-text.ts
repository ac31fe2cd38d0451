import type { ElementId } from '../../../core/board/ids.ts';
import { Body, ElementKind, type Values } from '../../../core/board/kinds.ts';
import { orderKeyAfter } from '../../../core/board/order-key.ts';
import type { BoardAccess, Gesture } from '../../../core/room/board-access.ts';
import { UNITS } from '../geometry.ts';
import type { Style } from '../style/style.ts';
import { boardFont, TEXT_SIZES } from './layout/fonts.ts';

/** The look of a new text (`styleNames`). */
export type TextLook = Partial<Style>;

/** World units. */
const SIZE = TEXT_SIZES[1];

/** A side of a note, world pixels. */
export const NOTE_SIDE = 200;

/** A place on the board, world pixels. */
interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A text whose first line begins at a point. `width`, world pixels: lines wrap to it. */
export function proposeText(
  access: BoardAccess,
  at: Spot & { readonly width?: number },
  look: TextLook,
  gesture: Gesture,
): ElementId {
  const half = ((look.size ?? SIZE) * boardFont(look.font ?? 0).lineHeight) / 2;
  const wide = at.width === undefined ? {} : { w: Math.round(at.width * UNITS) };
  const place = { x: Math.round(at.x * UNITS), y: Math.round(at.y * UNITS - half) };
  return propose(access, ElementKind.text, { color: 0, size: SIZE, ...place, ...wide, ...look }, gesture);
}

/** A note in a box, world pixels. */
export function proposeNote(
  access: BoardAccess,
  box: Spot & { readonly w: number; readonly h: number },
  look: TextLook,
  gesture: Gesture,
): ElementId {
  const [x, y, w, h] = [box.x, box.y, box.w, box.h].map((px) => Math.round(px * UNITS)) as [number, number, number, number];
  return propose(access, ElementKind.note, { color: 0, x, y, w, h, ...look }, gesture);
}

function propose(access: BoardAccess, kind: ElementKind, values: Values, gesture: Gesture): ElementId {
  const id = access.newElementId();
  const order = orderKeyAfter(access.board().maxOrder);
  const birth = { kind, body: Body.none, facts: {} };
  access.propose([{ kind: 'add', id, lamport: access.nextLamport(), birth, values: { order, ...values } }], gesture);
  return id;
}
