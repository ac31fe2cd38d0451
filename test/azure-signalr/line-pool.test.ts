import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { LinePool } from '../../server/adapters/azure-signalr/line-pool.ts';
import { nodeClock, nodeRandom } from '../../server/node-host.ts';
import { silentLog } from '../../server/signalr/node-host.ts';

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
  const pool = new LinePool({
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
