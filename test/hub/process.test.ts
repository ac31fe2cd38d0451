import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { newClientSecret } from '../../core/board/ids.ts';
import { parseRoomLink } from '../../core/contract/access/room-link.ts';
import { SETTINGS } from '../../server/cli/settings.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { eventually } from '../support/eventually.ts';
import { type HubProcess, openLink, startInkroom } from './hub-process.ts';
import { connectRaw } from './raw-connection.ts';
import { RoomClient } from './room-client.ts';

const running: HubProcess[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const { child, exit } of running.splice(0)) {
    child.kill('SIGKILL');
    await exit;
  }
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

function inkroom(args: readonly string[], env?: Readonly<Record<string, string>>): HubProcess {
  const started = startInkroom(args, env);
  running.push(started);
  return started;
}

const serverOf = (link: string): string => {
  const parsed = parseRoomLink(link);
  if (!parsed.ok) throw new Error(`${link} is no link`);
  return parsed.value.server;
};

test('it prints the link of a new room, says that nothing is kept, and ends with code 0 when it is asked to', async () => {
  const hub = inkroom(['serve', '--host', '127.0.0.1', '--port', '0']);
  const link = await openLink(hub);
  expect(parseRoomLink(link)).toMatchObject({ ok: true, value: { room: expect.stringMatching(/^[\w-]{22}$/) } });
  expect(hub.output()).toMatch(/memory only/);
  expect(hub.errors()).toMatch(/server\.listening .*port=\d+/);
  const ann = await RoomClient.join(serverOf(link));
  hub.child.kill('SIGTERM');
  expect(await hub.exit).toBe(0);
  expect(await ann.stock.closed).toBeUndefined();
  expect(ann.stock.received.at(-1)).toEqual({ target: 'notice', args: [{ kind: 'draining', returnInMs: 250 }] });
});

test('a hub that still waits for its store ends when it is asked to', async () => {
  // Like a Redis that hangs.
  const silent = createServer();
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as AddressInfo;
  const hub = inkroom(['--port', '0', '--store', 'redis', '--redis', `redis://127.0.0.1:${port}`]);
  const [socket] = (await once(silent, 'connection')) as [Socket];
  socket.on('error', () => undefined);
  hub.child.kill('SIGTERM');
  expect(await hub.exit).toBe(0);
  expect(hub.errors()).toMatch(/server\.stopping reason=SIGTERM/);
});

test('[CLS-1] asked to end, it is not ready at once; a second signal does not wait for anybody', async () => {
  const hub = inkroom(['--host', '127.0.0.1', '--port', '0']);
  const server = serverOf(await openLink(hub));
  expect((await fetch(`${server}/readyz`)).status).toBe(200);
  // Somebody who does not read does not answer to Close either: the hub waits for that.
  const deaf = await connectRaw(server);
  deaf.socket.pause();
  hub.child.kill('SIGTERM');
  await eventually(() => expect(hub.errors()).toContain('hub.draining'));
  const ready = await fetch(`${server}/readyz`).catch(() => undefined);
  expect(ready?.status ?? 503).toBe(503);
  hub.child.kill('SIGTERM');
  expect(await hub.exit).toBe(1);
});

test('[CLS-1] a hub in memory that is restarted lets people come back to a new epoch; what they drew last had reached everybody', async () => {
  const first = inkroom(['--host', '127.0.0.1', '--port', '0']);
  const server = serverOf(await openLink(first));
  const [ann, bob] = [await RoomClient.join(server), await RoomClient.join(server)];
  await ann.stock.send('p', 1, [1, 1, 1, 1, 'a1', 0, 0, 2, 56, 0]);
  await eventually(() => expect(ann.echoedN).toBe(1));
  first.child.kill('SIGTERM');
  expect(await first.exit).toBe(0);
  // No error: "reconnect" is no failure.
  expect(await Promise.all([ann.stock.closed, bob.stock.closed])).toEqual([undefined, undefined]);
  expect(bob.fingerprint).toBe(ann.fingerprint);
  const second = inkroom(['--host', '127.0.0.1', '--port', new URL(server).port]);
  await openLink(second);
  const again = await RoomClient.join(server, { secret: ann.secret });
  expect(again.welcome.epoch).not.toBe(ann.welcome.epoch);
});

test('[CLS-1] a hub with a store that is restarted comes back in the same epoch with everything that was drawn, the last batches too', {
  timeout: 120_000,
}, async () => {
  const data = await mkdtemp(join(tmpdir(), 'inkroom-restart-'));
  folders.push(data);
  const flags = ['--host', '127.0.0.1', '--store', 'lmdb', '--data', data];
  const first = inkroom([...flags, '--port', '0']);
  const server = serverOf(await openLink(first));
  const ann = await RoomClient.join(server, { room: 'standup' });
  for (let k = 1; k <= 20; k++) await ann.stock.send('p', k, [1, k, k, 1, 'a1', 0, 0, 2, 56, 0]);
  await eventually(() => expect(ann.echoedN).toBe(20));
  // Asked to end at once: what is on its way to the disk gets there.
  first.child.kill('SIGTERM');
  expect(await first.exit).toBe(0);
  expect(await ann.stock.closed).toBeUndefined();
  const second = inkroom([...flags, '--port', new URL(server).port]);
  await openLink(second);
  const have = { epoch: ann.welcome.epoch, vector: ann.replica.vector.pairs() };
  const again = await RoomClient.join(server, { room: 'standup', secret: ann.secret, have }, { replica: ann.replica });
  expect(again.welcome).toMatchObject({ epoch: ann.welcome.epoch, elements: 20, lastN: 20, catchUp: 'none' });
  const newcomer = await RoomClient.join(server, { room: 'standup' });
  expect(newcomer.fingerprint).toBe(ann.fingerprint);
});

