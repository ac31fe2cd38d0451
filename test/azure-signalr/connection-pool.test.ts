import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import { writeServiceMessage } from '@inkroom/azure-signalr/protocol/write-message';
import { silentLog } from '@inkroom/signalr/node-host';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { hubBehindService } from '../../server/adapters/azure-signalr/hub-behind-service.ts';
import { ConnectionPool } from '../../server/adapters/azure-signalr/service-connections/connection-pool.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { behindOptions, KEY, listen } from './service-rig.ts';

test('a server connection that is still being opened when the process leaves is given up without a fault', async () => {
  // It takes upgrades and never answers them.
  const http = createServer();
  http.on('upgrade', () => {});
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  const faults: unknown[] = [];
  const onFault = (error: unknown): void => void faults.push(error);
  process.on('uncaughtException', onFault);
  onTestFinished(() => void process.off('uncaughtException', onFault));
  const sockets: WebSocket[] = [];
  const dialed = Promise.withResolvers<void>();
  const pool = new ConnectionPool({
    clock: nodeClock,
    random: nodeRandom,
    log: silentLog,
    traffic: { messagesIn: 0, bytesIn: 0, messagesOut: 0, bytesOut: 0 },
    async dial() {
      await dialed.promise;
      const { port } = http.address() as AddressInfo;
      const socket = new WebSocket(`ws://127.0.0.1:${port}`);
      sockets.push(socket);
      return socket;
    },
    opened() {},
    online() {},
    received() {},
    keepAlive: () => {
      throw new Error('no line is open');
    },
    lost() {},
    swept() {},
  });
  void pool.openOnDemand('somewhere');
  const closed = pool.close();
  dialed.resolve();
  await closed;
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve) =>
          socket.readyState === WebSocket.CLOSED ? resolve() : socket.once('close', () => resolve()),
        ),
    ),
  );
  expect(sockets).toHaveLength(6);
  expect(faults).toEqual([]);
});

/** A pool of five open lines to a service that accepts every one. Its clock stands still. */
async function steadyPool() {
  const clock = new FakeClock();
  const service = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const accepted: WebSocket[] = [];
  service.on('connection', (socket) => {
    accepted.push(socket);
    socket.once('message', () => {
      socket.send(writeServiceMessage({ type: T.handshakeResponse, errorMessage: '', connectionId: `line-${accepted.length}` }));
    });
  });
  await new Promise((resolve) => service.once('listening', resolve));
  let dials = 0;
  const pool = new ConnectionPool({
    clock,
    random: nodeRandom,
    log: silentLog,
    traffic: { messagesIn: 0, bytesIn: 0, messagesOut: 0, bytesOut: 0 },
    async dial() {
      dials++;
      return new WebSocket(`ws://127.0.0.1:${(service.address() as AddressInfo).port}`);
    },
    opened() {},
    online() {},
    received() {},
    keepAlive: () => ({ type: T.ping, messages: [] }),
    lost() {},
    swept() {},
  });
  onTestFinished(async () => {
    const closed = pool.close();
    for (const socket of accepted) socket.terminate();
    await closed;
    service.close();
  });
  const lines = (count: number): Promise<void> => eventually(() => expect(pool.open).toHaveLength(count));
  await lines(5);
  return {
    clock,
    lines,
    dials: () => dials,
    /** Ends the newest lines; resolves when the pool has seen it. */
    async drop(count: number) {
      const open = accepted.filter(({ readyState }) => readyState === WebSocket.OPEN);
      for (const socket of open.slice(-count)) socket.terminate();
      await lines(open.length - count);
    },
  };
}

test('a line that dies soon after its opening is replaced at once while others last, and later each time it happens again', async () => {
  const { clock, lines, dials, drop } = await steadyPool();
  clock.advance(5_000);
  await drop(1);
  clock.advance(0);
  expect(dials()).toBe(6);
  await lines(5);

  await drop(1);
  clock.advance(0);
  expect(dials()).toBe(7);
  await lines(5);

  await drop(1);
  clock.advance(999);
  expect(dials()).toBe(7);
  clock.advance(1_001);
  expect(dials()).toBe(8);
  await lines(5);

  // Lines that last put an end to the count.
  clock.advance(3_000);
  await drop(1);
  clock.advance(0);
  await lines(5);
  await drop(1);
  clock.advance(0);
  expect(dials()).toBe(10);
});

test('lines that have lasted come back at once, also during the wait after short lives', async () => {
  const { clock, lines, dials, drop } = await steadyPool();
  clock.advance(5_000);
  for (let i = 0; i < 2; i++) {
    await drop(1);
    clock.advance(0);
    await lines(5);
  }
  await drop(1);
  clock.advance(0);
  expect(dials()).toBe(7);
  await drop(4);
  clock.advance(0);
  expect(dials()).toBe(8);
  await lines(5);
});

test.each([
  { says: 'Maximum message count limit reached: 20000', code: 'service.messages' },
  { says: 'Maximum connection count limit reached: 20', code: 'service.connections' },
])(
  'a quota that the service names to the hub ($says) is named to clients, until the service takes the hub',
  async ({ says, code }) => {
    let errorMessage = says;
    const service = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    service.on('connection', (socket) =>
      socket.once('message', () =>
        socket.send(writeServiceMessage({ type: T.handshakeResponse, errorMessage, connectionId: 'line' })),
      ),
    );
    await new Promise((resolve) => service.once('listening', resolve));
    const { port } = service.address() as AddressInfo;
    const server = hubBehindService({
      ...behindOptions(`Endpoint=http://127.0.0.1:${port};AccessKey=${KEY};Version=1.0;`),
      hub: { methods: new Map() },
    });
    const made = await listen({ server });
    onTestFinished(async () => {
      await made.stop();
      for (const socket of service.clients) socket.terminate();
      service.close();
    });
    const negotiate = async (): Promise<{ readonly error?: string; readonly url?: string }> =>
      (await (await fetch(`${made.url}/hub/negotiate?negotiateVersion=1`, { method: 'POST' })).json()) as { error?: string };
    await eventually(async () => expect((await negotiate()).error).toMatch(new RegExp(`^${code}: `)));
    errorMessage = '';
    await eventually(async () => expect((await negotiate()).url).toContain('http'));
  },
);
