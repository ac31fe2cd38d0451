import { expect } from 'playwright/test';
import type { Check } from './check.ts';
import type { Fleet } from './fleet.ts';
import { allSent, drawRow, holds, killWhileDrawing, lostCopyOf, onHub, sameBoards } from './steps.ts';

/** Two hubs on their own: the same room name is two boards. */
export async function checkSplit(check: Check, fleet: Fleet): Promise<void> {
  const [ana, ben] = [await check.open(fleet.link('A')), await check.open(fleet.link('B'))];
  await check.step('Ana’s window says that it is on hub A', () => onHub(check, ana, 'A'));
  await check.step('Ben’s window says that it is on hub B', () => onHub(check, ben, 'B'));
  await check.step('Ana draws one stroke on hub A and Ben two on hub B: neither arrives on the other', async () => {
    await drawRow(ana, 0);
    await drawRow(ben, 1);
    await drawRow(ben, 2);
    // Both hubs have taken everything, and tell it to whoever comes now.
    await allSent(check, ana);
    await allSent(check, ben);
    const [late, later] = [await check.open(fleet.link('A')), await check.open(fleet.link('B'))];
    await holds(check, late, 1);
    await holds(check, later, 2);
    await holds(check, ana, 1);
    await holds(check, ben, 2);
    for (const board of [late, later]) await board.page.context().close();
    return `two boards: ${await ana.fact('Fingerprint')} on hub A, ${await ben.fact('Fingerprint')} on hub B`;
  });
  await check.step('neither sees the other as being there', async () => {
    for (const board of [ana, ben]) await check.until(() => expect(board.page.getByTestId('others')).toBeHidden());
    return 'each is alone in a room of the same name';
  });
  await check.step('hub A is killed; Ana draws on, unsent', () =>
    killWhileDrawing(check, fleet, { place: 'A', board: ana, row: 3 }),
  );
  await check.step('Ana comes to hub B, finds another board there, and holds hers as a copy', async () => {
    const card = await lostCopyOf(check, ana, 2);
    return `${await onHub(check, ana, 'B')}; ${card}`;
  });
  await check.step('she adds her copy beside it: nothing is lost', async () => {
    await ana.lostCopy.getByRole('button', { name: 'Add my copy to it' }).click();
    await holds(check, ana, 4);
    await holds(check, ben, 4);
    return `4 strokes for both, fingerprint ${await sameBoards(check, ana, ben)}`;
  });
  await check.step('every hub is killed and started again: nothing was kept, each window holds a copy', async () => {
    await fleet.restart();
    const cards = [await lostCopyOf(check, ana, 4), await lostCopyOf(check, ben, 4)];
    const late = await check.open(fleet.link('A'));
    await holds(check, late, 0);
    await late.page.context().close();
    return `Ana: ${cards[0]}; Ben: ${cards[1]}; who comes now finds an empty board`;
  });
  await check.step('Ana restores hers', async () => {
    await ana.lostCopy.getByRole('button', { name: 'Restore to room' }).click();
    await holds(check, ana, 4);
    await allSent(check, ana);
    return onHub(check, ana, 'A');
  });
}
