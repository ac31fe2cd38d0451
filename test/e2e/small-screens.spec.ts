import type { Locator } from 'playwright/test';
import { cutWords } from './cut-words.ts';
import { expect, test } from './fixtures.ts';
import { makeRoom } from './make-room.ts';

/** Where something is in the window, in pixels. */
async function boxOf(element: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await element.boundingBox();
  if (!box) throw new Error('it is not shown');
  return box;
}

test('[F28] the row of styles is folded away on a phone, stays so after a reload, and comes back', async ({
  hub,
  open,
  appOf,
}) => {
  const ana = await open(hub.link);
  const { page } = ana;
  await page.setViewportSize({ width: 390, height: 844 });
  const row = page.getByRole('toolbar', { name: 'Style' });
  const open_ = await boxOf(row);
  await page.getByRole('button', { name: 'Hide the styles' }).click();
  await expect(page.getByRole('radio')).toHaveCount(0);
  const folded = await boxOf(row);
  expect(folded.height).toBeLessThanOrEqual(open_.height - 32);
  expect(folded.width).toBeLessThan(100);
  if (!appOf(ana)) {
    await page.reload();
    await ana.live();
  }
  const show = page.getByRole('button', { name: 'Show the styles' });
  await expect(show).toHaveAttribute('aria-expanded', 'false');
  // What is hidden works on: the pen draws, and another tool is folded too.
  await ana.draw({ x: 100, y: 200 }, { x: 300, y: 320 });
  await ana.holds(1);
  await ana.tool('Rectangle').click();
  await expect(show).toBeVisible();
  await show.press('Enter');
  await expect(page.getByRole('button', { name: 'Hide the styles' })).toBeFocused();
  await expect(page.getByRole('radio', { name: 'Red', exact: true })).toBeVisible();
});

test('[F43] the tools are in the middle of a window that has the room, and nothing lies over them in one that has not', {
  tag: '@app',
}, async ({ hub, open }) => {
  const { page } = await open(hub.link);
  const tools = page.getByRole('toolbar', { name: 'Tools' });
  const undo = page.getByRole('button', { name: 'Undo', exact: true });
  for (const width of [1280, 1060, 1030, 844, 720]) {
    await page.setViewportSize({ width, height: 500 });
    const [bar, left] = [await boxOf(tools), await boxOf(undo)];
    expect(bar.x, `${width}`).toBeGreaterThanOrEqual(left.x + left.width);
    expect(bar.x + bar.width).toBeLessThanOrEqual(width);
    if (width >= 1030) expect(Math.abs(bar.x + bar.width / 2 - width / 2), `${width}`).toBeLessThanOrEqual(2);
  }
});

test('[F45] the name of a tool covers no colour, and none stays on the avatar when a name is saved', async ({ hub, open }) => {
  const ana = await open(hub.link);
  const { page } = ana;
  const row = page.getByRole('toolbar', { name: 'Style' });
  const tip = ana.tool('Ellipse').locator('.tip');
  await ana.tool('Ellipse').hover();
  await expect(tip).toBeVisible();
  const [name, styles, tool] = [await boxOf(tip), await boxOf(row), await boxOf(ana.tool('Ellipse'))];
  expect(name.y + name.height).toBeLessThanOrEqual(styles.y);
  expect(Math.abs(name.x + name.width / 2 - (tool.x + tool.width / 2))).toBeLessThanOrEqual(2);

  const you = page.getByTestId('you');
  await you.click();
  const field = page.getByRole('dialog').getByRole('textbox').first();
  await field.fill('Ana');
  await field.press('Enter');
  await expect(you).toBeFocused();
  await expect(you.locator('.tip')).toBeHidden();
  // Who comes back to it by keyboard reads it again.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(you).toBeFocused();
  await expect(you.locator('.tip')).toBeVisible();
});

