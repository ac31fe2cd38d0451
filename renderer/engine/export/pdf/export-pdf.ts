import { create } from 'fontkit';
import PDFDocument from 'pdfkit';
import { toBytes } from 'pdfkit/output';
import { InkCache } from '../../ink/ink-cache.ts';
import type { SceneEntry } from '../../scene.ts';
import { type DrawnFrom, drawEntries } from '../draw-entries.ts';
import { type PagePlan, planPages } from '../plan-pages.ts';
import { fontParts, type Mark, RecordingCanvas, type SetLine } from '../recording-canvas.ts';
import { SvgPath } from '../svg/svg-path.ts';
import type { NamedFont, ReadFontFiles } from './font-runs.ts';
import { type FontsOf, type PageMeans, PageWriter } from './page-writer.ts';

export interface PdfOptions {
  readonly title: string;
  readonly fontFiles: ReadFontFiles;
}

export interface PdfExport {
  readonly bytes: Uint8Array;
  readonly pages: number;
  /** Elements outside of all frames, which are on no page. */
  readonly leftOut: number;
}

export interface PdfFrom extends Pick<DrawnFrom, 'board' | 'pictures' | 'clock'> {
  readonly means: PageMeans;
}

/** Points of a page per world pixel: 72 and 96 an inch. */
const POINTS = 0.75;
/** Longest side of a page that readers accept, points. */
const SIDE_MOST = 14_400;

/** Entries as a PDF on white paper, in the light theme, whatever the theme is. Undefined without entries. */
export async function exportPdf(
  entries: readonly SceneEntry[],
  from: PdfFrom,
  { title, fontFiles }: PdfOptions,
): Promise<PdfExport | undefined> {
  const { pages, leftOut } = planPages(from.board(), entries);
  if (pages.length === 0) return undefined;
  // Traces outlines as text instead of canvas paths, once for all pages.
  const ink = new InkCache(() => new SvgPath());
  // At once: when the pages are written, a decoded picture may have made room for another one.
  const encoded = new Map<CanvasImageSource, ReturnType<PageMeans['encode']>>();
  const encode = (image: CanvasImageSource): ReturnType<PageMeans['encode']> => {
    const known = encoded.get(image) ?? from.means.encode(image);
    encoded.set(image, known);
    return known;
  };
  const drawn: { readonly page: PagePlan; readonly scale: number; readonly marks: readonly Mark[] }[] = [];
  for (const page of pages) {
    const { minX, minY, maxX, maxY } = page.box;
    const scale = Math.min(POINTS, SIDE_MOST / Math.max(maxX - minX, maxY - minY, 1));
    const target = new RecordingCanvas(from.means.measure, encode);
    const place = { scale: 1, originX: minX, originY: minY };
    await drawEntries(target, page.entries, place, { ...from, ink, pictureScale: Number.POSITIVE_INFINITY, theme: 'light' });
    drawn.push({ page, scale, marks: target.marks });
  }
  const document = new PDFDocument({
    autoFirstPage: false,
    font: null,
    pdfVersion: '1.7',
    displayTitle: true,
    info: { Title: title, Creator: 'Inkroom', Producer: 'Inkroom', CreationDate: new Date(from.clock.now()) },
  });
  const fontsOf = await readFonts(
    document,
    drawn.flatMap(({ marks }) => marks),
    fontFiles,
  );
  const writer = new PageWriter(document, { ...from.means, encode });
  const bytes = toBytes(document);
  for (const { page, scale, marks } of drawn) {
    const [width, height] = [(page.box.maxX - page.box.minX) * scale, (page.box.maxY - page.box.minY) * scale];
    document.addPage({ size: [width, height], margin: 0 });
    if (page.title !== '') document.outline.addItem(page.title);
    document.transform(scale, 0, 0, scale, 0, 0);
    writer.write(marks, fontsOf);
  }
  document.end();
  return { bytes: await bytes, pages: pages.length, leftOut };
}

/** Reads the files of each font once, with the characters of all its lines. */
async function readFonts(document: PDFDocument, marks: readonly Mark[], fontFiles: ReadFontFiles): Promise<FontsOf> {
  const keyOf = ({ font }: SetLine): string => {
    const { families, weight } = fontParts(font);
    return `${weight} ${families}`;
  };
  const needed = new Map<string, { readonly mark: SetLine; readonly characters: Set<string> }>();
  for (const mark of marks) {
    if (mark.is !== 'text') continue;
    const need = needed.get(keyOf(mark)) ?? { mark, characters: new Set<string>() };
    for (const sign of mark.text) need.characters.add(sign);
    needed.set(keyOf(mark), need);
  }
  const fonts = new Map<string, readonly NamedFont[]>();
  for (const [key, { mark, characters }] of needed) {
    const { families, weight } = fontParts(mark.font);
    const files = await fontFiles(families, weight, characters);
    const named = files.map((file, i) => ({ name: `${key} ${i}`, font: create(file) }));
    for (const { name, font } of named) document.registerFont(name, font);
    fonts.set(key, named);
  }
  return (mark) => fonts.get(keyOf(mark)) ?? [];
}
