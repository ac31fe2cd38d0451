import { type BoardPage, comparePixels, type Point, sameBoard } from './board-page.ts';
import { expect, test } from './fixtures.ts';

/** Whether anything but paper is near a point of the window. */
async function isInkAt(board: BoardPage, { x, y }: Point): Promise<boolean> {
  const near = await board.page.screenshot({ clip: { x: x - 3, y: y - 3, width: 6, height: 6 }, animations: 'disabled' });
  const paper = await board.page.screenshot({ clip: { x: 1180, y: 600, width: 6, height: 6 }, animations: 'disabled' });
  return (await comparePixels(board.page, near, paper)).differing > 0;
}

const selected = (board: BoardPage) => board.page.getByRole('toolbar', { name: 'What is selected' });
const menu = (board: BoardPage) => board.page.getByRole('menu', { name: 'Board and selection' });
const item = (board: BoardPage, name: string) => menu(board).getByRole('menuitem', { name });

async function twoBoxes(board: BoardPage): Promise<void> {
  await board.page.keyboard.press('r');
  await board.drag({ x: 300, y: 250 }, { x: 400, y: 320 });
  await board.page.keyboard.press('r');
  await board.drag({ x: 600, y: 350 }, { x: 700, y: 420 });
  await board.page.keyboard.press('Escape');
}

test('handles stretch and turn what is selected, seen by the other, each one step of undo', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.page.keyboard.press('r');
  await ana.drag({ x: 300, y: 250 }, { x: 400, y: 320 });
  await expect(selected(ana)).toBeVisible();
  // The corner handle lies a little outside of the corner.
  await ana.drag({ x: 404, y: 324 }, { x: 504, y: 464 });
  await expect.poll(() => isInkAt(ben, { x: 500, y: 400 })).toBe(true);
  expect(await isInkAt(ben, { x: 400, y: 290 })).toBe(false);
  // The round one, above the middle: a quarter turn about (400, 355).
  await ana.drag({ x: 400, y: 224 }, { x: 531, y: 355 });
  await expect.poll(() => isInkAt(ben, { x: 505, y: 355 })).toBe(true);
  await sameBoard(ana, ben);
  await ana.page.keyboard.press('Control+z');
  await ana.page.keyboard.press('Control+z');
  await expect.poll(() => isInkAt(ben, { x: 400, y: 290 })).toBe(true);
  await ben.holds(1);
  await sameBoard(ana, ben);
});

test('a group moves as one by a click on any part, and the bar and the menu do what keys do', { tag: '@app' }, async ({
  hub,
  open,
}) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await twoBoxes(ana);
  await ana.page.keyboard.press('Control+a');
  await selected(ana).getByRole('button', { name: 'Group', exact: true }).click();
  await ana.page.keyboard.press('Escape');
  await ana.page.mouse.click(300, 280);
  await expect(selected(ana).getByRole('button', { name: 'Ungroup' })).toBeVisible();
  await ana.drag({ x: 600, y: 380 }, { x: 600, y: 440 });
  await expect.poll(() => isInkAt(ben, { x: 300, y: 340 })).toBe(true);
  await selected(ana).getByRole('button', { name: 'Duplicate' }).click();
  await ben.holds(4);
  await selected(ana).getByRole('button', { name: 'Delete' }).click();
  await ben.holds(2);
  // What is locked lets clicks through; the menu finds it.
  await ana.page.mouse.click(300, 340, { button: 'right' });
  await item(ana, 'Lock or unlock').click();
  await ana.page.keyboard.press('Escape');
  await ana.page.mouse.click(300, 340);
  await expect(selected(ana)).toBeHidden();
  await ana.page.mouse.click(300, 340, { button: 'right' });
  await expect(item(ana, 'Delete')).toBeHidden();
  await item(ana, 'Lock or unlock').click();
  await expect(selected(ana)).toBeVisible();
  await sameBoard(ana, ben);
});

test('the menu walks by keys, gives the focus back, and offers the board where nothing lies', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await twoBoxes(ana);
  await ana.page.mouse.click(900, 500, { button: 'right' });
  await expect(item(ana, 'Select all')).toBeVisible();
  await ana.page.keyboard.press('ArrowDown');
  await expect(item(ana, 'Undo')).toBeFocused();
  await ana.page.keyboard.press('End');
  await expect(menu(ana).getByRole('menuitemcheckbox', { name: 'Select only fully enclosed elements' })).toBeFocused();
  await ana.page.keyboard.press('Escape');
  await expect(menu(ana)).toBeHidden();
});

test('the eraser takes parts of strokes, both at once, and one undo gives the part back', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.draw({ x: 300, y: 300 }, { x: 800, y: 300 });
  await ben.holds(1);
  for (const person of [ana, ben]) {
    await person.page.keyboard.press('Shift+e');
    await expect(person.page.getByRole('radio', { name: 'Only the touched part' })).toHaveAttribute('aria-checked', 'true');
  }
  await Promise.all([ana.drag({ x: 400, y: 260 }, { x: 400, y: 340 }), ben.drag({ x: 600, y: 260 }, { x: 600, y: 340 })]);
  for (const person of [ana, ben]) {
    await person.page.mouse.move(640, 720);
    for (const [x, isThere] of [
      [350, true],
      [400, false],
      [500, true],
      [600, false],
      [700, true],
    ] as const)
      await expect.poll(() => isInkAt(person, { x, y: 300 })).toBe(isThere);
  }
  await sameBoard(ana, ben);
  await ana.page.keyboard.press('Control+z');
  await expect.poll(() => isInkAt(ben, { x: 400, y: 300 })).toBe(true);
  expect(await isInkAt(ben, { x: 600, y: 300 })).toBe(false);
  await ben.holds(1);
});

test('a finger that rests opens the menu', async ({ hub, open }) => {
  const ana = await open(hub.link);
  await twoBoxes(ana);
  await ana.page.keyboard.press('v');
  const client = await ana.page.context().newCDPSession(ana.page);
  await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: 300, y: 280 }] });
  await expect(item(ana, 'Duplicate')).toBeVisible();
  await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect(item(ana, 'Duplicate')).toBeVisible();
  await item(ana, 'Duplicate').click();
  await ana.holds(3);
});

test('the menu cuts, copies and pastes to the place where it was opened', async ({ hub, open }) => {
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  const { page } = ana;
  await page.keyboard.press('r');
  await ana.drag({ x: 300, y: 200 }, { x: 420, y: 280 });
  const choose = async (at: { x: number; y: number }, name: RegExp): Promise<void> => {
    await page.mouse.click(at.x, at.y, { button: 'right' });
    await page.getByRole('menuitem', { name }).first().click();
  };
  await choose({ x: 300, y: 240 }, /^Copy(?! style)/);
  await choose({ x: 700, y: 400 }, /^Paste(?! style)/);
  await ben.holds(2);
  // The left side of the copy, whose middle is there.
  await choose({ x: 640, y: 400 }, /^Cut/);
  await ben.holds(1);
  await sameBoard(ana, ben);
});