test('the tools stay where they are whatever styles are shown, and a message covers no style', async ({ hub, open }) => {
  const ana = await open(hub.link);
  const { page } = ana;
  const tools = page.getByRole('toolbar', { name: 'Tools' });
  const before = await boxOf(tools);
  for (const [index, key] of ['r', 'a', 'n'].entries()) {
    await page.keyboard.press(key);
    await ana.drag({ x: 200 + index * 250, y: 150 }, { x: 400 + index * 250, y: 300 });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('Control+a');
  const row = page.getByRole('toolbar', { name: 'Style' });
  await expect(row.getByRole('radiogroup', { name: 'Font', exact: true })).toBeVisible();
  expect(await boxOf(tools)).toEqual(before);
  await page.keyboard.press('Control+Shift+e');
  const message = await boxOf(page.getByRole('status').locator('.toast').first());
  const styles = await boxOf(row);
  expect(message.y + message.height).toBeLessThanOrEqual(styles.y);
});

test('on a phone the bar beside a selection at the edge is wholly in the window, and away while one writes', async ({
  hub,
  seat,
}) => {
  const { context } = await seat(hub.server);
  const page = await context.newPage();
  await page.setViewportSize({ width: 390, height: 844 });
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: true });
  await page.goto(hub.link);
  await expect(page.getByTestId('status-pill')).toBeVisible();
  await page.keyboard.press('n');
  await page.mouse.click(40, 400);
  const bar = page.getByRole('toolbar', { name: 'What is selected' });
  await expect(page.getByRole('textbox', { name: 'Text on the board' })).toBeFocused();
  await expect(bar).toBeHidden();
  await page.keyboard.type('idea');
  await page.keyboard.press('Escape');
  const { x, width } = await boxOf(bar);
  expect(width).toBeGreaterThan(260);
  expect(x).toBeGreaterThanOrEqual(0);
  expect(x + width).toBeLessThanOrEqual(390);
});

test('on a phone all tools unfold, and what a finger chooses is at least 44 px wide and high', async ({ hub, open, seat }) => {
  await open(hub.link);
  const { context } = await seat(hub.server);
  const page = await context.newPage();
  await page.setViewportSize({ width: 390, height: 844 });
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: true });
  await devtools.send('Emulation.setEmulatedMedia', { features: [{ name: 'pointer', value: 'coarse' }] });
  await page.goto(hub.link);
  const tools = page.getByRole('toolbar', { name: 'Tools' });
  const all = page.getByRole('button', { name: 'All tools' });
  await page.getByRole('button', { name: 'Rectangle', exact: true }).press('Enter');
  const choices = page.getByRole('toolbar', { name: 'Style' }).locator('button:visible');
  const small = [page.getByTestId('others'), all, ...(await choices.all())].map(async (button) => {
    const { width, height } = await boxOf(button);
    return width >= 44 && height >= 44 ? [] : [`${width} x ${height}`];
  });
  expect((await Promise.all(small)).flat()).toEqual([]);
  await all.click();
  const bar = await boxOf(tools);
  for (const tool of await tools.locator('[data-tool]').all()) {
    const { x, width } = await boxOf(tool);
    expect(x).toBeGreaterThanOrEqual(bar.x);
    expect(x + width).toBeLessThanOrEqual(390);
  }
  await page.getByRole('button', { name: 'Laser', exact: true }).click();
  await expect(all).toHaveAttribute('aria-pressed', 'false');
});

test('the bar of a selection that fills the window covers none of its upper handles', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await ana.tool('Rectangle').click();
  await ana.drag({ x: 500, y: 80 }, { x: 700, y: 790 });
  const { y } = await boxOf(ana.page.getByRole('toolbar', { name: 'What is selected' }));
  expect(y).toBeGreaterThanOrEqual(80 + 8);
});

test('who comes is told next to the open drawer, not under it', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await ana.page.getByRole('button', { name: /Chat and meeting/ }).click();
  const drawer = ana.page.locator('.meet');
  await expect(drawer).toBeVisible();
  await open(hub.link);
  const news = await boxOf(ana.page.locator('.joined'));
  expect(news.x + news.width).toBeLessThanOrEqual((await boxOf(drawer)).x);
});

test('who may only look reads all of the pill on a phone, in German too', async ({ hub, open }) => {
  const host = await open(hub.link);
  const ben = await open(await makeRoom(host));
  await host.button('1 other person in this room').click();
  await host.button('Only hosts draw').click();
  await ben.button('Menu').click();
  await ben.page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
  await ben.page.setViewportSize({ width: 390, height: 844 });
  await expect(ben.pill).toContainText('Ansehen · Speicher');
  expect(await cutWords(ben.page)).toEqual([]);
  const short = await ben.pill.locator('.pill__short').evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
  expect(short).toBeLessThanOrEqual(1);
});
