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
import { expect, test } from './fixtures.ts';

test('[RGT-14] the first browser that uses a link for one use comes back by it, another one is told why it does not get in', async ({
  seat,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'inkroom-once-'));
  const file = join(folder, 'keys.json');
  const hub = await startHub({ flags: ['--link-key', file, '--require-links'] });
  const links = await SignedLinks.open({ file, clock: nodeClock, random: nodeRandom, log: silentLog });
  try {
    const room = 'class-1' as RoomId;
    const { token } = await links.make({ room, grant: 'draw', until: nodeClock.now() + 3_600_000, once: true });
    const link = `${hub.server}/#${formatRoomPath({ room, access: token })}`;
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
