import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import type { DesktopApp } from '../harness/launcher.ts';
import { type BoardPage, comparePixels, pixelsAt, sameBoard, type ToolName } from './board-page.ts';
import { expect, test } from './fixtures.ts';

/** Waits until both windows show the same picture, with something on it. */
async function samePicture(a: BoardPage, b: BoardPage): Promise<void> {
  await expect
    .poll(async () => {
      // What is selected is marked in one's own window only.
      await a.page.keyboard.press('Escape');
      for (const one of [a, b]) await one.pill.hover();
      const { differing, inked } = await comparePixels(a.page, await a.pixels(), await b.pixels());
      return inked > 100 && differing === 0;
    })
    .toBe(true);
}

/** Whether something else than paper is within 4 pixels of a point of the window. */
async function isInked(page: Page, x: number, y: number): Promise<boolean> {
  const data = await pixelsAt(page, { x: x - 4, y: y - 4, width: 8, height: 8 });
  return data.some((value, i) => i % 4 !== 3 && value < 200);
}

/** The board as a PNG: a download in the browser, a file in the app. */
async function exported(board: BoardPage, app: DesktopApp | undefined): Promise<Buffer> {
  if (!app) {
    const download = board.page.waitForEvent('download');
    await board.page.keyboard.press('Control+Shift+e');
    return readFile(await (await download).path());
  }
  const folder = await mkdtemp(join(tmpdir(), 'inkroom-picture-'));
  try {
    const path = join(folder, 'board.png');
    await app.answerDialog({ dialog: 'save', path });
    await board.page.keyboard.press('Control+Shift+e');
    await expect(board.page.getByText('Picture exported.')).toBeVisible();
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const SHAPES: readonly (readonly [key: string, tool: ToolName])[] = [
  ['r', 'Rectangle'],
  ['3', 'Diamond'],
  ['o', 'Ellipse'],
  ['5', 'Arrow'],
  ['l', 'Line'],
  ['f', 'Frame'],
];

test('each shape is drawn by its key, seen in the other window, and taken back with one step', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  let drawn = 0;
  for (const [key, tool] of SHAPES) {
    const x = 160 + drawn * 150;
    await ana.page.keyboard.press(key);
    await expect(ana.tool(tool)).toHaveAttribute('aria-pressed', 'true');
    await ana.drag({ x, y: 220 }, { x: x + 60, y: 300 }, { x: x + 100, y: 320 });
    await expect(ana.tool('Select')).toHaveAttribute('aria-pressed', 'true');
    await ben.holds(++drawn);
  }
  await sameBoard(ana, ben);
  await samePicture(ana, ben);
  for (; drawn > 0; drawn--) {
    await ana.page.keyboard.press('Control+z');
    await ben.holds(drawn - 1);
  }
  await ana.page.keyboard.press('Control+Shift+z');
  await ben.holds(1);
  await sameBoard(ana, ben);
});

test('others see a shape while it is drawn, and Escape takes it back everywhere', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.page.keyboard.press('r');
  await ana.page.mouse.move(300, 250);
  await ana.page.mouse.down();
  await ana.page.mouse.move(500, 400, { steps: 5 });
  expect(await isInked(ana.page, 500, 325)).toBe(true);
  await expect.poll(() => isInked(ben.page, 500, 325)).toBe(true);
  await ana.page.keyboard.press('Escape');
  await ana.page.mouse.up();
  await ben.holds(0);
  await expect.poll(() => isInked(ana.page, 500, 325)).toBe(false);
  await expect.poll(() => isInked(ben.page, 500, 325)).toBe(false);
});

test('keys that are held change the shape at once: Shift, Alt and the space bar', async ({ hub, open }) => {
  const ana = await open(hub.link);
  const { keyboard, mouse } = ana.page;
  await keyboard.press('r');
  await mouse.move(400, 300);
  await mouse.down();
  await mouse.move(520, 340, { steps: 5 });
  const edges = (): Promise<boolean[]> =>
    Promise.all([isInked(ana.page, 460, 340), isInked(ana.page, 460, 420), isInked(ana.page, 280, 300)]);
  await expect.poll(edges).toEqual([true, false, false]);
  await keyboard.down('Shift');
  await expect.poll(edges).toEqual([false, true, false]);
  await keyboard.up('Shift');
  await expect.poll(edges).toEqual([true, false, false]);
  await keyboard.down('Alt');
  await expect.poll(edges).toEqual([true, false, true]);
  await keyboard.up('Alt');
  await keyboard.down('Space');
  await mouse.move(520, 420, { steps: 5 });
  await keyboard.up('Space');
  await expect.poll(edges).toEqual([false, true, false]);
  await mouse.up();
  await ana.holds(1);
});

