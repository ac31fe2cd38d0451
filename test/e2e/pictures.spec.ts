import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import { pixelsAt } from './board-page.ts';
import { expect, test } from './fixtures.ts';

/** A red square of 40 × 40 pixels, made by the page itself. */
async function redSquare(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 40;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.fillStyle = '#ff0000';
    context.fillRect(0, 0, 40, 40);
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  return Buffer.from(base64, 'base64');
}

/** Colour of the page at a point, `r,g,b`. */
async function colourAt(page: Page, x: number, y: number): Promise<string> {
  return (await pixelsAt(page, { x, y, width: 1, height: 1 })).slice(0, 3).join(',');
}

test('a chosen picture is seen by the other window, is one step of undo, and a newcomer gets it too', { tag: '@app' }, async ({
  hub,
  open,
  expectProblems,
}) => {
  // A picture may be asked for before it is there, and be sent before its element is: both are tried again.
  expectProblems(/status of (404|409) .*\/pictures\//);
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.page.bringToFront();
  const chooser = ana.page.waitForEvent('filechooser');
  // An answer of the page shows that Chromium has heard to hand the chooser over: one that opens before is cancelled at once.
  const buffer = await redSquare(ana.page);
  await ana.page.keyboard.press('9');
  await (await chooser).setFiles({ name: 'red.png', mimeType: 'image/png', buffer });
  await ben.holds(1);
  const { width, height } = ben.page.viewportSize() ?? { width: 0, height: 0 };
  const middle = [Math.round(width / 2), Math.round(height / 2)] as const;
  await expect.poll(() => colourAt(ben.page, ...middle)).toBe('255,0,0');
  await expect.poll(() => ana.fact('Unsent')).toBe('nothing');

  // While it is dragged it is no grey box.
  await ana.page.mouse.move(...middle);
  await ana.page.mouse.down();
  await ana.page.mouse.move(middle[0] + 200, middle[1], { steps: 6 });
  await expect.poll(() => colourAt(ana.page, middle[0] + 205, middle[1] + 5)).toBe('255,0,0');
  // Lets go of it, and takes the pointer off, which the others see.
  await ana.page.keyboard.press('Escape');
  await ana.page.mouse.move(200, 300);
  await ana.page.mouse.up();

  const cleo = await open(hub.link);
  await expect.poll(() => colourAt(cleo.page, ...middle)).toBe('255,0,0');

  await ana.page.keyboard.press('Control+z');
  await ben.holds(0);
  await ana.page.keyboard.press('Control+Shift+z');
  await expect.poll(() => colourAt(ben.page, ...middle)).toBe('255,0,0');
});

/** Drops a file onto the window, as a person does from their folder. */
async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  await page.evaluate(
    ([fileName, base64]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], fileName));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true, bubbles: true }));
    },
    [name, bytes.toString('base64')] as const,
  );
}

/** Whether the board shows the sun's orange and blue and the leaf's green. */
async function showsAlbum(page: Page): Promise<readonly boolean[]> {
  const shot = await page.screenshot({ animations: 'disabled' });
  return page.evaluate(async (base64) => {
    const bitmap = await createImageBitmap(
      new Blob([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], { type: 'image/png' }),
    );
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const pixels = new Uint32Array(context?.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer ?? new ArrayBuffer(0));
    // Alpha, blue, green, red.
    return [0xff148cf0, 0xffdc3c1e, 0xff338811].map((colour) => pixels.includes(colour));
  }, shot.toString('base64'));
}

test('the pictures in an Excalidraw and in a tldraw file come with it, everybody gets them, and an exported scene has them', async ({
  hub,
  open,
  expectProblems,
}) => {
  expectProblems(/status of (404|409) .*\/pictures\//);
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.page.bringToFront();
  const album = await readFile(new URL('../fixtures/files/album.excalidraw', import.meta.url));
  await drop(ana.page, 'album.excalidraw', album);
  await ana.page
    .getByRole('dialog', { name: 'Where should album.excalidraw go?' })
    .getByRole('button', { name: 'Add to this room' })
    .click();
  await expect(ana.page.getByText('5 elements added. 2 images and 1 image that lies on the web were left out.')).toBeVisible();
  await ben.holds(5);
  for (const { page } of [ana, ben]) {
    await page.keyboard.press('Shift+1');
    await expect.poll(() => showsAlbum(page)).toEqual([true, true, true]);
  }
  await expect.poll(() => ana.fact('Unsent')).toBe('nothing');
  expect(await ana.page.evaluate(() => Object.hasOwn(window, 'wasRun'))).toBe(false);

  const started = ana.page.waitForEvent('download');
  await ana.button('Menu').click();
  await ana.page.getByRole('menuitem', { name: 'Export for Excalidraw…' }).click();
  const scene = await readFile(await (await started).path());
  const { elements, files } = JSON.parse(scene.toString()) as { elements: { type: string }[]; files: object };
  expect(elements.filter(({ type }) => type === 'image')).toHaveLength(3);
  expect(Object.keys(files)).toHaveLength(3);

  const cleo = await open(`${hub.server}/`);
  await drop(cleo.page, 'again.excalidraw', scene);
  await expect(cleo.page.getByText('5 elements added.')).toBeVisible();
  await expect.poll(() => showsAlbum(cleo.page)).toEqual([true, true, true]);

  const dora = await open(`${hub.server}/`);
  await drop(dora.page, 'album.tldr', await readFile(new URL('../fixtures/files/album.tldr', import.meta.url)));
  await expect(dora.page.getByText('3 elements added. 1 image and 1 image that lies on the web were left out.')).toBeVisible();
  // The half that is shown is the blue one, and the whole sun has both.
  await expect.poll(() => showsAlbum(dora.page)).toEqual([true, true, true]);
});
