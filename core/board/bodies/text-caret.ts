import { type RunPiece, shownWithin } from './text-order.ts';

/**
 * Positions in a text that others edit at the same time. The old and the new text are given as their pieces (`textPieces`).
 * Positions are UTF-16 units of the shown text.
 */

/** The caret's new position: after the same unit as before, or where that unit was. */
export function caretNow(before: readonly RunPiece[], now: readonly RunPiece[], caret: number): number {
  const left = unitBefore(before, caret);
  if (!left) return 0;
  let shown = 0;
  for (const { run, from, to, shown: isShown } of now) {
    if (run === left.run && left.unit >= from && left.unit < to) return isShown ? shown + left.unit - from + 1 : shown;
    if (isShown) shown += to - from;
  }
  // The run is gone (another board): the nearest position.
  return Math.min(caret, shown);
}

/** The new positions of the old units `[from, to)`, last range first, without units that were erased since. */
export function rangesNow(
  before: readonly RunPiece[],
  now: readonly RunPiece[],
  from: number,
  to: number,
): readonly (readonly [number, number])[] {
  const wanted = new Map<string, [number, number][]>();
  for (const piece of shownWithin(before, from, to)) {
    const units: [number, number] = [piece.from, piece.to];
    const known = wanted.get(piece.run);
    if (known) known.push(units);
    else wanted.set(piece.run, [units]);
  }
  const ranges: [number, number][] = [];
  let shown = 0;
  for (const piece of now) {
    if (!piece.shown) continue;
    for (const [first, end] of wanted.get(piece.run) ?? []) {
      const start = Math.max(first, piece.from);
      const stop = Math.min(end, piece.to);
      if (start < stop) ranges.push([shown + start - piece.from, shown + stop - piece.from]);
    }
    shown += piece.to - piece.from;
  }
  return ranges.sort((a, b) => b[0] - a[0]);
}

function unitBefore(pieces: readonly RunPiece[], caret: number): { readonly run: string; readonly unit: number } | undefined {
  let left: { readonly run: string; readonly unit: number } | undefined;
  let shown = 0;
  for (const { run, from, to, shown: isShown } of pieces) {
    if (!isShown) continue;
    if (shown >= caret) break;
    left = { run, unit: from + Math.min(caret - shown, to - from) - 1 };
    shown += to - from;
  }
  return left;
}
