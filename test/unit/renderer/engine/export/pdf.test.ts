import { readFile } from 'node:fs/promises';
import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, test } from 'vitest';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { exportPdf, type PdfExport } from '../../../../../renderer/engine/export/pdf/export-pdf.ts';
import type { ReadFontFiles } from '../../../../../renderer/engine/export/pdf/font-runs.ts';
import type { PageMeans } from '../../../../../renderer/engine/export/pdf/page-writer.ts';
import { Scene } from '../../../../../renderer/engine/scene.ts';
import { unpackWoff } from '../../../../../renderer/files/fonts/unpack-woff.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { LocalBoard } from '../local-board.ts';

const FONTS = new URL('../../../../../node_modules/@fontsource/', import.meta.url);
/** One pixel that shows through. */
const PIXEL = { width: 1, height: 1, data: Uint8ClampedArray.of(20, 120, 60, 128) } as const;

async function fontFile(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(new URL(name, FONTS)));
}

interface Made {
  readonly pdf: PdfExport | undefined;
  readonly painted: readonly string[];
}

const interFiles: ReadFontFiles = async (families, weight) =>
  families.startsWith('"Inter Variable"')
    ? [await unpackWoff(await fontFile(`inter/files/inter-latin-${weight || '400'}-normal.woff`))]
    : [];

async function made(board: LocalBoard, fontFiles = interFiles): Promise<Made> {
  const scene = new Scene(() => board.board());
  scene.reset();
  const painted: string[] = [];
  const means: PageMeans = {
    measure: (_font, text) => ({ width: text.length * 8 }) as TextMetrics,
    encode: () => PIXEL,
    paintText({ text }) {
      painted.push(text);
      return { pixels: PIXEL, left: 0, above: 10, w: 20, h: 12 };
    },
  };
  const pdf = await exportPdf(
    [...scene.entries()],
    { board: () => board.board(), clock: new FakeClock(), means },
    {
      title: 'Kitchen',
      fontFiles,
    },
  );
  return { pdf, painted };
}

interface ReadPage {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly string[];
  readonly paths: number;
  readonly pictures: number;
}

async function read(
  pdf: PdfExport | undefined,
): Promise<{ pages: ReadPage[]; outline: string[]; title: unknown; fonts: string[] }> {
  const reading = getDocument({ data: pdf?.bytes.slice() ?? new Uint8Array(), verbosity: 0 });
  const document = await reading.promise;
  const pages: ReadPage[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    const { fnArray } = await page.getOperatorList();
    pages.push({
      width,
      height,
      texts: items.flatMap((item) => ('str' in item && item.str !== '' ? [item.str] : [])),
      paths: fnArray.filter((code) => code === OPS.constructPath).length,
      pictures: fnArray.filter((code) => code === OPS.paintImageXObject || code === OPS.paintInlineImageXObject).length,
    });
  }
  const outline = (await document.getOutline()) ?? [];
  const { info } = await document.getMetadata();
  const title = 'Title' in info ? info.Title : undefined;
  await reading.destroy();
  return { pages, outline: outline.map((entry) => entry.title), title, fonts: embeddedIn(pdf) };
}

/** Names of the fonts whose outlines are in the file. */
function embeddedIn(pdf: PdfExport | undefined): string[] {
  const text = Buffer.from(pdf?.bytes ?? []).toString('latin1');
  const fonts = text.matchAll(/\/Type \/FontDescriptor\s+\/FontName \/[A-Z]{6}\+([\w-]+)([^>]*)>>/g);
  return Array.from(fonts, ([, name = '', rest = '']) => (rest.includes('/FontFile2') ? name : `${name} is missing`));
}

const box = (x: number, y: number, w: number, h: number) => ({ x: x * 16, y: y * 16, w: w * 16, h: h * 16 });

describe('a PDF of a board', () => {
  test('is one page that fits, with lines as lines', async () => {
    const board = new LocalBoard();
    board.put(ElementKind.rectangle, box(100, 50, 200, 100));
    board.stroke([
      [120, 60],
      [180, 90],
    ]);
    const { pages, title, outline } = await read((await made(board)).pdf);
    // The box, half a line more, and the paper around it; three quarters of a point for each pixel.
    expect(pages).toHaveLength(1);
    expect(pages[0]?.width).toBeCloseTo((200 + 2 + 48) * 0.75, 3);
    expect(pages[0]?.height).toBeCloseTo((100 + 2 + 48) * 0.75, 3);
    expect(pages[0]).toMatchObject({ paths: 2, pictures: 0 });
    expect([title, outline]).toEqual(['Kitchen', []]);
  });

  test('has a page for each frame, in the order of the slides, and counts what is on none', async () => {
    const board = new LocalBoard();
    board.put(ElementKind.frame, { ...box(1_000, 0, 400, 300), title: 'Second' });
    board.put(ElementKind.frame, { ...box(0, 0, 800, 600), title: 'First' });
    board.put(ElementKind.frame, { ...box(100, 400, 80, 40), title: 'Inside' });
    board.put(ElementKind.rectangle, box(1_100, 100, 50, 50));
    board.put(ElementKind.ellipse, box(5_000, 100, 50, 50));
    const { pdf } = await made(board);
    expect(pdf).toMatchObject({ pages: 3, leftOut: 1 });
    const { pages, outline, fonts } = await read(pdf);
    expect(pages.map(({ width, height }) => [width, height])).toEqual([
      [600, 450],
      [300, 225],
      [60, 30],
    ]);
    expect(outline).toEqual(['First', 'Second', 'Inside']);
    // The title of the page stands above it, that of a frame on it is there.
    expect(pages[0]?.texts).toEqual(['Inside']);
    expect(fonts).toEqual(['Inter-Medium']);
    // The sheet and its border, and the rectangle.
    expect(pages[1]?.paths).toBe(3);
  });

  test('shows a line that no font file can set as a picture', async () => {
    const board = new LocalBoard();
    board.put(ElementKind.frame, { ...box(0, 0, 400, 300), title: '日本' });
    const { pdf, painted } = await made(board);
    expect(painted).toEqual(['日本']);
    const { pages } = await read(pdf);
    expect(pages[0]).toMatchObject({ pictures: 1, texts: [] });
  });

  test('of a board wider than a page may be is smaller', async () => {
    const board = new LocalBoard();
    board.put(ElementKind.rectangle, box(0, 0, 40_000, 100));
    const { pages } = await read((await made(board)).pdf);
    expect(pages[0]?.width).toBeCloseTo(14_400, 1);
  });

  test('of an empty board is not made', async () => {
    expect((await made(new LocalBoard())).pdf).toBeUndefined();
  });
});

test('a font file whose last glyph is empty sets its ligatures, and a broken one is refused', async () => {
  const file = await fontFile('jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff');
  const board = new LocalBoard();
  board.put(ElementKind.frame, { ...box(0, 0, 400, 300) });
  board.put(ElementKind.frame, { ...box(20, 60, 200, 100), title: 'x => y' });
  const { pdf, painted } = await made(board, async () => [await unpackWoff(file)]);
  expect(painted).toEqual([]);
  expect((await read(pdf)).fonts).toEqual(['JetBrainsMono-Regular']);
  await expect(unpackWoff(file.slice(0, 2_000))).rejects.toThrow('damaged');
  await expect(unpackWoff(new Uint8Array(100))).rejects.toThrow('not a WOFF file');
});
