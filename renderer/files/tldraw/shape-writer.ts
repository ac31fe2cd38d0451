import { ElementKind } from '../../../core/board/kinds.ts';
import { type BoxOf, type Gathering, type Look, type Point, turned } from '../gathering.ts';
import { outlineOf } from './outlines.ts';

/** Where a shape's own top left corner lies on its page, and how it is turned about it, radians. */
export interface Spot extends Point {
  readonly turn: number;
}

export const ORIGIN: Spot = { x: 0, y: 0, turn: 0 };

/** Where a point of the shape lies on the page. */
export function placed(spot: Spot, x: number, y: number): Point {
  return turned({ x: spot.x + x, y: spot.y + y }, spot, spot.turn);
}

/** The box of a shape of that size. Ours turns about its middle. */
export function boxAt(spot: Spot, w: number, h: number): BoxOf {
  const middle = placed(spot, w / 2, h / 2);
  return { x: middle.x - w / 2, y: middle.y - h / 2, w, h };
}

const KINDS: ReadonlyMap<string, number> = new Map([
  ['rectangle', ElementKind.rectangle],
  ['x-box', ElementKind.rectangle],
  ['check-box', ElementKind.rectangle],
  ['ellipse', ElementKind.ellipse],
  ['oval', ElementKind.ellipse],
  ['diamond', ElementKind.diamond],
]);

/** One of tldraw's geometric shapes: a kind of ours, or its outline as ink with its label beside it in one group. */
export function writeGeo(
  into: Gathering,
  key: string,
  { geo, spot, w, h }: { readonly geo: string; readonly spot: Spot; readonly w: number; readonly h: number },
  look: Look,
): void {
  const kind = KINDS.get(geo);
  if (kind !== undefined) {
    into.box(key, kind, boxAt(spot, w, h), { ...look, angle: spot.turn });
    return;
  }
  const outline = outlineOf(geo, w, h);
  if (!outline) {
    // What a later version draws is at least a box with its text.
    into.lose('outline');
    into.box(key, ElementKind.rectangle, boxAt(spot, w, h), { ...look, angle: spot.turn });
    return;
  }
  into.lose('outline');
  const { text, ...rest } = look;
  const hasText = text !== undefined && text.trim() !== '';
  const groups = hasText ? [...(look.groups ?? []), `${key} with text`] : look.groups;
  into.drawn(
    key,
    outline.map(({ x, y }) => placed(spot, x, y)),
    { ...rest, fill: -1, ...(groups ? { groups } : {}) },
  );
  if (!hasText) return;
  const high = (look.size ?? 22) * 1.35 * text.split('\n').length;
  const middle = placed(spot, w / 2, h / 2);
  into.box(
    `${key} text`,
    ElementKind.text,
    { x: middle.x - w / 2, y: middle.y - high / 2, w, h: high },
    { ...look, fill: -1, align: 1, angle: spot.turn, ...(groups ? { groups } : {}) },
  );
}
