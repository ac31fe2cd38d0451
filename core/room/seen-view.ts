import { type Area, roundArea } from '../base/area.ts';
import { LIMITS } from '../contract/limits.ts';

/** The part of the board that a person's window shows, in units (1/16 px), whole numbers. */
export type SeenView = Area;

/** Reads `[x, y, width, height]`; undefined for what is no view. */
export function readSeenView(raw: readonly unknown[]): SeenView | undefined {
  const [x, y, width, height, ...more] = raw;
  if (more.length > 0) return undefined;
  if (!isPlace(x) || !isPlace(y) || !isExtent(width) || !isExtent(height)) return undefined;
  return { x, y, width, height };
}

/** The nearest view that the wire can carry; undefined for what is not a number. */
export function roundView(view: SeenView): SeenView | undefined {
  const { x, y, width, height } = view;
  return [x, y, width, height].every(Number.isFinite) ? roundArea(view, LIMITS.coordinate) : undefined;
}

export function isSameView(a: SeenView | undefined, b: SeenView | undefined): boolean {
  return a?.x === b?.x && a?.y === b?.y && a?.width === b?.width && a?.height === b?.height;
}

const isPlace = (raw: unknown): raw is number =>
  typeof raw === 'number' && Number.isInteger(raw) && Math.abs(raw) <= LIMITS.coordinate;
const isExtent = (raw: unknown): raw is number => isPlace(raw) && raw > 0;
