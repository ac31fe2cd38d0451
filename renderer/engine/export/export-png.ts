import type { Box } from '../../../core/board/element.ts';
import { SURFACE, type Theme } from '../palette.ts';
import type { SceneEntry } from '../scene.ts';
import { boxOfEntries, type DrawnFrom, drawEntries, MARGIN } from './draw-entries.ts';

export interface PictureOptions {
  /** Pixels of the picture per world pixel. Reduced when the picture would exceed a browser's limits. */
  readonly scale: number;
  /** Paper behind the ink, or nothing. */
  readonly background: boolean;
  readonly theme: Theme;
  /** Bounds of the picture, world pixels. Undefined: around the entries, with a margin. */
  readonly crop?: Box | undefined;
}

/** Largest picture, pixels: a size that every browser's canvas supports. */
const SIDE_MOST = 16_384;
const AREA_MOST = 120_000_000;

/** The size and scale of a picture of `box`, within the limits of a canvas. */
export function planPicture(box: Box, wanted: number, margin = MARGIN): { scale: number; width: number; height: number } {
  const wide = box.maxX - box.minX + 2 * margin;
  const high = box.maxY - box.minY + 2 * margin;
  const asked = Number.isFinite(wanted) && wanted > 0 ? wanted : 1;
  const scale = Math.min(asked, SIDE_MOST / wide, SIDE_MOST / high, Math.sqrt(AREA_MOST / (wide * high)));
  return { scale, width: Math.max(1, Math.floor(wide * scale)), height: Math.max(1, Math.floor(high * scale)) };
}

/** The scale that a picture of these entries would have. Undefined without entries. */
export function pictureScale(entries: readonly SceneEntry[], crop: Box | undefined, wanted: number): number | undefined {
  return planEntries(entries, crop, wanted)?.scale;
}

/** The plan of a picture of these entries. `left` and `top`: its corner, world pixels. */
function planEntries(entries: readonly SceneEntry[], crop: Box | undefined, wanted: number) {
  const around = boxOfEntries(entries);
  if (!around) return undefined;
  const [box, margin] = crop ? [crop, 0] : [around, MARGIN];
  return { ...planPicture(box, wanted, margin), left: box.minX - margin, top: box.minY - margin };
}

/** Draws entries as a PNG. Undefined without entries. */
export async function exportPicture(
  entries: readonly SceneEntry[],
  from: DrawnFrom,
  options: PictureOptions,
): Promise<Uint8Array | undefined> {
  const plan = planEntries(entries, options.crop, options.scale);
  if (!plan) return undefined;
  const { scale, width, height, left, top } = plan;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser has no 2d canvas');
  if (options.background) {
    context.fillStyle = SURFACE[options.theme].paper;
    context.fillRect(0, 0, width, height);
  }
  const place = { scale, originX: left * scale, originY: top * scale };
  await drawEntries(context, entries, place, { ...from, theme: options.theme });
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}
