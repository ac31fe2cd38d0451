import type { ElementId } from '../../../core/board/ids.ts';
import { Body, ElementKind } from '../../../core/board/kinds.ts';
import type { Op } from '../../../core/board/op.ts';
import { orderKeyAfter } from '../../../core/board/order-key.ts';
import { pictureFacts, type StoredPicture } from '../../../core/board/picture-facts.ts';
import type { BoardAccess } from '../../../core/room/board-access.ts';
import { UNITS } from '../geometry.ts';
import { coordinate } from '../selection/arranging/coordinate.ts';
import type { Point } from '../view/camera.ts';

/** World pixels between two pictures that are added together. */
const GAP = 16;

/**
 * Puts pictures side by side with their middle at a world point, as one undo step. None is larger than `most` world pixels on a
 * side. Returns their ids.
 */
export function placePictures(access: BoardAccess, pictures: readonly StoredPicture[], at: Point, most: number): ElementId[] {
  const sizes = pictures.map(({ width, height }) => {
    const scale = Math.min(1, most / Math.max(width, height, 1));
    return { w: Math.max(1, width * scale), h: Math.max(1, height * scale) };
  });
  let x = at.x - (sizes.reduce((sum, { w }) => sum + w, 0) + GAP * (sizes.length - 1)) / 2;
  let order = access.board().maxOrder;
  const lamport = access.nextLamport();
  const ids: ElementId[] = [];
  const ops = pictures.map((picture, i): Op => {
    const { w, h } = sizes[i] as { w: number; h: number };
    const id = access.newElementId();
    ids.push(id);
    order = orderKeyAfter(order);
    const values = {
      order,
      x: coordinate(x * UNITS),
      y: coordinate((at.y - h / 2) * UNITS),
      w: Math.round(w * UNITS),
      h: Math.round(h * UNITS),
    };
    x += w + GAP;
    const birth = { kind: ElementKind.image, body: Body.none, facts: pictureFacts(picture) };
    return { kind: 'add', id, lamport, birth, values };
  });
  access.propose(ops, access.newGesture());
  return ids;
}
