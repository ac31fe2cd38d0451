import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright/test';
import { axeFindsEverywhere } from './axe.ts';
import { comparePixels, sameBoard } from './board-page.ts';
import { expect, test } from './fixtures.ts';
import { openedBy } from './next-window.ts';

const fixture = (name: string): Promise<Buffer> => readFile(new URL(`../fixtures/files/${name}`, import.meta.url));

/** Drops a file onto the middle of the window, as a person does from their folder. */
async function drop(page: Page, name: string): Promise<void> {
  const bytes = (await fixture(name)).toString('base64');
  await page.evaluate(
    ([fileName, base64]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], fileName));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true, bubbles: true }));
    },
    [name, bytes] as const,
  );
}

/** Pastes what another app has copied. */
async function paste(page: Page, data: { readonly html?: string; readonly text?: string }): Promise<void> {
  await page.evaluate(({ html = '', text = '' }) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', html);
    clipboardData.setData('text/plain', text);
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true }));
  }, data);
}

test('a dropped drawing opens on an empty board, everyone sees it, and undo takes it back as one step', { tag: '@app' }, async ({
  hub,
  open,
  witness,
}) => {
  const ana = await open(hub.link);
  await drop(ana.page, 'garden.excalidraw');
  await expect(ana.page.getByText('11 elements added. 1 image, 1 web page,')).toBeVisible();
  const ben = await witness(hub.link);
  await ben.holds(11);
  await sameBoard(ana, ben);
  await ana.page.keyboard.press('Control+z');
  await ben.holds(0);
});

test('in a room with others a drawing asks where it goes', { tag: '@app' }, async ({ hub, open, appOf }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await expect(ana.button('1 other person in this room')).toBeVisible();
  await drop(ana.page, 'two-pages.tldr');
  const dialog = ana.page.getByRole('dialog', { name: 'Where should two-pages.tldr go?' });
  await expect(dialog).toBeVisible();
  expect(await axeFindsEverywhere(ana.page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Add to this room' }).click();
  await ben.holds(4);
  await drop(ana.page, 'two-pages.tldr');
  const own = await openedBy(appOf(ana), ana, () => dialog.getByRole('button', { name: 'Open as a new board' }).click());
  await own.live();
  await own.holds(4);
  await ben.holds(4);
  expect(await own.fact('Fingerprint')).not.toBe(await ben.fact('Fingerprint'));
});

test('a broken file is one sentence, and the board stays', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await drop(ana.page, 'newer.tldr');
  await expect(ana.page.getByText('newer.tldr: This file was made by a newer version')).toBeVisible();
  await ana.holds(0);
});

test('damaged files that are dropped together are one sentence, and none of them opens a window', { tag: '@app' }, async ({
  hub,
  open,
  appOf,
}) => {
  const ana = await open(hub.link);
  const app = appOf(ana);
  test.skip(app === undefined, 'a tab takes one board at a time');
  await ana.draw({ x: 300, y: 300 }, { x: 400, y: 320 });
  await ana.holds(1);
  await ana.page.evaluate(() => {
    const data = new DataTransfer();
    const board = Uint8Array.of(0x49, 0x4e, 0x4b, 0x52, 3, 0, 0, 0, 0, 0x94);
    data.items.add(new File([board], 'plan.inkroom'));
    data.items.add(new File(['{ "tldrawFileFormat'], 'sketch.tldr'));
    data.items.add(new File([board], 'garden.inkroom'));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true, bubbles: true }));
  });
  await expect(
    ana.page.getByText(/^plan\.inkroom, sketch\.tldr,? and garden\.inkroom are damaged and cannot be read\./),
  ).toBeVisible();
  await expect(ana.page.getByRole('button', { name: 'Dismiss' })).toHaveCount(1);
  expect(app?.windows()).toHaveLength(1);
  await ana.holds(1);
});

test('what is copied is pasted under the pointer, here and in another window, and cut goes', { tag: '@app' }, async ({
  hub,
  open,
  witness,
}) => {
  const [ana, ben] = [await open(hub.link), await witness(hub.link)];
  await ana.draw({ x: 300, y: 300 }, { x: 400, y: 300 });
  await ben.holds(1);
  await ana.page.keyboard.press('v');
  await ana.page.mouse.click(350, 300);
  await ana.page.keyboard.press('Control+c');
  await ana.page.mouse.move(500, 500);
  await ana.page.keyboard.press('Control+v');
  await expect(ana.page.getByText('1 element added.')).toBeVisible();
  await ben.holds(2);
  await ana.page.keyboard.press('Control+x');
  await ben.holds(1);
  await sameBoard(ana, ben);
});

