import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { elementId, newClientSecret } from '../../core/board/ids.ts';
import { parseRoomLink } from '../../core/contract/access/room-link.ts';
import { decodeSnapshot } from '../../core/room/snapshot/snapshot.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { type HubProcess, openLink, startInkroom } from '../hub/hub-process.ts';
import { METRICS_TOKEN, metricsText } from '../hub/live-hub.ts';
import { RoomClient } from '../hub/room-client.ts';
import { eventually } from '../support/eventually.ts';
import { addStroke, removeStroke } from '../unit/server/hub/ink.ts';

let folder: string;
let data: string;
const running: HubProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inkroom-rooms-'));
  data = join(folder, 'data');
});
afterEach(async () => {
  for (const { child, exit } of running.splice(0)) {
    child.kill('SIGKILL');
    await exit;
  }
  rmSync(folder, { recursive: true, maxRetries: 20 });
});

async function serve(): Promise<{ readonly hub: HubProcess; readonly server: string }> {
  const hub = startInkroom(['--host', '127.0.0.1', '--port', '0', '--store', 'lmdb', '--data', data], {
    INKROOM_METRICS_TOKEN: METRICS_TOKEN,
  });
  running.push(hub);
  const link = parseRoomLink(await openLink(hub));
  if (!link.ok) throw new Error(link.error.code);
  return { hub, server: link.value.server };
}

async function inkroom(...args: readonly string[]): Promise<{ code: unknown; output: string; errors: string }> {
  const command = startInkroom([...args], { INKROOM_DATA: data });
  running.push(command);
  const code = await command.exit;
  return { code, output: command.output(), errors: command.errors() };
}

/** Draws so many strokes; resolves when the author has seen them back. */
async function draw(client: RoomClient, count: number): Promise<void> {
  const author = client.welcome.you.clientId;
  const from = client.welcome.lastN;
  for (let n = from + 1; n <= from + count; n++) await client.push({ author, n, ops: [addStroke(author, n)] });
  await eventually(() => expect(client.echoedN).toBe(from + count));
}

test('what was erased is in no file that an operator takes out', async () => {
  const { hub, server } = await serve();
  const ann = await RoomClient.join(server, { room: 'plans' });
  await draw(ann, 3);
  const author = ann.welcome.you.clientId;
  await ann.push({ author, n: 4, ops: [removeStroke(author, 2)] });
  await eventually(() => expect(ann.echoedN).toBe(4));
  hub.child.kill('SIGTERM');
  expect(await hub.exit).toBe(0);
  const file = join(folder, 'plans.inkroom');
  expect(await inkroom('rooms', 'export', 'plans', file)).toMatchObject({
    code: 0,
    errors: expect.stringContaining('Wrote 2 elements'),
  });
  const board = decodeSnapshot(new Uint8Array(readFileSync(file)));
  expect(board.ok && board.value.states.map(({ id }) => id).sort()).toEqual([elementId(author, 1), elementId(author, 3)].sort());
});

test('[SAVE-3] a hub with a store that is killed comes back with its epoch and boards; operators see, take out and delete rooms', async () => {
  const first = await serve();
  expect(first.hub.output()).toContain(`Boards are kept in ${data} (lmdb).`);
  expect(first.hub.errors()).toMatch(/server\.store_opened store=lmdb/);
  expect(await (await fetch(`${first.server}/healthz`)).text()).toBe('ok\nboards: kept (lmdb)\n');
  expect(await metricsText(first.server)).toMatch(/^inkroom_boards_kept 1$/m);
  const secret = newClientSecret(nodeRandom);
  const ann = await RoomClient.join(first.server, { secret, room: 'plans' });
  await draw(ann, 3);
  const bob = await RoomClient.join(first.server, { room: 'sketch' });
  await draw(bob, 1);
  // The onlooker sees what is durable, which a frame may be ahead of.
  const listed = async (): Promise<unknown> => JSON.parse((await inkroom('rooms', 'list', '--json')).output);
  await expect.poll(listed, { timeout: 20_000 }).toMatchObject([
    { room: 'plans', elements: 3, state: 'ok', aside: 0 },
    { room: 'sketch', elements: 1, state: 'ok', aside: 0 },
  ]);
  // Deleting under a hub would let it write the room back.
  const refused = await inkroom('rooms', 'delete', 'plans', '--yes');
  expect(refused).toMatchObject({ code: 1, errors: expect.stringMatching(/is in use by another Inkroom\. Stop that one first/) });

  first.hub.child.kill('SIGKILL');
  await first.hub.exit;
  const second = await serve();
  const again = await RoomClient.join(second.server, { secret, room: 'plans' }, { replica: ann.replica });
  expect(again.welcome).toMatchObject({ epoch: ann.welcome.epoch, lastN: 3, elements: 3, persistence: { mode: 'lmdb' } });
  await again.catchUp({ epoch: ann.welcome.epoch, vector: ann.replica.vector.pairs() });
  await draw(again, 2);
  second.hub.child.kill('SIGTERM');
  expect(await second.hub.exit).toBe(0);

  const table = await inkroom('rooms', 'list');
  expect(table).toMatchObject({ code: 0 });
  expect(table.output).toMatch(/^ROOM +ELEMENTS +BYTES +LAST SAVED\nplans +5 +\d+ +\d{4}-\S+Z\nsketch +1 +\d+ +\d{4}-\S+Z\n$/);
  const file = join(folder, 'plans.inkroom');
  expect(await inkroom('rooms', 'export', 'plans', file)).toMatchObject({ code: 0 });
  const board = decodeSnapshot(new Uint8Array(readFileSync(file)));
  expect(board.ok && board.value.states.length).toBe(5);
  expect(board.ok && board.value.life).toBeUndefined();
  expect(await inkroom('rooms', 'export', 'plans', file)).toMatchObject({
    code: 1,
    errors: expect.stringContaining('is there already'),
  });
  expect(await inkroom('rooms', 'delete', 'plans')).toMatchObject({ code: 2, errors: expect.stringContaining('--yes') });
  expect(await inkroom('rooms', 'delete', 'plans', '--yes')).toMatchObject({ code: 0, errors: 'Deleted plans.\n' });
  expect(await listed()).toMatchObject([{ room: 'sketch' }]);
  expect(await inkroom('rooms', 'export', 'plans', file)).toMatchObject({
    code: 1,
    errors: expect.stringContaining('No room plans is kept here'),
  });
}, 120_000);

test('a folder that is none is refused, and none is made', async () => {
  for (const args of [['list'], ['export', 'plans'], ['delete', 'plans', '--yes']]) {
    const told = await inkroom('rooms', ...args);
    expect(told).toMatchObject({ code: 1, errors: expect.stringContaining('is no data folder of Inkroom') });
  }
  expect(readdirSync(folder)).toEqual([]);
}, 60_000);
