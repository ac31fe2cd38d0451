import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../core/base/host.ts';
import type { RoomId } from '../../core/board/ids.ts';
import { formatRoomPath } from '../../core/contract/access/room-link.ts';
import { SignedLinks } from '../../server/adapters/signed-links/signed-links.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';
import { startHub } from '../harness/hub.ts';
import { BoardPage } from './board-page.ts';
import { cutWords } from './cut-words.ts';
import { expect, test } from './fixtures.ts';

test('[RGT-14] a host makes a link for one use: the first browser that opens it comes back by it, another one is told why it does not get in', async ({
  seat,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'inkroom-once-'));
  const file = join(folder, 'keys.json');
  const hub = await startHub({ flags: ['--link-key', file, '--require-links'] });
  const links = await SignedLinks.open({ file, clock: nodeClock, random: nodeRandom, log: silentLog });
  try {
    const room = 'class-1' as RoomId;
    const { token } = await links.make({ room, grant: 'host', until: nodeClock.now() + 3_600_000 });
    const host = await (await seat(hub.server)).context.newPage();
    await host.goto(`${hub.server}/#${formatRoomPath({ room, access: token })}`);
    await new BoardPage(host, []).live();
    await host.getByTestId('share').click();
    const panel = host.getByRole('dialog', { name: 'Share' });
    await panel.getByLabel('Who opens it', { exact: true }).selectOption('Can draw');
    await panel.getByText('Only for the first person who opens it').click();
    await panel.getByRole('button', { name: 'Make a link' }).click();
    const link = await panel.getByRole('textbox', { name: 'Link that expires' }).inputValue();
    await host.keyboard.press('Escape');
    await host.getByRole('button', { name: 'Menu', exact: true }).click();
    await host.getByRole('menuitemradio', { name: 'Deutsch' }).click();
    await host.getByTestId('share').click();
    await expect(host.getByRole('button', { name: 'Link erstellen' })).toBeVisible();
    for (const width of [1280, 390]) {
      await host.setViewportSize({ width, height: 844 });
      expect(await cutWords(host), `${width} wide`).toEqual([]);
    }
    const { context } = await seat(hub.server);
    const page = await context.newPage();
    await page.goto(link);
    const board = new BoardPage(page, []);
    await board.live();
    await page.reload();
    await board.live();
    // The tab is closed, and the link opened again in the same browser.
    await page.close();
    const again = await context.newPage();
    await again.goto(link);
    await new BoardPage(again, []).live();
    const other = await (await seat(hub.server)).context.newPage();
    await other.goto(link);
    await expect(other.getByTestId('not-reached')).toContainText('This link is for one use, and it was used.');
  } finally {
    links.dispose();
    await hub.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
