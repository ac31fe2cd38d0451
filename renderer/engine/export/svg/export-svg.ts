import type { Box } from '../../../../core/board/element.ts';
import { InkCache } from '../../ink/ink-cache.ts';
import { SURFACE, type Theme } from '../../palette.ts';
import type { SceneEntry } from '../../scene.ts';
import { type DrawnFrom, drawEntries, withMargin } from '../draw-entries.ts';
import { measureText } from '../measure-text.ts';
import { canvasOf } from '../new-canvas.ts';
import { planPages } from '../plan-pages.ts';
import { RecordingCanvas } from '../recording-canvas.ts';
import { type EncodePicture, markupOf } from './svg-markup.ts';
import { SvgPath, short } from './svg-path.ts';

export interface SvgOptions {
  /** Paper behind the ink, or nothing. */
  readonly background: boolean;
  readonly selectionOnly?: boolean;
}

interface ExportedSvg {
  readonly background: boolean;
  readonly theme: Theme;
  /** Default: a PNG, made with a canvas. */
  readonly encode?: EncodePicture;
  /** What the picture shows, world pixels. Default: all entries, with a margin. */
  readonly box?: Box;
}

export interface PrintPages {
  /** The texts of SVG pictures, one for each page. */
  readonly pages: readonly string[];
  /** Elements outside of all frames, which are on no page. */
  readonly leftOut: number;
}

/** Entries as the text of an SVG picture, one SVG pixel per world pixel. Undefined without entries. */
export async function exportSvg(
  entries: readonly SceneEntry[],
  from: Pick<DrawnFrom, 'board' | 'pictures' | 'clock'>,
  { background, theme, encode = encodePicture, box = withMargin(entries) }: ExportedSvg,
): Promise<string | undefined> {
  if (!box) return undefined;
  const target = new RecordingCanvas(measureText);
  const place = { scale: 1, originX: box.minX, originY: box.minY };
  // Traces outlines as text instead of canvas paths.
  const ink = new InkCache(() => new SvgPath());
  await drawEntries(target, entries, place, { ...from, ink, theme });
  const [width, height] = [box.maxX - box.minX, box.maxY - box.minY].map((side) => short(side));
  const paper = background ? `<rect width="${width}" height="${height}" fill="${SURFACE[theme].paper}"/>\n` : '';
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`;
  return `${head}\n${paper}${markupOf(target.marks, encode)}\n</svg>\n`;
}

/** The pages of the PDF as pictures: ink without paper, in the light theme, whatever the theme is. Undefined without entries. */
export async function printPages(
  entries: readonly SceneEntry[],
  from: Pick<DrawnFrom, 'board' | 'pictures' | 'clock'>,
): Promise<PrintPages | undefined> {
  const plan = planPages(from.board(), entries);
  const pages: string[] = [];
  for (const { entries: shown, box } of plan.pages) {
    const page = await exportSvg(shown, from, { background: false, theme: 'light', box });
    if (page !== undefined) pages.push(page);
  }
  return pages.length === 0 ? undefined : { pages, leftOut: plan.leftOut };
}

/** As PNG, which every reader of SVG supports. */
function encodePicture(image: CanvasImageSource): string {
  return canvasOf(image).canvas.toDataURL('image/png');
}
