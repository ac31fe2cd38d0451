import type { Clock } from '../../../core/base/host.ts';
import type { Board } from '../../../core/board/board.ts';
import type { Box } from '../../../core/board/element.ts';
import { union } from '../geometry.ts';
import type { InkCache } from '../ink/ink-cache.ts';
import { kindOf } from '../kinds/kind-of.ts';
import { SURFACE, type Theme } from '../palette.ts';
import { compareDepth, type SceneEntry } from '../scene.ts';

export interface PictureOptions {
  /** Pixels of the picture per world pixel. Less is used when the picture would be larger than a browser can make. */
  readonly scale: number;
  /** Paper behind the ink, or nothing. */
  readonly background: boolean;
  readonly theme: Theme;
}

/** World pixels of paper around the ink. */
const MARGIN = 24;
/** Bounds of a picture, pixels: what every browser's canvas can hold. */
const SIDE_MOST = 16_384;
const AREA_MOST = 120_000_000;
/** Points drawn before the page gets to breathe. */
const POINTS_AT_ONCE = 40_000;

/** The size and scale of a picture of `box`, within what a canvas can hold. */
export function planPicture(box: Box, wanted: number): { scale: number; width: number; height: number } {
  const wide = box.maxX - box.minX + 2 * MARGIN;
  const high = box.maxY - box.minY + 2 * MARGIN;
  const asked = Number.isFinite(wanted) && wanted > 0 ? wanted : 1;
  const scale = Math.min(asked, SIDE_MOST / wide, SIDE_MOST / high, Math.sqrt(AREA_MOST / (wide * high)));
  return { scale, width: Math.max(1, Math.floor(wide * scale)), height: Math.max(1, Math.floor(high * scale)) };
}

/** Draws entries as a PNG; undefined when there are none. */
export async function exportPicture(
  entries: readonly SceneEntry[],
  from: { readonly board: () => Board; readonly ink: InkCache; readonly clock: Clock },
  options: PictureOptions,
): Promise<Uint8Array | undefined> {
  let box: Box | undefined;
  for (const entry of entries) box = union(box, entry);
  if (!box) return undefined;
  const { scale, width, height } = planPicture(box, options.scale);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser has no 2d canvas');
  if (options.background) {
    context.fillStyle = SURFACE[options.theme].paper;
    context.fillRect(0, 0, width, height);
  }
  const place = { scale, originX: (box.minX - MARGIN) * scale, originY: (box.minY - MARGIN) * scale };
  let drawn = 0;
  for (const entry of [...entries].sort(compareDepth)) {
    if (drawn > POINTS_AT_ONCE) {
      drawn = 0;
      await new Promise<void>((resolve) => void from.clock.after(0, resolve));
    }
    const element = from.board().get(entry.id);
    if (!element?.alive) continue;
    kindOf(element.kind)?.draw(context, element, place, { board: from.board(), theme: options.theme, ink: from.ink });
    drawn += element.pointCount;
  }
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}
