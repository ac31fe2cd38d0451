import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodePoints, newTail } from '../../core/board/bodies/points-codec.ts';
import { elementId } from '../../core/board/ids.ts';
import { parseRoomLink } from '../../core/contract/access/room-link.ts';
import { type HubProcess, openLink, startInkroom } from '../hub/hub-process.ts';
import { RoomClient } from '../hub/room-client.ts';
import { eventually } from '../support/eventually.ts';
import { addStroke } from '../unit/server/hub/ink.ts';

let folder: string;
let hub: HubProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inkroom-full-'));
});
afterEach(async () => {
  hub?.child.kill('SIGKILL');
  await hub?.exit;
  rmSync(folder, { recursive: true, maxRetries: 20 });
});

/** How large a file the process that holds the data file may write, in bytes: writing beyond it fails as on a full disk. */
function limitFiles(bytes: number | 'unlimited'): void {
  const pid = hub?.child.pid ?? 0;
  const worker = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  execFileSync('prlimit', ['--pid', worker, `--fsize=${bytes}:unlimited`]);
}

test('[SAVE-2] on a full disk the room is read only and keeps what it accepted; with space again it goes on by itself', async () => {
  hub = startInkroom(['--host', '127.0.0.1', '--port', '0', '--store', 'lmdb', '--data', join(folder, 'data')]);
  const link = parseRoomLink(await openLink(hub));
  if (!link.ok) throw new Error(link.error.code);
  const { server } = link.value;
  const ann = await RoomClient.join(server);
  const author = ann.welcome.you.clientId;
  const xy = Int32Array.from({ length: 2_000 }, (_, i) => (i * 7_919) % 30_011);
  const points = encodePoints(newTail(), { xy, pressure: undefined });
  let n = 0;
  const draw = async (): Promise<void> => {
    n++;
    await ann.push({
      author,
      n,
      ops: [addStroke(author, n), { kind: 'append', id: elementId(author, n), offset: 0, chunk: points }],
    });
  };
  const notices = (kind: string) =>
    ann.stock.received.filter(({ target, args }) => target === 'notice' && (args[0] as { kind: string }).kind === kind);

  await draw();
  await eventually(() => expect(ann.echoedN).toBe(1));
  limitFiles(200_000);
  // Some hundred kilobytes, until the store takes no more.
  for (let drawn = 0; drawn < 200 && notices('readOnly').length === 0; drawn++) {
    await draw();
    await eventually(() => expect(ann.echoedN === n || notices('readOnly').length > 0).toBe(true));
  }
  expect(notices('readOnly')).toHaveLength(1);
  expect(await (await fetch(`${server}/healthz`)).text()).toMatch(/the store fails, 1 rooms are read only/);
  const late = await RoomClient.join(server);
  expect(late.welcome).toMatchObject({ readOnly: 'room.read_only', elements: ann.replica.board.elementCount });

  limitFiles('unlimited');
  await expect.poll(() => notices('persistence'), { timeout: 30_000 }).toHaveLength(1);
  const accepted = ann.replica.board.elementCount;
  await draw();
  await eventually(() => expect(ann.echoedN).toBe(n));
  hub.child.kill('SIGTERM');
  expect(await hub.exit).toBe(0);
  hub = startInkroom(['--host', '127.0.0.1', '--port', '0', '--store', 'lmdb', '--data', join(folder, 'data')]);
  const reopened = parseRoomLink(await openLink(hub));
  const again = await RoomClient.join(reopened.ok ? reopened.value.server : '');
  expect(again.welcome).toMatchObject({ epoch: ann.welcome.epoch, elements: accepted + 1 });
}, 120_000);
