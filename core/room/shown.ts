import { type ElementId, isElementId } from '../board/ids.ts';
import { LIMITS } from '../contract/limits.ts';
import type { WireValue } from '../wire/wire-value.ts';
import { isSameView, readSeenView, type SeenView } from './seen-view.ts';

/** [PRS-5] What a member shows the others besides the pointer. It is presence: it is never on the board. */
export interface Shown {
  /** The pointer is a laser: it leaves a trail that fades. */
  readonly laser: boolean;
  /** What the member has selected, or the first of it. */
  readonly selected: readonly ElementId[];
  /** The part of the board that the member's window shows; absent while it is not known. */
  readonly view?: SeenView;
}

export const NOTHING_SHOWN: Shown = Object.freeze({ laser: false, selected: [] });

/** `[laser, id, id …]` or `[laser, [x, y, width, height], id, id …]`, laser 0 or 1. */
export function encodeShown({ laser, selected, view }: Shown): WireValue[] {
  const seen = view ? [[view.x, view.y, view.width, view.height]] : [];
  return [laser ? 1 : 0, ...seen, ...selected.slice(0, LIMITS.shownElements)];
}

export function readShown(raw: unknown): Shown | undefined {
  if (!Array.isArray(raw)) return undefined;
  const [laser, second, ...more]: readonly unknown[] = raw;
  const view = Array.isArray(second) ? readSeenView(second) : undefined;
  const selected = view || second === undefined ? more : [second, ...more];
  if ((laser !== 0 && laser !== 1) || selected.length > LIMITS.shownElements || !selected.every(isElementId)) return undefined;
  return { laser: laser === 1, selected, ...(view ? { view } : {}) };
}

export function isSameShown(a: Shown, b: Shown): boolean {
  const isSameLength = a.selected.length === b.selected.length;
  return a.laser === b.laser && isSameLength && isSameView(a.view, b.view) && a.selected.every((id, i) => id === b.selected[i]);
}