test('Ctrl-C ends it too', async () => {
  const hub = inkroom(['--port', '0', '--quiet']);
  await openLink(hub);
  expect(hub.output()).toMatch(/^Open: \S+\n$/);
  hub.child.kill('SIGINT');
  expect(await hub.exit).toBe(0);
  expect(hub.errors()).toBe('');
});

test('[HS-1] a hub that was killed and started again on its port serves the same room name in a new epoch', async () => {
  const first = inkroom(['--port', '0']);
  const server = serverOf(await openLink(first));
  const secret = newClientSecret(nodeRandom);
  const ann = await RoomClient.join(server, { room: 'standup', secret });
  await ann.stock.send('p', 1, [1, 1, 1, 1, 'a1', 0, 0, 2, 56, 0]);
  await eventually(() => expect(ann.echoedN).toBe(1));
  first.child.kill('SIGKILL');
  await first.exit;
  expect(await ann.stock.closed).toBeDefined();
  const second = inkroom(['--port', new URL(server).port]);
  expect(serverOf(await openLink(second))).toBe(server);
  const have = { epoch: ann.welcome.epoch, vector: ann.replica.vector.pairs() };
  const again = await RoomClient.join(server, { room: 'standup', secret, have });
  expect(again.welcome).toMatchObject({ room: 'standup', lastN: 0, elements: 0, vector: [], catchUp: 'snapshot' });
  expect(again.welcome.epoch).not.toBe(ann.welcome.epoch);
  expect(again.welcome.origin).not.toBe(ann.welcome.origin);
});

test('help names every flag and every environment variable', async () => {
  const help = inkroom(['--help']);
  expect(await help.exit).toBe(0);
  for (const { flag, variable } of Object.values(SETTINGS)) {
    expect(help.output()).toContain(`--${flag}`);
    expect(help.output()).toContain(variable);
  }
});

test('the version is that of the package', async () => {
  const version = inkroom(['--version']);
  expect(await version.exit).toBe(0);
  expect(version.output()).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('a value that cannot be read ends it at once with the reason and what is accepted', async () => {
  const wrong = inkroom(['--port', 'eighty']);
  expect(await wrong.exit).toBe(2);
  expect(wrong.errors()).toContain(
    '--port cannot be "eighty". It takes a whole number from 0 to 65535, or one with a "+" behind it.',
  );
  expect(wrong.output()).toBe('');
});

test('a port that is taken is said in words', async () => {
  const first = inkroom(['--port', '0']);
  const { port } = new URL(serverOf(await openLink(first)));
  const second = inkroom(['--port', port]);
  expect(await second.exit).toBe(1);
  expect(second.errors()).toContain(`Port ${port} is in use already.`);
});

test('environment variables work like flags, and flags win', async () => {
  const hub = inkroom(['--instance-name', 'flagged'], {
    INKROOM_PORT: '0',
    INKROOM_INSTANCE_NAME: 'variable',
    INKROOM_LOG_FORMAT: 'json',
  });
  const ann = await RoomClient.join(serverOf(await openLink(hub)));
  expect(ann.welcome.instanceName).toBe('flagged');
  for (const line of hub.errors().trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('event');
});

test('[HS-7] the welcome says whether the operator chose the name of the instance', async () => {
  const [named, nameless] = [inkroom(['--port', '0', '--instance-name', 'hub A']), inkroom(['--port', '0'])];
  const ann = await RoomClient.join(serverOf(await openLink(named)));
  expect(ann.welcome).toMatchObject({ instanceName: 'hub A', instanceNamed: true });
  const ben = await RoomClient.join(serverOf(await openLink(nameless)));
  expect(ben.welcome.instanceName).not.toBe('');
  expect(ben.welcome).not.toHaveProperty('instanceNamed');
});

test('a parent that stops reading what it prints does not end it', async () => {
  const hub = inkroom(['--port', '0', '--log-level', 'debug']);
  const server = serverOf(await openLink(hub));
  hub.child.stdout?.destroy();
  hub.child.stderr?.destroy();
  for (let i = 0; i < 5; i++) {
    const ann = await RoomClient.join(server);
    await ann.stock.stop();
  }
  expect((await fetch(`${server}/healthz`)).status).toBe(200);
  hub.child.kill('SIGTERM');
  expect(await hub.exit).toBe(0);
});
