import type { Locator } from 'playwright/test';
import { type BoardPage, comparePixels, sameBoard } from './board-page.ts';
import { expect, test } from './fixtures.ts';

const field = (on: BoardPage): Locator => on.page.getByRole('textbox', { name: 'Text on the board' });

/** The text at a place of the window, read as a person would: by going on with it. */
async function textAt(on: BoardPage, x: number, y: number): Promise<string> {
  await on.page.keyboard.press('v');
  await on.page.mouse.dblclick(x, y);
  const text = await field(on).inputValue();
  await on.page.keyboard.press('Escape');
  await on.page.keyboard.press('Escape');
  return text;
}

/** Takes pictures of the letters in the field, and of their place afterwards: without the handles that are around them then. */
async function lettersIn(on: BoardPage, lines: number): Promise<() => Promise<Buffer>> {
  const { x, y, width, height } = (await field(on).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  // Beside the lines the field has room for its caret, as wide as its letters are high.
  const spare = (height / lines / 1.3) * 1.1;
  const clip = { x: x + spare, y: y + 3, width: width - 2 * spare, height: height - 6 };
  return () => on.page.screenshot({ clip, animations: 'disabled' });
}

test('a text is typed where one clicks, and stands on the canvas as it stood in the field', { tag: '@app' }, async ({
  hub,
  open,
}) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.page.keyboard.press('t');
  await expect(ana.button('Text')).toHaveAttribute('aria-pressed', 'true');
  await ana.page.mouse.click(300, 300);
  await expect(field(ana)).toBeFocused();
  await ana.page.keyboard.type('Hello, board');
  await ana.page.keyboard.press('Enter');
  await ana.page.keyboard.type('two lines vhp');
  await ben.holds(1);
  await ana.pill.hover();
  const letters = await lettersIn(ana, 2);
  const typed = await letters();
  await ana.page.keyboard.press('Escape');
  await expect(field(ana)).toHaveCount(0);
  const { differing, inked } = await comparePixels(ana.page, typed, await letters());
  expect(inked).toBeGreaterThan(500);
  // The caret, and letters that the page and the canvas smooth a little differently; a line that moved by a pixel is 800.
  expect(differing).toBeLessThan(250);
  expect(await textAt(ben, 320, 300)).toBe('Hello, board\ntwo lines vhp');
  await sameBoard(ana, ben);
});

test('a text in which nothing was written is gone, and undo takes a written one back as one step', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await ana.page.keyboard.press('8');
  await ana.page.mouse.click(300, 300);
  await expect(field(ana)).toBeFocused();
  await ana.page.keyboard.press('Escape');
  await ana.holds(0);
  await ana.page.keyboard.press('t');
  await ana.page.mouse.click(300, 300);
  await ana.page.keyboard.type('one');
  await ana.page.keyboard.press('Control+Enter');
  await ana.holds(1);
  await ana.page.keyboard.press('Control+z');
  await ana.holds(0);
  await ana.page.keyboard.press('Control+Shift+z');
  await ana.holds(1);
  expect(await textAt(ana, 310, 300)).toBe('one');
});

test('two people type into one note at once and lose nothing', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.page.keyboard.press('n');
  await ana.page.mouse.click(600, 360);
  await ana.page.keyboard.type('Ana: ');
  await ben.holds(1);
  await ben.page.keyboard.press('v');
  await ben.page.mouse.dblclick(600, 360);
  await expect(field(ben)).toHaveValue('Ana: ');
  await ben.page.keyboard.press('End');
  await ben.page.keyboard.press('Enter');
  await ben.page.keyboard.type('Ben: ');
  await expect(field(ana)).toHaveValue('Ana: \nBen: ');
  const anas = 'the quick brown fox jumps over the lazy dog';
  const bens = 'pack my box with five dozen liquor jugs';
  await Promise.all([ana.page.keyboard.type(anas, { delay: 15 }), ben.page.keyboard.type(bens, { delay: 17 })]);
  const both = `Ana: ${anas}\nBen: ${bens}`;
  await expect(field(ana)).toHaveValue(both);
  await expect(field(ben)).toHaveValue(both);
  // Each one's undo takes back their own words.
  await ben.page.keyboard.press('Control+z');
  await expect(field(ben)).not.toHaveValue(both);
  expect(await field(ben).inputValue()).toContain(anas);
  for (const one of [ana, ben]) {
    await one.page.keyboard.press('Escape');
    await one.page.keyboard.press('Escape');
  }
  await sameBoard(ana, ben);
});

