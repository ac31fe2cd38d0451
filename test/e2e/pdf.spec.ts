import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import type { BoardPage } from './board-page.ts';
import { expect, test } from './fixtures.ts';
import { rasterisePdf } from './pdf-raster.ts';
import { softCompare } from './soft-compare.ts';

/** Pixels of a PNG per world pixel, and of a page's point. */
const PIXELS = 2;
const POINT = PIXELS / 0.75;

async function download(board: BoardPage, item: string): Promise<Buffer> {
  const started = board.page.waitForEvent('download');
  await board.button('Menu').click();
  await board.page.getByRole('menuitem', { name: item }).click();
  return readFile(await (await started).path());
}

/** Drops a text file, or a picture that the page makes: a disc that shows through. */
async function drop(page: Page, name: string, text?: string): Promise<void> {
  await page.evaluate(
    async ([fileName, content]) => {
      const canvas = new OffscreenCanvas(120, 90);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no 2d context');
      context.fillStyle = 'rgba(20, 120, 60, 0.6)';
      context.arc(60, 45, 40, 0, 7);
      context.fill();
      const data = new DataTransfer();
      const bytes = content ?? (await canvas.convertToBlob({ type: 'image/png' }));
      data.items.add(new File([bytes], fileName, { type: content === undefined ? 'image/png' : '' }));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true, bubbles: true }));
    },
    [name, text] as const,
  );
}

/** An Excalidraw drawing of our own: a text in each of our fonts and scripts, shapes, a turned one. */
function drawing(): string {
  const base = { angle: 0, strokeColor: '#1e1e1e', backgroundColor: 'transparent', fillStyle: 'solid', strokeWidth: 2 };
  const more = { strokeStyle: 'solid', roughness: 0, opacity: 100, groupIds: [], isDeleted: false, seed: 1, version: 1 };
  const text = (id: string, y: number, fontFamily: number, words: string) => ({
    ...base,
    ...more,
    id,
    type: 'text',
    x: 40,
    y,
    width: 420,
    height: 30,
    text: words,
    fontSize: 24,
    fontFamily,
    textAlign: 'left',
    verticalAlign: 'top',
  });
  const shape = (id: string, type: string, x: number, y: number, values: object) => ({
    ...base,
    ...more,
    id,
    type,
    x,
    y,
    width: 140,
    height: 90,
    ...values,
  });
  return JSON.stringify({
    type: 'excalidraw',
    version: 2,
    source: 'test',
    elements: [
      text('t1', 40, 2, 'Water -> kettle, AVATAR fi'),
      text('t2', 80, 1, 'By hand: öäü ß č €'),
      text('t3', 120, 3, 'const x => y != 0'),
      text('t4', 160, 2, 'Чайник и Ελλάδα'),
      text('t5', 200, 2, 'שלום עולם, 日本語'),
      shape('r', 'rectangle', 40, 260, { backgroundColor: '#ffc9c9', opacity: 50 }),
      shape('e', 'ellipse', 220, 260, { strokeStyle: 'dashed', angle: 0.5, backgroundColor: '#a5d8ff', fillStyle: 'hachure' }),
      shape('d', 'diamond', 400, 260, { strokeStyle: 'dotted' }),
      shape('s', 'rectangle', 400, 40, { roughness: 2, backgroundColor: '#b2f2bb', fillStyle: 'cross-hatch' }),
    ],
    files: {},
  });
}

test('a PDF looks like the PNG of the same board, and has its texts as texts', async ({ hub, open }, info) => {
  test.skip(info.project.name === 'desktop', 'the desktop asks with native dialogs, which test/unit/main covers');
  const ana = await open(hub.link);
  await drop(ana.page, 'scripts.excalidraw', drawing());
  await expect(ana.page.getByText(/ elements added/)).toBeVisible();
  await drop(ana.page, 'disc.png');
  await ana.holds(10);
  await ana.draw({ x: 500, y: 600 }, { x: 600, y: 560 }, { x: 700, y: 610 });
  const [png, pdf] = [await download(ana, 'Export as PNG…'), await download(ana, 'Export as PDF…')];
  await info.attach('board.pdf', { body: pdf, contentType: 'application/pdf' });
  await info.attach('board.png', { body: png, contentType: 'image/png' });
  await expect(ana.page.getByText(/^Your browser is downloading .*\.pdf\.$/)).toBeVisible();
  const [page, ...others] = await rasterisePdf(ana.page, pdf, POINT);
  if (!page) throw new Error('the PDF has no page');
  await info.attach('page.png', { body: page, contentType: 'image/png' });
  expect(others).toEqual([]);
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  expect(Math.abs(page.readUInt32BE(16) - width)).toBeLessThanOrEqual(1);
  expect(Math.abs(page.readUInt32BE(20) - height)).toBeLessThanOrEqual(1);
  const { differing, inked } = await softCompare(ana.page, page, png);
  expect(inked).toBeGreaterThan(2_000);
  expect(differing).toBeLessThan(0.06);
});

test('frames are the pages of a PDF and of a print, and what lies on none is told', async ({ hub, open }, info) => {
  test.skip(info.project.name === 'desktop', 'the desktop asks with native dialogs, which test/unit/main covers');
  const ana = await open(hub.link);
  await ana.tool('Frame').click();
  await ana.drag({ x: 200, y: 200 }, { x: 500, y: 400 });
  await ana.tool('Frame').click();
  await ana.drag({ x: 600, y: 200 }, { x: 800, y: 400 });
  await ana.draw({ x: 250, y: 250 }, { x: 450, y: 350 });
  await ana.draw({ x: 900, y: 500 }, { x: 1000, y: 550 });
  const pdf = await download(ana, 'Export as PDF…');
  await info.attach('frames.pdf', { body: pdf, contentType: 'application/pdf' });
  await expect(
    ana.page.getByText(/^Your browser is downloading .*\.pdf, 2 pages\. 1 element outside of the frames was left out\.$/),
  ).toBeVisible();
  const pages = await rasterisePdf(ana.page, pdf, 1 / 0.75);
  expect(pages.map((page) => [page.readUInt32BE(16), page.readUInt32BE(20)])).toEqual([
    [300, 200],
    [200, 200],
  ]);

  await ana.page.evaluate(() => {
    window.print = () => {};
  });
  await ana.page.keyboard.press('Control+p');
  await expect(ana.page.getByText('1 element outside of the frames was left out.', { exact: true })).toBeVisible();
  const sheets = ana.page.locator('.print-sheet > svg');
  await expect(sheets).toHaveCount(2);
  expect(await sheets.evaluateAll((svgs) => svgs.map((svg) => svg.getAttribute('viewBox')))).toEqual([
    '0 0 300 200',
    '0 0 200 200',
  ]);
  const printed = await ana.page.pdf();
  await info.attach('printed.pdf', { body: printed, contentType: 'application/pdf' });
  expect(await rasterisePdf(ana.page, printed, 1)).toHaveLength(2);
});
