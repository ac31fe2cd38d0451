import type { Clock } from '../../../core/base/host.ts';
import type { Board } from '../../../core/board/board.ts';
import type { Box } from '../../../core/board/element.ts';
import { union } from '../geometry.ts';
import type { InkCache } from '../ink/ink-cache.ts';
import type { Canvas2D, Placement } from '../kinds/kind.ts';
import { kindOf } from '../kinds/kind-of.ts';
import type { Theme } from '../palette.ts';
import { compareDepth, type SceneEntry } from '../scene.ts';

/** World pixels of paper around what is exported. */
export const MARGIN = 24;
/** Points drawn before the page gets to breathe. */
const POINTS_AT_ONCE = 40_000;

export interface DrawnFrom {
  readonly board: () => Board;
  readonly ink: InkCache;
  readonly clock: Clock;
}

export function boxOfEntries(entries: readonly SceneEntry[]): Box | undefined {
  let box: Box | undefined;
  for (const entry of entries) box = union(box, entry);
  return box;
}

/** Draws entries from below to above. */
export async function drawEntries(
  target: Canvas2D,
  entries: readonly SceneEntry[],
  place: Placement,
  { board, ink, clock, theme }: DrawnFrom & { readonly theme: Theme },
): Promise<void> {
  let drawn = 0;
  for (const entry of [...entries].sort(compareDepth)) {
    if (drawn > POINTS_AT_ONCE) {
      drawn = 0;
      await new Promise<void>((resolve) => void clock.after(0, resolve));
    }
    const element = board().get(entry.id);
    if (!element?.alive) continue;
    kindOf(element.kind)?.draw(target, element, place, { board: board(), theme, ink });
    drawn += element.pointCount;
  }
}
