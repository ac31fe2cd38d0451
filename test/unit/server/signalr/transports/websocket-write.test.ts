import { createServer } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { ReadingTurn } from '../../../../../server/signalr/receiving/reading-turn.ts';
import { UnfinishedMessages } from '../../../../../server/signalr/receiving/unfinished-messages.ts';
import type { Transport } from '../../../../../server/signalr/transports/transport.ts';
import { webSocketAcceptor } from '../../../../../server/signalr/transports/websocket.ts';
import { eventually } from '../../../../support/eventually.ts';

const UPGRADE =
  'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';
const RECEIVERS = 3;

test('the long frame of a large room is made once, and leaves in one write to each receiver', async () => {
  const clock = { now: Date.now, mono: () => performance.now(), after: () => ({ dispose() {} }) };
  const unfinished = new UnfinishedMessages(clock, { unfinishedBytes: 1_000_000, messageTimeoutMs: 60_000 });
  const acceptor = webSocketAcceptor(1_024, { unfinished, reading: new ReadingTurn(clock) });
  const carried: { readonly transport: Transport; readonly socket: Duplex }[] = [];
  const http = createServer().on('upgrade', (request, socket, head) =>
    acceptor.accept(request, socket, head, (transport) => {
      carried.push({ transport, socket });
      return { frameBytes: 1_024, onBytes() {}, onWritable() {}, onGone() {} };
    }),
  );
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const sockets = Array.from({ length: RECEIVERS }, () => net.connect((http.address() as AddressInfo).port, '127.0.0.1'));
  try {
    const received = sockets.map(() => 0);
    for (const [i, socket] of sockets.entries()) {
      socket.write(UPGRADE);
      socket.on('data', (bytes) => {
        received[i] = (received[i] ?? 0) + bytes.length;
      });
    }
    await eventually(() => expect(carried).toHaveLength(RECEIVERS));
    await eventually(() => expect(Math.min(...received)).toBeGreaterThan(0));
    const before = [...received];
    const frame = Buffer.alloc(40_000, 7);
    const written = carried.map(({ transport, socket }) => {
      const write = vi.spyOn(socket, 'write');
      transport.write(frame, 'binary');
      expect(write).toHaveBeenCalledTimes(1);
      return write.mock.calls[0]?.[0];
    });
    expect(new Set(written).size).toBe(1);
    await eventually(() => expect(received.map((bytes, i) => bytes - (before[i] ?? 0))).toEqual(sockets.map(() => 40_004)));
  } finally {
    for (const socket of sockets) socket.destroy();
    http.close();
  }
});