test('what an input method puts together arrives whole, and others may type meanwhile', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.page.keyboard.press('n');
  await ana.page.mouse.click(600, 360);
  await ana.page.keyboard.type('ab');
  await ana.page.keyboard.press('ArrowLeft');
  await ben.holds(1);
  const ime = await ana.page.context().newCDPSession(ana.page);
  await ime.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
  await ime.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
  await ben.page.keyboard.press('v');
  await ben.page.mouse.dblclick(600, 360);
  await expect(field(ben)).toHaveValue('ab');
  await ben.page.keyboard.press('Home');
  await ben.page.keyboard.type('> ');
  await ime.send('Input.insertText', { text: '日本' });
  await expect(field(ana)).toHaveValue('> a日本b');
  await expect(field(ben)).toHaveValue('> a日本b');
});

test('a double click on empty board begins a text, and Enter goes on with what is selected', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await ana.page.keyboard.press('v');
  await ana.page.mouse.dblclick(400, 300);
  await ana.page.keyboard.type('first');
  await ana.page.keyboard.press('Escape');
  await ana.page.keyboard.press('Enter');
  await expect(field(ana)).toHaveValue('first');
  await ana.page.keyboard.type(' second');
  await ana.page.keyboard.press('Escape');
  await ana.page.keyboard.press('Escape');
  expect(await textAt(ana, 410, 300)).toBe('first second');
  await ana.holds(1);
});

test('a link opens with Ctrl and a click, and only there', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await ana.page.keyboard.press('t');
  await ana.page.mouse.click(300, 300);
  await ana.page.keyboard.type('see https://example.com/a.');
  await ana.page.keyboard.press('Escape');
  await ana.page.context().route('https://example.com/**', (route) => route.fulfill({ body: 'example' }));
  const before = ana.page.context().pages().length;
  const opened = ana.page.context().waitForEvent('page');
  await ana.page.keyboard.down('Control');
  await ana.page.mouse.click(316, 300);
  await ana.page.mouse.click(420, 300);
  await ana.page.keyboard.up('Control');
  expect((await opened).url()).toBe('https://example.com/a');
  expect(ana.page.context().pages()).toHaveLength(before + 1);
});

test('a label is written into a shape and goes where the shape goes', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.page.keyboard.press('r');
  await ana.drag({ x: 200, y: 200 }, { x: 400, y: 300 });
  await ana.page.mouse.dblclick(300, 250);
  await ana.page.keyboard.type('label');
  await ana.page.keyboard.press('Escape');
  await ana.holds(1);
  // By the letters themselves: nothing else lies within the shape.
  await ana.drag({ x: 300, y: 250 }, { x: 500, y: 450 });
  await ana.page.keyboard.press('Escape');
  expect(await textAt(ben, 500, 450)).toBe('label');
  await sameBoard(ana, ben);
  await ana.pill.hover();
  await ben.pill.hover();
  const { differing } = await comparePixels(ana.page, await ana.pixels(), await ben.pixels());
  expect(differing).toBe(0);
});

