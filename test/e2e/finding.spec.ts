import { sameBoard } from './board-page.ts';
import { expect, test } from './fixtures.ts';

test('text is found by its words, one after the other, and the view goes there', async ({ hub, open }) => {
  const ana = await open(hub.link);
  const { keyboard, mouse } = ana.page;
  for (const [x, text] of [
    [300, 'First plum'],
    [700, 'Second plum'],
  ] as const) {
    await keyboard.press('t');
    await mouse.click(x, 300);
    await keyboard.type(text);
    await keyboard.press('Escape');
  }
  await keyboard.press('Escape');
  await keyboard.press('Control+f');
  const bar = ana.page.getByRole('search', { name: 'Find text on the board' });
  await expect(bar.getByRole('textbox')).toBeFocused();
  await keyboard.type('PLUM');
  await expect(bar.getByRole('status')).toHaveText('1 of 2');
  await keyboard.press('Enter');
  await expect(bar.getByRole('status')).toHaveText('2 of 2');
  await keyboard.press('Enter');
  await expect(bar.getByRole('status')).toHaveText('1 of 2');
  await bar.getByRole('textbox').fill('pear');
  await expect(bar.getByRole('status')).toHaveText('Nothing found');
  await keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
});

test('frames are a list and slides: keys step, Escape ends, and only the board is shown meanwhile', async ({ hub, open }) => {
  const ana = await open(hub.link);
  const { keyboard } = ana.page;
  await keyboard.press('f');
  await ana.drag({ x: 200, y: 200 }, { x: 400, y: 320 }, { x: 500, y: 380 });
  await keyboard.press('f');
  await ana.drag({ x: 620, y: 200 }, { x: 800, y: 320 }, { x: 920, y: 380 });
  await keyboard.press('Escape');
  await ana.page.getByRole('button', { name: 'Menu' }).click();
  await ana.page.getByRole('menuitem', { name: /Frames/ }).click();
  const list = ana.page.getByRole('region', { name: 'Frames' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await list.getByRole('button', { name: 'Present' }).click();
  const bar = ana.page.getByRole('region', { name: 'Presentation' });
  await expect(bar.getByRole('status')).toHaveText('1 / 2');
  await expect(ana.tool('Pen')).toHaveCount(0);
  await keyboard.press('ArrowRight');
  await expect(bar.getByRole('status')).toHaveText('2 / 2');
  await keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await expect(ana.tool('Pen')).toBeVisible();
});

test('a frame is renamed in its title, for everybody and as one step; Escape keeps the old name', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  const { page } = ana;
  const field = page.getByRole('textbox', { name: 'Name of the frame' });
  await page.keyboard.press('f');
  await ana.drag({ x: 300, y: 220 }, { x: 700, y: 480 });
  await page.mouse.dblclick(320, 208);
  await expect(field).toHaveValue('Frame 1');
  await page.keyboard.type('Introduction');
  await page.keyboard.press('Enter');
  await expect(field).toHaveCount(0);
  await ben.page.getByRole('button', { name: 'Menu', exact: true }).click();
  await ben.page.getByRole('menuitem', { name: 'Frames…' }).click();
  await expect(ben.page.getByRole('button', { name: 'Introduction' })).toBeVisible();
  // By keyboard, and not kept.
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('Introduction');
  await page.keyboard.type('Other');
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('Frame 1');
  await page.mouse.click(900, 600);
  await sameBoard(ana, ben);
});
