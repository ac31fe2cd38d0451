import type { Emulator } from '@inkroom/emulator/emulator';
import { afterEach, expect, test } from 'vitest';
import { connectStock, type StockConnection } from '../hub/stock-connection.ts';
import { createReferenceHub } from '../reference/hub.ts';
import { authenticateReference } from '../reference/users.ts';
import { eventually } from '../support/eventually.ts';
import { type BehindService, emulate, hubBehind } from './service-rig.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function service(): Promise<Emulator> {
  const emulator = await emulate();
  ends.push(() => emulator.stop());
  return emulator;
}

/** One application server with the reference hub. */
async function processBehind(emulator: Emulator, name: string): Promise<BehindService> {
  const reference = createReferenceHub({ name, announceLeft: true });
  const behind = await hubBehind(emulator.connectionString, reference.hub, {
    authenticate: authenticateReference(undefined),
    sticky: 'Required',
    serverId: `${name}_0`,
  });
  reference.attach([behind.server]);
  ends.push(() => behind.stop());
  return behind;
}

async function client({ url }: BehindService): Promise<StockConnection> {
  const connection = await connectStock(url);
  ends.push(() => connection.stop());
  connection.hub.on('message', (...args: unknown[]) => void connection.received.push({ target: 'message', args }));
  return connection;
}

const told = (one: StockConnection): unknown[] => one.received.map(({ args }) => args[0]);

test('a client of one process is reached from the other: by group, by connection, with everybody, and for a result', async () => {
  const emulator = await service();
  const [first, second] = [await processBehind(emulator, 'first'), await processBehind(emulator, 'second')];
  const [ann, bob] = [await client(first), await client(second)];
  expect(await ann.call('InstanceName')).toBe('first');
  expect(await bob.call('InstanceName')).toBe('second');
  await ann.call('JoinGroup', 'g');
  await bob.call('JoinGroup', 'g');
  await ann.call('SendToGroup', 'g', 1);
  await ann.call('SendToOthersInGroup', 'g', 2);
  await ann.call('SendToConnection', await bob.call('ConnectionId'), 3);
  await ann.call('SendToAll', 4);
  await eventually(() => expect(told(bob)).toEqual([1, 2, 3, 4]));
  await eventually(() => expect(told(ann)).toEqual([1, 4]));
  bob.hub.on('answer', (question: unknown) => `${String(question)}!`);
  expect(await ann.call('AskConnection', await bob.call('ConnectionId'), 'really')).toBe('really!');
  await expect(ann.call('AskConnection', 'nobody', 'really')).rejects.toThrow('is not there');
  await bob.call('LeaveGroup', 'g');
  await ann.call('SendToGroup', 'g', 5);
  await ann.call('SendToAll', 6);
  await eventually(() => expect(told(bob)).toEqual([1, 2, 3, 4, 6]));
});

test('in one call a join and a send keep their order, whatever server connection others use', async () => {
  const emulator = await service();
  const first = await processBehind(emulator, 'first');
  const clients = await Promise.all(Array.from({ length: 6 }, () => client(first)));
  for (let round = 0; round < 10; round++) {
    await Promise.all(
      clients.map(async (one, n) => {
        await one.call('JoinGroup', `g${round}-${n}`);
        await one.call('SendToGroup', `g${round}-${n}`, round);
        // The answer is behind what was sent before it.
        expect(told(one).at(-1)).toBe(round);
      }),
    );
  }
});

test('who has joined is in the group when the answer comes, however late the service acknowledges', async () => {
  const emulator = await service();
  const first = await processBehind(emulator, 'first');
  const ann = await client(first);
  emulator.chaos.delayAcks(300);
  await ann.call('JoinGroup', 'g');
  await ann.call('SendToGroup', 'g', 1);
  await eventually(() => expect(told(ann)).toEqual([1]));
});

test('a process that stops sends its clients off and leaves nothing at the service', async () => {
  const emulator = await service();
  const [first, second] = [await processBehind(emulator, 'first'), await processBehind(emulator, 'second')];
  const [ann, bob] = [await client(first), await client(second)];
  ends.splice(ends.length - 3, 1);
  await first.stop();
  await ann.closed;
  await eventually(() => expect(emulator.stats()).toMatchObject({ clients: 1, serverConnections: 5 }));
  expect(await bob.call('Echo', 'still here')).toBe('still here');
});

test.each([
  ['at once', 1],
  ['bit by bit', 20],
])('a client that sends more than is kept for it, %s, is dropped, and the others do not notice', async (_, parts) => {
  const emulator = await service();
  const reference = createReferenceHub({ name: 'first', announceLeft: false });
  const behind = await hubBehind(emulator.connectionString, reference.hub, { limits: { frameBytes: 256 * 1024 } });
  reference.attach([behind.server]);
  ends.push(() => behind.stop());
  const [flood, bob] = [await client(behind), await client(behind)];
  // While this runs the client's other calls wait.
  flood.hub.invoke('Slow', 60_000).catch(() => undefined);
  const large = 'x'.repeat(30_000);
  for (let part = 0; part < parts; part++) {
    for (let n = 0; n < 200 / parts; n++) flood.hub.send('Echo', large).catch(() => undefined);
    // The stock client puts what is sent in one turn into one message of its socket.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await flood.closed;
  expect(await bob.call('Echo', 1)).toBe(1);
  await eventually(() => expect(behind.server.stats().connections).toBe(1));
});
