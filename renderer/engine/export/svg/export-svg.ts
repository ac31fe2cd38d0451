import { InkCache } from '../../ink/ink-cache.ts';
import { SURFACE, type Theme } from '../../palette.ts';
import type { SceneEntry } from '../../scene.ts';
import { boxOfEntries, type DrawnFrom, drawEntries, MARGIN } from '../draw-entries.ts';
import { SvgCanvas } from './svg-canvas.ts';
import { SvgPath, short } from './svg-path.ts';

export interface SvgOptions {
  /** Paper behind the ink, or nothing. */
  readonly background: boolean;
  readonly selectionOnly?: boolean;
  /** Default: the current theme. */
  readonly theme?: Theme;
}

/** Entries as the text of an SVG picture, one SVG pixel per world pixel. Undefined without entries. */
export async function exportSvg(
  entries: readonly SceneEntry[],
  from: Pick<DrawnFrom, 'board' | 'pictures' | 'clock'>,
  { background, theme }: { readonly background: boolean; readonly theme: Theme },
): Promise<string | undefined> {
  const box = boxOfEntries(entries);
  if (!box) return undefined;
  const target = new SvgCanvas({ measure: measureText, encode: encodePicture });
  const place = { scale: 1, originX: box.minX - MARGIN, originY: box.minY - MARGIN };
  // Traces outlines as text instead of canvas paths.
  const ink = new InkCache(() => new SvgPath());
  await drawEntries(target, entries, place, { ...from, ink, theme });
  const [width, height] = [box.maxX - box.minX + 2 * MARGIN, box.maxY - box.minY + 2 * MARGIN].map((side) => short(side));
  const paper = background ? `<rect width="${width}" height="${height}" fill="${SURFACE[theme].paper}"/>\n` : '';
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`;
  return `${head}\n${paper}${target.markup}\n</svg>\n`;
}

/** As PNG, which every reader of SVG supports. */
function encodePicture(image: CanvasImageSource): string {
  const canvas = document.createElement('canvas');
  if ('width' in image && typeof image.width === 'number' && typeof image.height === 'number') {
    canvas.width = image.width;
    canvas.height = image.height;
  }
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  return canvas.toDataURL('image/png');
}

function measureText(font: string, text: string): TextMetrics {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (!context) throw new Error('this browser has no 2d canvas');
  context.font = font;
  return context.measureText(text);
}
