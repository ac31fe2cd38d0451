import { ElementKind } from '../../../core/board/kinds.ts';
import type { BoxOf, Gathering, Look, Point } from '../gathering.ts';
import type { Loss } from '../new-element.ts';
import type { Crop } from '../pictures/file-picture.ts';
import { asNumber, asRecord } from '../raw.ts';
import { roughSize } from '../rough-size.ts';
import { turned } from '../turned.ts';
import { outlineOf } from './outlines.ts';

/** The place of a shape's top left corner on its page, and its rotation about that corner, radians. */
export interface Spot extends Point {
  readonly turn: number;
}

export const ORIGIN: Spot = { x: 0, y: 0, turn: 0 };

/** The place of a shape's point on the page. */
export function placed(spot: Spot, x: number, y: number): Point {
  return turned({ x: spot.x + x, y: spot.y + y }, spot, spot.turn);
}

/** The box of a shape of that size. Our boxes turn about their middle. */
export function boxAt(spot: Spot, w: number, h: number): BoxOf {
  const middle = placed(spot, w / 2, h / 2);
  return { x: middle.x - w / 2, y: middle.y - h / 2, w, h };
}

/** tldraw counts in shares of the whole picture. */
export function cropOf(raw: unknown): Crop | undefined {
  const crop = asRecord(raw);
  const [start, end] = [asRecord(crop?.topLeft), asRecord(crop?.bottomRight)];
  if (!start || !end) return undefined;
  return { left: asNumber(start.x), top: asNumber(start.y), right: asNumber(end.x, 1), bottom: asNumber(end.y, 1) };
}

const LOSSES: ReadonlyMap<unknown, Loss> = new Map([
  ['image', 'image'],
  ['video', 'video'],
  ['embed', 'webPage'],
  ['bookmark', 'webPage'],
]);

/** The loss for a shape of an unread type. */
export function lossOf(type: unknown): Loss {
  return LOSSES.get(type) ?? 'unknown';
}

const KINDS: ReadonlyMap<string, number> = new Map([
  ['rectangle', ElementKind.rectangle],
  ['x-box', ElementKind.rectangle],
  ['check-box', ElementKind.rectangle],
  ['ellipse', ElementKind.ellipse],
  ['oval', ElementKind.ellipse],
  ['diamond', ElementKind.diamond],
]);

/** One of tldraw's geometric shapes: one of our kinds, or its outline as ink grouped with its label. */
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
  into.lose('outline');
  const outline = outlineOf(geo, w, h);
  if (!outline) {
    // An unknown shape of a later version becomes at least a box with its text.
    into.box(key, ElementKind.rectangle, boxAt(spot, w, h), { ...look, angle: spot.turn });
    return;
  }
  const { text, ...rest } = look;
  const hasText = text !== undefined && text.trim() !== '';
  const groups = hasText ? [...(look.groups ?? []), `${key} with text`] : look.groups;
  into.drawn(
    key,
    outline.map(({ x, y }) => placed(spot, x, y)),
    { ...rest, fill: -1, ...(groups ? { groups } : {}) },
  );
  if (!hasText) return;
  const { h: high } = roughSize(text, look.size ?? 22);
  const middle = placed(spot, w / 2, h / 2);
  into.box(
    `${key} text`,
    ElementKind.text,
    { x: middle.x - w / 2, y: middle.y - high / 2, w, h: high },
    { ...look, fill: -1, align: 1, angle: spot.turn, ...(groups ? { groups } : {}) },
  );
}
