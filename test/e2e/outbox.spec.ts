import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openVaultFile } from '../../main/vaults/vault-file.ts';
import type { DesktopApp } from '../harness/desktop-app.ts';
import { startHub } from '../harness/hub.ts';
import { isKept, sameBoard } from './board-page.ts';
import { expect, LOST_LINE, test } from './fixtures.ts';

/** An app that is killed has written what is older than a quarter of a second; a tab that goes elsewhere writes as it goes. */
async function written(app: DesktopApp | undefined, batches: number): Promise<void> {
  if (!app) return;
  const folder = join(app.profile, 'vaults');
  await expect
    .poll(async () => {
      const files = await Promise.all((await readdir(folder)).map((name) => openVaultFile(join(folder, name))));
      const names = files.flatMap((file) => [...(file?.parts.keys() ?? [])]);
      return names.filter((name) => name.startsWith('b')).length;
    })
    .toBeGreaterThanOrEqual(batches);
}

test('strokes drawn while the hub cannot be reached outlive the tab and the app: they are in the room once, later', async ({
  hub,
  open,
  vanish,
  appOf,
  expectProblems,
  lineTo,
}) => {
  // The app is started several times.
  test.slow();
  expectProblems(LOST_LINE);
  const line = await lineTo(hub.port);
  const link = line.linkThrough(hub.link);
  const [ana, ben] = [await open(link), await open(hub.link)];
  await ana.draw({ x: 200, y: 200 }, { x: 500, y: 220 });
  await ben.holds(1);
  line.cut();
  await expect(ana.pill).toContainText(/Offline|Reconnecting/);
  await ana.draw({ x: 200, y: 300 }, { x: 500, y: 320 });
  await ana.draw({ x: 200, y: 350 }, { x: 500, y: 370 });
  await expect(ana.pill).toContainText('unsent');
  await written(appOf(ana), 2);
  const comeBack = await vanish(ana);
  await ben.draw({ x: 200, y: 450 }, { x: 500, y: 470 });
  line.mend();
  const again = await comeBack(link);
  await again.live();
  await again.holds(4);
  await ben.holds(4);
  await sameBoard(again, ben);
  // The person of before is this person: nobody else is in the room.
  await expect(ben.page.getByTestId('others')).toHaveAccessibleName('1 other person in this room');
});

test('over a hub that lost the board the unsent strokes are offered as a lost copy with what the device saw of the board, and restoring brings them once', async ({
  ownHub: hub,
  open,
  witness,
  vanish,
  appOf,
  expectProblems,
}) => {
  // The app is started several times.
  test.slow();
  expectProblems(LOST_LINE);
  const ana = await open(hub.link);
  await ana.draw({ x: 200, y: 200 }, { x: 500, y: 220 });
  await ana.holds(1);
  await isKept(ana);
  await hub.kill();
  await expect(ana.pill).toContainText(/Offline|Reconnecting/);
  await ana.draw({ x: 250, y: 300 }, { x: 520, y: 330 });
  await ana.draw({ x: 250, y: 400 }, { x: 520, y: 430 });
  await written(appOf(ana), 2);
  const comeBack = await vanish(ana);
  const restarted = await startHub({ port: hub.port });
  try {
    const again = await comeBack(hub.link);
    await expect(again.lostCopy).toContainText('You hold 3 elements');
    await again.holds(0);
    // The copy itself waits for the decision over another time away.
    const comeBackOnceMore = await vanish(again);
    const decided = await comeBackOnceMore(hub.link);
    await decided.lostCopy.getByRole('button', { name: /Restore to room|Add my copy to it/ }).click();
    await decided.live();
    await decided.holds(3);
    const late = await witness(hub.link);
    await late.holds(3);
    await sameBoard(decided, late);
    // A restore is no step of undo.
    await decided.page.keyboard.press('Control+z');
    await late.holds(3);
  } finally {
    await restarted.stop();
  }
});
