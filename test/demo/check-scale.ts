import { expect } from 'playwright/test';
import type { Check } from './check.ts';
import type { Fleet } from './fleet.ts';
import { allSent, drawRow, holds, killWhileDrawing, lostCopyOf, onHub, sameBoards } from './steps.ts';

/** Two hubs behind one service: one board, whichever hub a window is on. */
export async function checkScale(check: Check, fleet: Fleet): Promise<void> {
  const [ana, ben] = [await check.open(fleet.link('A')), await check.open(fleet.link('B'))];
  await check.step('Ana’s window says that it is on hub A', () => onHub(check, ana, 'A'));
  await check.step('Ben’s window says that it is on hub B', () => onHub(check, ben, 'B'));
  await check.step('each sees the other as being there', async () => {
    for (const board of [ana, ben]) {
      await check.until(() => expect(board.page.getByTestId('others')).toHaveAccessibleName('1 other person in this room'));
    }
    return 'one other person, for both';
  });
  await check.step('Ana draws one stroke on hub A: it arrives on hub B', async () => {
    await drawRow(ana, 0);
    await holds(check, ben, 1);
    return `fingerprint ${await sameBoards(check, ana, ben)}`;
  });
  await check.step('Ben draws two on hub B: they arrive on hub A', async () => {
    await drawRow(ben, 1);
    await drawRow(ben, 2);
    await holds(check, ana, 3);
    return `fingerprint ${await sameBoards(check, ana, ben)}`;
  });
  await check.step('who comes later gets the whole board from either hub', async () => {
    const [late, later] = [await check.open(fleet.link('A')), await check.open(fleet.link('B'))];
    await holds(check, late, 3);
    await holds(check, later, 3);
    for (const board of [late, later]) await board.page.context().close();
    return '3 strokes each';
  });
  await check.step('hub A is killed; Ana draws on, unsent', () =>
    killWhileDrawing(check, fleet, { place: 'A', board: ana, row: 3 }),
  );
  await check.step('Ana comes to hub B, on the same board, with nothing lost', async () => {
    const where = await onHub(check, ana, 'B');
    await allSent(check, ana);
    await holds(check, ana, 4);
    await holds(check, ben, 4);
    await expect(ana.lostCopy).toBeHidden();
    return `${where}; 4 strokes for both, fingerprint ${await sameBoards(check, ana, ben)}`;
  });
  await check.step('every hub is killed and started again: nothing was kept, each window holds a copy', async () => {
    await fleet.restart();
    return `Ana: ${await lostCopyOf(check, ana, 4)}; Ben: ${await lostCopyOf(check, ben, 4)}`;
  });
  await check.step('Ana restores hers, and who comes to the other hub gets it', async () => {
    await ana.lostCopy.getByRole('button', { name: 'Restore to room' }).click();
    await holds(check, ana, 4);
    await allSent(check, ana);
    const late = await check.open(fleet.link('B'));
    await holds(check, late, 4);
    return `fingerprint ${await sameBoards(check, ana, late)}`;
  });
}
