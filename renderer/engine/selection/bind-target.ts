import type { Board } from '../../../core/board/board.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { type ArrowEnd, ElementKind } from '../../../core/board/kinds.ts';
import { edgeOf } from '../kinds/kind-of.ts';
import { placedIn, toLocal } from '../kinds/shapes/placed.ts';
import { isInside, nearestOnSide, type Polygon, sideIsNear } from '../kinds/shapes/polygon.ts';
import { compareDepth, type Scene } from '../scene.ts';

/** Screen pixels from an element within which the end of a line attaches to it. */
export const BIND_REACH = 12;
/** Within this share of the half size from its middle, an end attaches to the middle itself. */
const MIDDLE = 0.2;

/**
 * The binding of an arrow that ends at a point (world pixels): the uppermost element that contains the point, or is within
 * `reach` of it. A frame takes arrows at its edge only, so that elements inside it can be connected freely. Undefined: no element
 * is there.
 */
export function bindingAt(
  { scene, board, except }: { readonly scene: Scene; readonly board: Board; readonly except?: ElementId | undefined },
  x: number,
  y: number,
  reach: number,
): Extract<ArrowEnd, readonly [ElementId, number, number]> | undefined {
  const near = scene.search({ minX: x - reach, minY: y - reach, maxX: x + reach, maxY: y + reach });
  near.sort((a, b) => compareDepth(b, a));
  for (const { id } of near) {
    const element = id === except ? undefined : board.get(id);
    const outline = element && edgeOf(board, element);
    if (!element || !outline) continue;
    const isNear = sideIsNear(outline, { x1: x, y1: y, x2: x, y2: y }, reach);
    const inside = isInside(outline, x, y) && (element.kind !== ElementKind.frame || isNear);
    if (!inside && !isNear) continue;
    return [id, ...sharesAt(placedIn(element, outline), outline, [x, y], inside)];
  }
  return undefined;
}

/** The place in the box, in thousandths: at the point, or the nearest place on the outline for a point outside. */
function sharesAt(
  placed: ReturnType<typeof placedIn>,
  outline: Polygon,
  [x, y]: readonly [number, number],
  inside: boolean,
): readonly [number, number] {
  const [across, down] = toLocal(placed, ...(inside ? ([x, y] as const) : nearestOnSide(outline, x, y)));
  const shares = [across / (placed.halfW || 1), down / (placed.halfH || 1)] as const;
  if (inside && Math.hypot(...shares) < MIDDLE) return [500, 500];
  const thousandths = (share: number): number => Math.min(1000, Math.max(0, Math.round(500 * (share + 1))));
  return [thousandths(shares[0]), thousandths(shares[1])];
}
