import { InkCache } from '../../ink/ink-cache.ts';
import { SURFACE, type Theme } from '../../palette.ts';
import type { SceneEntry } from '../../scene.ts';
import { boxOfEntries, type DrawnFrom, drawEntries, MARGIN } from '../draw-entries.ts';
import { measureText } from '../measure-text.ts';
import { canvasOf } from '../new-canvas.ts';
import { RecordingCanvas } from '../recording-canvas.ts';
import { type EncodePicture, markupOf } from './svg-markup.ts';
import { SvgPath, short } from './svg-path.ts';

export interface SvgOptions {
  /** Paper behind the ink, or nothing. */
  readonly background: boolean;
  readonly selectionOnly?: boolean;
  /** Default: the current theme. */
  readonly theme?: Theme;
}

interface ExportedSvg {
  readonly background: boolean;
  readonly theme: Theme;
  /** Default: a PNG, made with a canvas. */
  readonly encode?: EncodePicture;
}

/** Entries as the text of an SVG picture, one SVG pixel per world pixel. Undefined without entries. */
export async function exportSvg(
  entries: readonly SceneEntry[],
  from: Pick<DrawnFrom, 'board' | 'pictures' | 'clock'>,
  { background, theme, encode = encodePicture }: ExportedSvg,
): Promise<string | undefined> {
  const box = boxOfEntries(entries);
  if (!box) return undefined;
  const target = new RecordingCanvas(measureText);
  const place = { scale: 1, originX: box.minX - MARGIN, originY: box.minY - MARGIN };
  // Traces outlines as text instead of canvas paths.
  const ink = new InkCache(() => new SvgPath());
  await drawEntries(target, entries, place, { ...from, ink, theme });
  const [width, height] = [box.maxX - box.minX + 2 * MARGIN, box.maxY - box.minY + 2 * MARGIN].map((side) => short(side));
  const paper = background ? `<rect width="${width}" height="${height}" fill="${SURFACE[theme].paper}"/>\n` : '';
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`;
  return `${head}\n${paper}${markupOf(target.marks, encode)}\n</svg>\n`;
}

/** As PNG, which every reader of SVG supports. */
function encodePicture(image: CanvasImageSource): string {
  return canvasOf(image).canvas.toDataURL('image/png');
}
