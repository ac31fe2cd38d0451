import { type ElementId, isElementId } from '../board/ids.ts';
import { LIMITS } from '../contract/limits.ts';
import type { WireValue } from '../wire/wire-value.ts';

/** [PRS-5] What a member shows the others besides the pointer. It is presence: it is never on the board. */
export interface Shown {
  /** The pointer is a laser: it leaves a trail that fades. */
  readonly laser: boolean;
  /** What the member has selected, or the first of it. */
  readonly selected: readonly ElementId[];
}

export const NOTHING_SHOWN: Shown = Object.freeze({ laser: false, selected: [] });

/** `[laser, id, id …]`, laser 0 or 1. */
export function encodeShown({ laser, selected }: Shown): WireValue[] {
  return [laser ? 1 : 0, ...selected.slice(0, LIMITS.shownElements)];
}

export function readShown(raw: unknown): Shown | undefined {
  if (!Array.isArray(raw) || raw.length === 0 || raw.length > LIMITS.shownElements + 1) return undefined;
  const [laser, ...selected]: readonly unknown[] = raw;
  if ((laser !== 0 && laser !== 1) || !selected.every(isElementId)) return undefined;
  return { laser: laser === 1, selected };
}

export function isSameShown(a: Shown, b: Shown): boolean {
  const isSameLength = a.selected.length === b.selected.length;
  return a.laser === b.laser && isSameLength && a.selected.every((id, i) => id === b.selected[i]);
}
