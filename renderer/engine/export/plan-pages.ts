import type { Board } from '../../../core/board/board.ts';
import type { Box } from '../../../core/board/element.ts';
import { framesOf } from '../finding.ts';
import type { SceneEntry } from '../scene.ts';
import { withMargin } from './draw-entries.ts';

/** One page: a part of the board, world pixels. */
export interface PagePlan {
  readonly box: Box;
  /** Empty for the whole board. */
  readonly title: string;
  /** What is drawn on it, in any order. */
  readonly entries: readonly SceneEntry[];
}

export interface PagesPlan {
  readonly pages: readonly PagePlan[];
  /** Elements that are on no page. */
  readonly leftOut: number;
}

/** Each frame is a page, in the order of the slides. Without frames everything is one page. */
export function planPages(board: Board, entries: readonly SceneEntry[]): PagesPlan {
  const frames = framesOf(board, { entries: () => entries.values() });
  const whole = withMargin(entries);
  if (!whole) return { pages: [], leftOut: 0 };
  if (frames.length === 0) return { pages: [{ box: whole, title: '', entries }], leftOut: 0 };
  const shown = new Set<SceneEntry>();
  const pages = frames.map(({ title, box }) => {
    const inside = entries.filter((entry) => meets(entry, box));
    for (const entry of inside) shown.add(entry);
    return { box, title, entries: inside };
  });
  return { pages, leftOut: entries.length - shown.size };
}

function meets(a: Box, b: Box): boolean {
  return a.minX < b.maxX && a.maxX > b.minX && a.minY < b.maxY && a.maxY > b.minY;
}
