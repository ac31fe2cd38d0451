import type { Clock } from '../../../core/base/host.ts';
import type { Board } from '../../../core/board/board.ts';
import type { Box } from '../../../core/board/element.ts';
import { CARD_PICTURE_BYTES } from '../../../core/contract/board-card.ts';
import { InkCache } from '../ink/ink-cache.ts';
import { kindOf } from '../kinds/kind-of.ts';
import { SURFACE, type Theme } from '../palette.ts';
import { compareDepth, type SceneEntry } from '../scene.ts';
import { drawnParts } from '../text/layout/board-texts.ts';
import { boxOfEntries } from './draw-entries.ts';

export interface ThumbnailFrom {
  readonly board: () => Board;
  readonly clock: Clock;
  readonly theme: Theme;
  /** True when the picture must be given up, because a stroke has begun. It can be made later. */
  readonly isOff: () => boolean;
}

/** Pixels of the picture, and of the paper around the ink. */
const THUMBNAIL = { width: 320, height: 200 } as const;
const MARGIN = 12;
/** Ink is drawn at most at this scale, so that a few words do not fill the picture. */
const SCALE_MOST = 1;
/** Points drawn before the page gets a turn: some 3 ms. */
const POINTS_AT_ONCE = 5_000;
/** Decreasing quality, until the picture is small enough. */
const QUALITIES = [0.8, 0.5, 0.25] as const;

/** The place of `box` in the picture: all of it, centred. */
function planThumbnail(box: Box): { readonly scale: number; readonly originX: number; readonly originY: number } {
  const wide = Math.max(1, box.maxX - box.minX);
  const high = Math.max(1, box.maxY - box.minY);
  const scale = Math.min((THUMBNAIL.width - 2 * MARGIN) / wide, (THUMBNAIL.height - 2 * MARGIN) / high, SCALE_MOST);
  return {
    scale,
    originX: ((box.minX + box.maxX) / 2) * scale - THUMBNAIL.width / 2,
    originY: ((box.minY + box.maxY) / 2) * scale - THUMBNAIL.height / 2,
  };
}

/**
 * A small picture of the whole board as WebP, or PNG where the browser makes no WebP. Undefined for an empty board, and when it
 * was given up.
 */
export async function makeThumbnail(entries: Iterable<SceneEntry>, from: ThumbnailFrom): Promise<Uint8Array | undefined> {
  const sorted = [...entries].sort(compareDepth);
  const box = boxOfEntries(sorted);
  if (!box) return undefined;
  const canvas = new OffscreenCanvas(THUMBNAIL.width, THUMBNAIL.height);
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  context.fillStyle = SURFACE[from.theme].paper;
  context.fillRect(0, 0, THUMBNAIL.width, THUMBNAIL.height);
  const place = planThumbnail(box);
  // A cache of its own: outlines for a thumbnail must not replace those of the board.
  const ink = new InkCache();
  let drawn = 0;
  for (const { id } of sorted) {
    if (drawn > POINTS_AT_ONCE) {
      drawn = 0;
      await new Promise<void>((resolve) => void from.clock.after(0, resolve));
      if (from.isOff()) return undefined;
    }
    const element = from.board().get(id);
    if (!element?.alive) continue;
    kindOf(element.kind)?.draw(context, element, place, { board: from.board(), theme: from.theme, ink });
    drawn += drawnParts(from.board(), element) + 1;
  }
  for (const quality of QUALITIES) {
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
    if (blob.size <= CARD_PICTURE_BYTES) return new Uint8Array(await blob.arrayBuffer());
  }
  return undefined;
}
