import { comparePixels, sameBoard } from './board-page.ts';
import { expect, test } from './fixtures.ts';

test('a tap makes a dot, and two quick strokes are two strokes', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await ana.pill.hover();
  const empty = await ana.pixels();
  await ana.page.mouse.click(400, 300);
  await ana.holds(1);
  await ana.pill.hover();
  expect((await comparePixels(ana.page, empty, await ana.pixels())).differing).toBeGreaterThan(3);
  await ana.page.mouse.move(300, 200);
  await ana.page.mouse.down();
  await ana.page.mouse.move(340, 240);
  await ana.page.mouse.up();
  await ana.page.mouse.down();
  await ana.page.mouse.move(380, 200);
  await ana.page.mouse.up();
  await ana.holds(3);
});

test('the eraser removes whole strokes of anybody, and only those it touches', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  for (const y of [200, 300, 400]) await ana.draw({ x: 200, y }, { x: 700, y });
  await ben.holds(3);
  await ben.page.keyboard.press('e');
  await expect(ben.tool('Eraser')).toHaveAttribute('aria-pressed', 'true');
  await ben.drag({ x: 450, y: 170 }, { x: 450, y: 330 });
  await ana.holds(1);
  await ben.page.keyboard.press('Control+z');
  await ana.holds(3);
  await sameBoard(ana, ben);
});

test('a selected stroke is moved and deleted, and everyone sees it', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.draw({ x: 200, y: 200 }, { x: 500, y: 200 });
  await ben.holds(1);
  const before = await ben.fact('Fingerprint');
  await ana.page.keyboard.press('v');
  await ana.drag({ x: 350, y: 200 }, { x: 400, y: 420 });
  await expect.poll(() => ben.fact('Fingerprint')).not.toBe(before);
  await sameBoard(ana, ben);
  await ana.pill.hover();
  await ben.pill.hover();
  // The stroke is where it was dragged to: erasing there takes it, erasing at the old place does not.
  await ben.page.keyboard.press('e');
  await ben.drag({ x: 350, y: 180 }, { x: 350, y: 220 });
  await ben.holds(1);
  await ana.page.keyboard.press('Delete');
  await ben.holds(0);
  await ana.page.keyboard.press('Control+z');
  await ben.holds(1);
});

test('the wheel pans, and with Ctrl zooms about the point under the cursor', async ({ hub, open }) => {
  const ana = await open(hub.link);
  // A cross whose middle is under the cursor: after zooming, the middle is still there.
  await ana.draw({ x: 560, y: 340 }, { x: 640, y: 340 });
  await ana.draw({ x: 600, y: 300 }, { x: 600, y: 380 });
  await ana.page.mouse.move(600, 340);
  await ana.page.keyboard.down('Control');
  for (let i = 0; i < 5; i++) await ana.page.mouse.wheel(0, -100);
  await ana.page.keyboard.up('Control');
  const percent = ana.page.getByRole('button', { name: /^Zoom \d+ %/ });
  await expect(percent).not.toHaveAccessibleName(/^Zoom 100 %/);
  await ana.pill.hover();
  const middle = async (): Promise<boolean> =>
    ana.page.evaluate(
      async (base64) => {
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = canvas.getContext('2d');
        if (!context) throw new Error('no 2d context');
        context.drawImage(bitmap, 0, 0);
        const { data, width } = context.getImageData(0, 0, bitmap.width, bitmap.height);
        const dark = (x: number, y: number): boolean => (data[4 * (y * width + x)] as number) < 128;
        // 30 px right and 30 px below the middle the arms still run; beside them there is paper.
        return dark(60, 60) && dark(90, 60) && dark(60, 90) && !dark(90, 90) && !dark(30, 30);
      },
      (await ana.page.screenshot({ clip: { x: 540, y: 280, width: 120, height: 120 } })).toString('base64'),
    );
  await expect.poll(middle).toBe(true);
  await ana.page.keyboard.press('Control+0');
  await expect(percent).toHaveAccessibleName(/^Zoom 100 %/);
});

test('keys choose tools, undo and redo, and stay silent while text is typed', { tag: '@app' }, async ({ hub, open }) => {
  const ana = await open(hub.link);
  for (const [key, name] of [
    ['v', 'Select'],
    ['h', 'Hand'],
    ['e', 'Eraser'],
    ['Shift+D', 'Highlighter'],
    ['p', 'Pen'],
    ['1', 'Select'],
    ['7', 'Pen'],
  ] as const) {
    await ana.page.keyboard.press(key);
    await expect(ana.tool(name), key).toHaveAttribute('aria-pressed', 'true');
  }
  await ana.draw({ x: 200, y: 200 }, { x: 300, y: 300 });
  await ana.holds(1);
  await ana.page.keyboard.press('Control+z');
  await ana.holds(0);
  await ana.page.keyboard.press('Control+Shift+z');
  await ana.holds(1);
  await ana.button('Menu').click();
  await ana.page.getByRole('menuitem', { name: 'Join a room' }).click();
  await ana.page.getByLabel('Link or room name').fill('');
  await ana.page.keyboard.type('vehp');
  await expect(ana.page.getByLabel('Link or room name')).toHaveValue('vehp');
  await ana.page.keyboard.press('Escape');
  await expect(ana.tool('Pen')).toHaveAttribute('aria-pressed', 'true');
  await ana.page.keyboard.press('?');
  await expect(ana.page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await ana.page.keyboard.press('Escape');
});
