import { sameBoard } from './board-page.ts';
import { expect, test } from './fixtures.ts';

test('an arrow is straight, curved or with right angles, as the style panel says, and the other person’s board has it so', async ({
  hub,
  open,
  witness,
}) => {
  const [ana, ben] = [await open(hub.link), await witness(hub.link)];
  const { keyboard } = ana.page;
  for (const [x, y] of [
    [260, 180],
    [760, 420],
  ] as const) {
    await keyboard.press('r');
    await ana.drag({ x, y }, { x: x + 180, y: y + 110 });
  }
  await keyboard.press('a');
  const routes = ana.page.getByRole('radiogroup', { name: 'Way of the line' });
  await routes.getByRole('radio', { name: 'Right angles' }).click();
  await ana.drag({ x: 350, y: 235 }, { x: 600, y: 300 }, { x: 850, y: 475 });
  await ben.holds(3);
  // It is selected now: the panel shows its way, and changes it.
  await expect(routes.getByRole('radio', { name: 'Right angles' })).toBeChecked();
  await keyboard.press('Enter');
  await ana.page.keyboard.type('then');
  await keyboard.press('Escape');
  await sameBoard(ana, ben);
  await routes.getByRole('radio', { name: 'Curved' }).click();
  await expect(routes.getByRole('radio', { name: 'Curved' })).toBeChecked();
  await sameBoard(ana, ben);
  await keyboard.press('Control+z');
  await expect(routes.getByRole('radio', { name: 'Right angles' })).toBeChecked();
  await sameBoard(ana, ben);
});

test('a line is clicked from corner to corner, its corners are pulled, and the other person’s board has it so', async ({
  hub,
  open,
  witness,
}) => {
  const [ana, ben] = [await open(hub.link), await witness(hub.link)];
  const { keyboard } = ana.page;
  const click = (x: number, y: number) => ana.drag({ x, y }, { x, y });
  await keyboard.press('r');
  await ana.drag({ x: 700, y: 380 }, { x: 880, y: 490 });
  await keyboard.press('a');
  await click(260, 200);
  await click(520, 200);
  await click(520, 430);
  await ana.page.mouse.move(790, 435);
  await ben.holds(2);
  await click(790, 435);
  await keyboard.press('Enter');
  // It is selected now, and Enter writes into it.
  await keyboard.press('Enter');
  await keyboard.type('around');
  await keyboard.press('Escape');
  await sameBoard(ana, ben);
  expect(ben.corners()).toEqual([2]);
  // The styles of a line with a label are the widest, and lie left of the question for the name.
  for (const width of [1120, 1280]) {
    await ana.page.setViewportSize({ width, height: 800 });
    const styles = await ana.page.getByRole('toolbar', { name: 'Style' }).boundingBox();
    const question = await ana.page.getByTestId('name-question').boundingBox();
    expect(question?.x).toBeGreaterThan((styles?.x ?? 0) + (styles?.width ?? 0));
  }
  await ana.page.mouse.click(390, 200);
  await ana.drag({ x: 390, y: 200 }, { x: 390, y: 130 }, { x: 390, y: 120 });
  await sameBoard(ana, ben);
  expect(ben.corners()).toEqual([3]);
  await keyboard.press('Control+z');
  await keyboard.press('Control+z');
  await keyboard.press('Control+z');
  await ben.holds(1);
  await keyboard.press('l');
  await click(300, 560);
  await ana.page.mouse.move(400, 560);
  await keyboard.press('Escape');
  await ben.holds(1);
});
