import { startHub } from '../harness/hub.ts';
import { axeFindsEverywhere } from './axe.ts';
import { sameBoard } from './board-page.ts';
import { expect, LOST_LINE, test } from './fixtures.ts';

test('a hub killed and restarted: both notice, both restore, nothing is lost or doubled', async ({
  ownHub: hub,
  open,
  witness,
  expectProblems,
}) => {
  expectProblems(LOST_LINE);
  const [ana, ben] = [await open(hub.link), await open(hub.link)];
  await ana.draw({ x: 200, y: 200 }, { x: 500, y: 220 });
  await ben.draw({ x: 200, y: 400 }, { x: 500, y: 420 });
  await ana.holds(2);
  await sameBoard(ana, ben);
  await hub.kill();
  await expect(ana.pill).toContainText('Reconnecting');
  await ana.draw({ x: 250, y: 300 }, { x: 520, y: 330 });
  await expect(ana.pill).toContainText('unsent');
  await ben.draw({ x: 650, y: 300 }, { x: 800, y: 330 });
  const again = await startHub({ port: hub.port });
  try {
    for (const person of [ana, ben]) {
      await expect(person.pill).toContainText('Server restarted · you hold a copy');
      await expect(person.lostCopy).toBeVisible();
    }
    await expect(ana.lostCopy).toContainText('You hold 3 elements');
    await expect(ben.lostCopy).toContainText('You hold 3 elements');
    expect(await axeFindsEverywhere(ana.page)).toEqual([]);
    await ana.lostCopy.getByRole('button', { name: 'Restore to room' }).click();
    await ana.live();
    await ana.holds(3);
    // The room is not empty any more: Ben holds one stroke that it lacks, and adding it doubles nothing.
    await expect(ben.lostCopy).toContainText('You hold 1 element');
    await ben.lostCopy.getByRole('button', { name: 'Add my copy to it' }).click();
    await ben.live();
    await ben.holds(4);
    await ana.holds(4);
    await sameBoard(ana, ben);
    // People meet again under the same link.
    const late = await witness(hub.link);
    await late.holds(4);
  } finally {
    await again.stop();
  }
});

test('Start empty asks once more, and leaves the room empty', async ({ ownHub: hub, open, expectProblems }) => {
  expectProblems(LOST_LINE);
  const ana = await open(hub.link);
  await ana.draw({ x: 200, y: 200 }, { x: 500, y: 220 });
  await ana.holds(1);
  await hub.kill();
  const again = await startHub({ port: hub.port });
  try {
    await ana.lostCopy.getByRole('button', { name: 'Start empty' }).click();
    await expect(ana.lostCopy).toContainText('will be deleted');
    await ana.lostCopy.getByRole('button', { name: 'Start empty' }).click();
    await ana.live();
    await ana.holds(0);
  } finally {
    await again.stop();
  }
});

test('strokes drawn while the connection is away arrive when it returns', { tag: '@app' }, async ({
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
  await expect(ana.pill).toContainText(/Offline|Reconnecting/);
  await ana.draw({ x: 200, y: 300 }, { x: 500, y: 320 });
  await ana.draw({ x: 200, y: 350 }, { x: 500, y: 370 });
  await expect(ana.pill).toContainText('unsent');
  await ben.draw({ x: 200, y: 450 }, { x: 500, y: 470 });
  line.mend();
  await ana.live();
  await ana.holds(4);
  await ben.holds(4);
  await sameBoard(ana, ben);
});

test('[PRS-4] a dropped socket costs nothing that anybody sees: the pill stays quiet, a stroke goes on, and nobody leaves', async ({
  ownHub: hub,
  open,
  expectProblems,
  lineTo,
}) => {
  expectProblems(LOST_LINE);
  const line = await lineTo(hub.port);
  const [ana, ben] = [await open(line.linkThrough(hub.link)), await open(hub.link)];
  const joins = (): number => hub.log().split('member.joined').length - 1;
  expect(joins()).toBe(2);
  await ana.page.evaluate(() => {
    // What the pill says from here on, every change of it.
    const pill = document.querySelector('[data-testid="status-pill"]');
    const said = new Set<string>();
    if (pill)
      new MutationObserver(() => said.add(pill.textContent ?? '')).observe(pill, {
        subtree: true,
        childList: true,
        characterData: true,
      });
    Object.assign(window, { said });
  });
  await ana.page.keyboard.press('p');
  await ana.page.mouse.move(200, 200);
  await ana.page.mouse.down();
  await ana.page.mouse.move(300, 240, { steps: 5 });
  line.drop();
  await ana.page.mouse.move(500, 260, { steps: 10 });
  await ana.page.mouse.up();
  await ana.draw({ x: 200, y: 400 }, { x: 500, y: 420 });
  await ben.holds(2);
  const said = await ana.page.evaluate(() => [...(window as unknown as { said: Set<string> }).said].join('|'));
  expect(said).not.toMatch(/Reconnecting|Offline/);
  await sameBoard(ana, ben);
  expect(joins()).toBe(2);
  expect(hub.log()).not.toContain('member.left');
});

test('a line that is refused for seconds while a stroke is drawn: Reconnecting is shown, nothing is lost, and nobody is seen to leave', async ({
  ownHub: hub,
  open,
  expectProblems,
  lineTo,
}) => {
  expectProblems(LOST_LINE);
  const line = await lineTo(hub.port);
  const [ana, ben] = [await open(line.linkThrough(hub.link)), await open(hub.link)];
  const joins = (): number => hub.log().split('member.joined').length - 1;
  expect(joins()).toBe(2);
  await ana.page.keyboard.press('p');
  await ana.page.mouse.move(200, 200);
  await ana.page.mouse.down();
  await ana.page.mouse.move(300, 240, { steps: 5 });
  line.cut();
  const cutAt = performance.now();
  await expect(ana.pill).toContainText('Reconnecting');
  await ana.page.mouse.move(400, 250, { steps: 5 });
  await ben.draw({ x: 200, y: 400 }, { x: 500, y: 420 });
  await expect.poll(() => performance.now() - cutAt).toBeGreaterThan(4_000);
  await ana.page.mouse.move(500, 260, { steps: 5 });
  await ana.page.mouse.up();
  await expect(ana.pill).toContainText('unsent');
  line.mend();
  await ana.live();
  await ana.holds(2);
  await ben.holds(2);
  await sameBoard(ana, ben);
  expect(joins()).toBe(2);
  expect(hub.log()).not.toContain('member.left');
});

test('a line that falls silent without a reset is shown as Reconnecting, and nobody is seen to leave', async ({
  ownHub: hub,
  open,
  expectProblems,
  lineTo,
}) => {
  expectProblems(LOST_LINE);
  const line = await lineTo(hub.port);
  const [ana, ben] = [await open(line.linkThrough(hub.link)), await open(hub.link)];
  const joins = (): number => hub.log().split('member.joined').length - 1;
  const before = joins();
  line.become({ at: 'stalled' });
  await expect(ana.pill).toContainText('Reconnecting');
  await ana.draw({ x: 200, y: 200 }, { x: 500, y: 220 });
  await ben.draw({ x: 200, y: 400 }, { x: 500, y: 420 });
  line.mend();
  await ana.live();
  await ana.holds(2);
  await sameBoard(ana, ben);
  expect(joins()).toBe(before);
  expect(hub.log()).not.toContain('member.left');
});