test('a tool that is kept draws on, and the next visit keeps it too', async ({ hub, open, vanish }) => {
  const ana = await open(hub.link);
  await ana.page.keyboard.press('q');
  await expect(ana.button('Keep the tool in hand')).toHaveAttribute('aria-pressed', 'true');
  await ana.page.keyboard.press('o');
  await ana.drag({ x: 200, y: 200 }, { x: 300, y: 300 });
  await ana.drag({ x: 400, y: 200 }, { x: 500, y: 300 });
  await ana.holds(2);
  await expect(ana.tool('Ellipse')).toHaveAttribute('aria-pressed', 'true');
  const back = await vanish(ana);
  const again = await back(hub.link);
  await again.live();
  await expect(again.button('Keep the tool in hand')).toHaveAttribute('aria-pressed', 'true');
});

test('an arrow between two shapes follows them, under the hand and in the other window', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.page.keyboard.press('r');
  await ana.drag({ x: 200, y: 200 }, { x: 300, y: 300 });
  await ana.page.keyboard.press('o');
  await ana.drag({ x: 600, y: 200 }, { x: 700, y: 300 });
  await ana.page.keyboard.press('a');
  await ana.drag({ x: 250, y: 250 }, { x: 400, y: 255 }, { x: 650, y: 250 });
  await ben.holds(3);
  await ana.page.keyboard.press('Escape');
  await samePicture(ana, ben);
  // Ben drags the ellipse down by its edge: before he lets go, the arrow is slanted in his window.
  await ben.page.keyboard.press('v');
  await ben.page.mouse.move(650, 200);
  await ben.page.mouse.down();
  await ben.page.mouse.move(650, 500, { steps: 8 });
  await expect.poll(() => isInked(ben.page, 450, 250)).toBe(false);
  expect(await isInked(ben.page, 450, 400)).toBe(true);
  await ben.page.mouse.up();
  await ben.page.keyboard.press('Escape');
  await expect.poll(() => isInked(ana.page, 450, 400)).toBe(true);
  await samePicture(ana, ben);
  // Nothing was written to the arrow: one step of undo brings it all back.
  await ben.page.keyboard.press('Control+z');
  await expect.poll(() => isInked(ana.page, 450, 250)).toBe(true);
  // Without its target the arrow stays where that was.
  await ana.page.keyboard.press('e');
  await ana.drag({ x: 650, y: 180 }, { x: 650, y: 220 });
  await ben.holds(2);
  await samePicture(ana, ben);
  expect(await isInked(ana.page, 450, 250)).toBe(true);
});

test('the style of what is selected changes everywhere, as one step', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.page.keyboard.press('r');
  await ana.drag({ x: 200, y: 200 }, { x: 400, y: 350 });
  await ben.holds(1);
  const choice = (name: string) => ana.page.getByRole('radio', { name, exact: true });
  await expect(choice('No fill')).toHaveAttribute('aria-checked', 'true');
  expect(await isInked(ben.page, 300, 275)).toBe(false);
  await choice('Blue fill').click();
  await choice('Red').click();
  await choice('Dashed line').click();
  await choice('50 %').click();
  await choice('100 %').click();
  await expect(choice('Blue fill')).toHaveAttribute('aria-checked', 'true');
  await expect(choice('Dashed line')).toHaveAttribute('aria-checked', 'true');
  await samePicture(ana, ben);
  const filled = await ben.pixels();
  await ana.page.keyboard.press('Control+z');
  await ana.page.keyboard.press('Control+z');
  await ana.page.keyboard.press('Control+z');
  await ana.page.keyboard.press('Control+z');
  await ana.page.keyboard.press('Control+z');
  await expect.poll(async () => (await comparePixels(ben.page, filled, await ben.pixels())).differing).toBeGreaterThan(1_000);
  // What was chosen is what the next shape gets.
  await ana.page.keyboard.press('Escape');
  await ana.page.keyboard.press('o');
  await expect(choice('Blue fill')).toHaveAttribute('aria-checked', 'true');
});

test('a picture of the board has the shapes in it, and the eraser takes them', { tag: '@app' }, async ({ hub, open, appOf }) => {
  const ana = await open(hub.link);
  await ana.page.keyboard.press('f');
  await ana.drag({ x: 150, y: 150 }, { x: 700, y: 500 });
  await ana.page.keyboard.press('d');
  await ana.drag({ x: 250, y: 220 }, { x: 400, y: 350 });
  const picture = await exported(ana, appOf(ana));
  // The lines of both, and the words of the frame: some 2,000 pixels of a picture of paper.
  expect((await comparePixels(ana.page, picture, picture)).inked).toBeGreaterThan(1_000);
  await ana.page.keyboard.press('e');
  // Inside of a frame the eraser takes what lies in it; the frame goes by its edge.
  await ana.drag({ x: 325, y: 210 }, { x: 325, y: 360 });
  await ana.holds(1);
  await ana.drag({ x: 140, y: 300 }, { x: 160, y: 300 });
  await ana.holds(0);
});
