import type { Element } from '../../../core/board/element.ts';
import { UNITS } from '../geometry.ts';
import { SURFACE } from '../palette.ts';
import type { Kind } from './kind.ts';
import { type Placed, placedAt, polygonToWorld, segmentToLocal, turnedBox } from './shapes/placed.ts';
import { isInside, type Polygon, sideIsNear, sideMeetsBox } from './shapes/polygon.ts';

const outlineOf = ({ halfW, halfH }: Placed): Polygon => [-halfW, -halfH, halfW, -halfH, halfW, halfH, -halfW, halfH];

const edgeOf = (element: Element): Polygon => {
  const placed = placedAt(element);
  return polygonToWorld(placed, outlineOf(placed));
};

/** A picture. A grey box replaces it until its bytes have come, and where no device has them. */
export const image: Kind = {
  band: 'ink',
  box(_board, element) {
    const placed = placedAt(element);
    return turnedBox(placed, placed.halfW, placed.halfH, 0);
  },
  look: (_board, element) =>
    `${element.get('hash')} ${element.get('opacity')} ${element.get('w')} ${element.get('h')} ${element.get('angle')} ${element.get('mirrored')}`,
  edge: (_board, element) => edgeOf(element),
  draw(target, element, place, look) {
    const { halfW, halfH, x, y, sin, cos } = placedAt(element);
    const { scale } = place;
    const xDevice = (x + (look.offsetX ?? 0) / UNITS) * scale - place.originX;
    const yDevice = (y + (look.offsetY ?? 0) / UNITS) * scale - place.originY;
    const along = element.get('mirrored') ? -scale : scale;
    target.setTransform(along * cos, along * sin, -scale * sin, scale * cos, xDevice, yDevice);
    target.globalAlpha = look.veil?.alpha ?? element.get('opacity') / 100;
    const bitmap = look.veil ? undefined : look.pictures?.bitmap(element.get('hash'), 4 * halfW * halfH * scale * scale);
    if (bitmap) {
      target.drawImage(bitmap, -halfW, -halfH, 2 * halfW, 2 * halfH);
    } else {
      target.fillStyle = look.veil?.color ?? SURFACE[look.theme].print;
      target.fillRect(-halfW, -halfH, 2 * halfW, 2 * halfH);
    }
    target.globalAlpha = 1;
  },
  hit(_board, element, by, margin) {
    const placed = placedAt(element);
    const local = segmentToLocal(placed, by);
    const outline = outlineOf(placed);
    return isInside(outline, local.x1, local.y1) || sideIsNear(outline, local, margin);
  },
  meets(_board, element, box) {
    const outline = edgeOf(element);
    return sideMeetsBox(outline, box) || isInside(outline, box.minX, box.minY);
  },
};