test('Excalidraw’s and tldraw’s clipboards are pasted', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await paste(ana.page, { text: (await fixture('garden.excalidraw-clipboard.json')).toString() });
  await ana.holds(4);
  await paste(ana.page, { html: (await fixture('kitchen-clipboard-v3.html')).toString(), text: 'Kettle' });
  await ana.holds(17);
});

test('the SVG picture of a board is the PNG picture, and printing prints it', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await drop(ana.page, 'garden.excalidraw');
  await ana.holds(11);
  const download = async (item: string): Promise<Download> => {
    const started = ana.page.waitForEvent('download');
    await ana.button('Menu').click();
    await ana.page.getByRole('menuitem', { name: item }).click();
    return started;
  };
  const [png, svg] = [await download('Export as PNG…'), await download('Export as SVG…')];
  expect([png, svg].map((one) => one.suggestedFilename().split('.').at(-1))).toEqual(['png', 'svg']);
  const picture = await readFile(await png.path());
  const rasterised = await ana.page.evaluate(
    async ([text, width, height]) => {
      const image = new Image();
      image.src = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
      await image.decode();
      const [wide, high] = (/viewBox="0 0 ([^"]+)"/.exec(text)?.[1] ?? '').split(' ').map(Number);
      const canvas = document.createElement('canvas');
      canvas.width = width;
      canvas.height = height;
      canvas.getContext('2d')?.drawImage(image, 0, 0, 2 * Number(wide), 2 * Number(high));
      return canvas.toDataURL('image/png').split(',')[1] ?? '';
    },
    [(await readFile(await svg.path())).toString(), picture.readUInt32BE(16), picture.readUInt32BE(20)] as const,
  );
  const { differing, inked } = await comparePixels(ana.page, picture, Buffer.from(rasterised, 'base64'));
  expect(inked).toBeGreaterThan(5_000);
  expect(differing).toBeLessThan(inked * 0.02);

  const scene = await download('Export for Excalidraw…');
  expect(scene.suggestedFilename()).toMatch(/\.excalidraw$/);
  expect(JSON.parse((await readFile(await scene.path())).toString())).toMatchObject({ type: 'excalidraw', version: 2 });

  // The browser's own command knows no picture.
  await ana.page.emulateMedia({ media: 'print' });
  await expect(ana.page.locator('.chrome')).toBeHidden();
  await ana.page.emulateMedia({ media: 'screen' });
  await ana.page.evaluate(() => {
    window.print = () => {};
  });
  await ana.page.keyboard.press('Control+p');
  const sheet = ana.page.locator('.print-sheet > svg');
  await expect(sheet).toHaveCount(1);
  await ana.page.emulateMedia({ media: 'print' });
  await expect(sheet).toBeVisible();
  await expect(ana.page.locator('#chrome')).toBeHidden();
  await ana.page.emulateMedia({ media: 'screen' });
  await ana.page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(sheet).toHaveCount(0);
});

test('a picture of a board too large to be read asks which part it shall show', async ({ hub, open, appOf }) => {
  const ana = await open(hub.link);
  test.skip(appOf(ana) !== undefined, 'the same question; a download shows the picture’s size');
  const ben = await open(`${hub.link}?view=200000,0,1000,700`);
  await ana.draw({ x: 300, y: 300 }, { x: 340, y: 300 });
  await ben.draw({ x: 300, y: 300 }, { x: 340, y: 300 });
  await ana.holds(2);
  await ana.page.keyboard.press('Control+Shift+e');
  const question = ana.page.getByRole('dialog', { name: 'Which part of the board?' });
  await expect(question.getByRole('button', { name: 'The selection' })).toHaveCount(0);
  const download = ana.page.waitForEvent('download');
  await question.getByRole('button', { name: 'What I see now' }).click();
  const path = await (await download).path();
  // Width and height stand in the first chunk of a PNG.
  const head = (await readFile(path)).subarray(16, 24);
  const { width, height } = ana.page.viewportSize() ?? { width: 0, height: 0 };
  expect([head.readUInt32BE(0), head.readUInt32BE(4)]).toEqual([2 * width, 2 * height]);
});
