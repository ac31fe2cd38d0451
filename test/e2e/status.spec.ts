import { startHub } from '../harness/hub.ts';
import type { BoardPage } from './board-page.ts';
import { expect, LOST_LINE, test } from './fixtures.ts';
import { paint } from './painter.ts';

/** Some 300 KiB of board. */
const STROKES = 500;

/** What the panel says would happen, event by event. Opens it and closes it again. */
async function losses(board: BoardPage): Promise<readonly string[]> {
  const panel = board.page.getByRole('dialog', { name: 'Where this board lives' });
  if (!(await panel.isVisible())) await board.pill.click();
  const texts = await panel.getByRole('list', { name: 'What would be lost' }).getByRole('listitem').allTextContents();
  await board.page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  return texts;
}

test('the pill and its panel follow the board: alone, in company, through a restart, until the copy is restored', async ({
  ownHub: hub,
  open,
  witness,
  expectProblems,
}) => {
  expectProblems(LOST_LINE);
  const ana = await open(hub.link);
  await expect(ana.pill).toContainText('Live · memory only');
  await ana.draw({ x: 200, y: 200 }, { x: 500, y: 260 });
  await ana.holds(1);
  expect((await losses(ana))[0]).toContain('You are alone here');
  const ben = await witness(hub.link);
  await expect(ana.page.getByTestId('others')).toBeVisible();
  expect((await losses(ana))[0]).not.toContain('alone');
  ben.leave();
  await expect(ana.page.getByTestId('others')).toBeHidden();

  await hub.kill();
  await expect(ana.pill).toContainText('Reconnecting');
  await ana.draw({ x: 200, y: 300 }, { x: 500, y: 360 });
  await expect(ana.pill).toContainText('Reconnecting · 1 unsent');
  expect((await losses(ana))[1]).toContain('This window holds a copy');
  const again = await startHub({ port: hub.port });
  try {
    await expect(ana.pill).toContainText('Server restarted · you hold a copy');
    await ana.lostCopy.getByRole('button', { name: 'Restore to room' }).click();
    await expect(ana.pill).toContainText('Live · memory only');
    await ana.holds(2);
    expect((await losses(ana))[1]).toContain('The server loses the board');
  } finally {
    await again.stop();
  }
});

test('who drew while away is told once what came of it, and what the others did', { tag: '@app' }, async ({
  hub,
  open,
  expectProblems,
  lineTo,
}) => {
  expectProblems(LOST_LINE);
  const line = await lineTo(hub.port);
  const [ana, ben] = [await open(line.linkThrough(hub.link)), await open(hub.link)];
  await ana.draw({ x: 200, y: 200 }, { x: 500, y: 220 });
  await ben.holds(1);
  line.cut();
  await expect(ana.pill).toContainText('Reconnecting');
  await ana.draw({ x: 200, y: 300 }, { x: 500, y: 320 });
  await ana.draw({ x: 200, y: 350 }, { x: 500, y: 370 });
  await ben.draw({ x: 200, y: 450 }, { x: 500, y: 470 });
  await ben.holds(2);
  await expect(ana.pill).toContainText('unsent');
  // An absence of a second or more, as the panel itself counts it.
  await ana.pill.click();
  await expect(ana.page.getByRole('dialog', { name: 'Where this board lives' })).toContainText(/reach the server for [1-9]\d* s/);
  await ana.page.keyboard.press('Escape');
  await expect(ana.news).toBeEmpty();
  line.mend();
  await expect(ana.news).toHaveText(
    /^Back after \d+ s: your changes to 2 things have reached the board; others changed 1 thing\.$/,
  );
  await ana.holds(4);
  await ana.news.getByRole('button', { name: 'Dismiss' }).click();
  await expect(ana.news).toBeEmpty();
});

test('a large board shows how much of it has come, and the bar goes when it is there', async ({ hub, open, lineTo }) => {
  const painter = await paint(hub.linkTo('large'), STROKES);
  const line = await lineTo(hub.port);
  const late = await open(line.linkThrough(hub.link));
  line.become({ at: 'slow', bytesPerSecond: 100_000 });
  await late.button('Menu').click();
  await late.page.getByRole('menuitem', { name: 'Join a room' }).click();
  await late.page.getByLabel('Link or room name').fill(line.linkThrough(hub.linkTo('large')));
  await late.button('Join').click();
  const bar = late.page.getByRole('progressbar', { name: 'The board is on its way' });
  await expect(bar).toBeVisible();
  await expect(late.pill).toContainText(/Joining · \d+ %/);
  line.mend();
  await late.live();
  await expect(bar).toBeHidden();
  await late.holds(STROKES);
  painter.dispose();
});