test('font, size and colour are chosen while one types, and the caret stays in the text', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await ana.page.keyboard.press('t');
  await ana.page.mouse.click(300, 300);
  await ana.page.keyboard.type('one');
  for (const name of ['Handwriting', 'Extra large text', 'Align to the middle', 'Blue']) {
    await ana.page.getByRole('radio', { name, exact: true }).click();
    await expect(ana.page.getByRole('radio', { name, exact: true })).toHaveAttribute('aria-checked', 'true');
  }
  await ana.page.keyboard.type(' two');
  await expect(field(ana)).toHaveValue('one two');
  await expect(field(ana)).toHaveCSS('font-size', '36px');
  await expect(field(ana)).toHaveCSS('text-align', 'center');
  expect(await field(ana).evaluate((area) => getComputedStyle(area).fontFamily)).toMatch(/^"Shantell Sans"/);
  await expect.poll(() => ana.page.evaluate(() => document.fonts.check('36px "Shantell Sans"', 'one'))).toBe(true);
  await ana.page.keyboard.press('Escape');
  // The next text is like it.
  await ana.page.keyboard.press('t');
  await expect(ana.page.getByRole('radio', { name: 'Handwriting' })).toHaveAttribute('aria-checked', 'true');
});

test('a copy of a text has its words, and is no longer the same text', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await ana.page.keyboard.press('n');
  await ana.page.mouse.click(400, 300);
  await ana.page.keyboard.type('the original');
  await ana.page.keyboard.press('Escape');
  await ana.page.keyboard.press('Control+d');
  await ana.page.keyboard.press('Enter');
  await expect(field(ana)).toHaveValue('the original');
  await ana.page.keyboard.type(' copied');
  await ana.page.keyboard.press('Escape');
  await ana.page.keyboard.press('Escape');
  await ana.holds(2);
  expect(await textAt(ana, 304, 204)).toBe('the original');
  expect(await textAt(ana, 412, 312)).toBe('the original copied');
});

test('the page shows what is typed above an on-screen keyboard', async ({ hub, chromium }) => {
  const context = await chromium.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await page.goto(hub.link);
  await page.getByRole('button', { name: 'Text', exact: true }).tap();
  await page.touchscreen.tap(150, 560);
  await expect(page.getByRole('textbox', { name: 'Text on the board' })).toBeFocused();
  await page.keyboard.type('On a phone');
  const box = await page.getByRole('textbox', { name: 'Text on the board' }).boundingBox();
  expect((box?.y ?? 844) + (box?.height ?? 0)).toBeLessThan(844 * 0.45);
  await context.close();
});

test('the field stays on its text while the board is moved and zoomed, and what is typed then is in its place', async ({
  hub,
  open,
}) => {
  const ana = await open(hub.link);
  await ana.page.keyboard.press('t');
  await ana.page.mouse.click(500, 300);
  await ana.page.keyboard.type('zoomed');
  await ana.page.mouse.move(500, 300);
  await ana.page.keyboard.down('Control');
  for (let i = 0; i < 4; i++) await ana.page.mouse.wheel(0, -100);
  await ana.page.keyboard.up('Control');
  await ana.page.mouse.wheel(40, 60);
  await ana.page.keyboard.type(' in');
  await ana.pill.hover();
  const letters = await lettersIn(ana, 1);
  const typed = await letters();
  await ana.page.keyboard.press('Escape');
  await expect(field(ana)).toHaveCount(0);
  const { differing, inked } = await comparePixels(ana.page, typed, await letters());
  expect(inked).toBeGreaterThan(1_000);
  // At this zoom the page sets letters up to a pixel lower than the canvas; without the text, or elsewhere, it would be 3,000.
  expect(differing).toBeLessThan(1_500);
});

test('a shape grows with its label, and undo takes back both in one step', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  const { page } = ana;
  await page.keyboard.press('r');
  await ana.drag({ x: 300, y: 200 }, { x: 420, y: 250 });
  await page.keyboard.press('Enter');
  await page.keyboard.type('Authentication of everybody who comes');
  await page.keyboard.press('Escape');
  // Beside and below the shape as it was drawn, inside of the shape as it is, and not on its letters.
  expect(await textAt(ana, 290, 275)).toBe('Authentication of everybody who comes');
  await sameBoard(ana, ben);
  await page.keyboard.press('Control+z');
  // A text of its own begins there.
  expect(await textAt(ana, 290, 275)).toBe('');
  await ana.holds(1);
});
