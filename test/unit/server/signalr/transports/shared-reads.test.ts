import net, { type AddressInfo } from 'node:net';
import { Duplex } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { ReadingTurn } from '../../../../../server/signalr/receiving/reading-turn.ts';
import { BytesFeed } from '../../../../../server/signalr/transports/bytes-feed.ts';
import { readIntoShared, toKeep } from '../../../../../server/signalr/transports/shared-reads.ts';
import { eventually } from '../../../../support/eventually.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';

const SLAB_BYTES = 8 * 1024;
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** Both ends of a TCP connection. */
async function connected(): Promise<{ readonly client: net.Socket; readonly served: net.Socket }> {
  const accepted = Promise.withResolvers<net.Socket>();
  const server = net.createServer({ pauseOnConnect: true }, accepted.resolve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = net.connect((server.address() as AddressInfo).port, '127.0.0.1');
  const served = await accepted.promise;
  ends.push(() => {
    client.destroy();
    served.destroy();
    server.close();
  });
  return { client, served };
}

const textOf = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString();

test('two sockets read into the same bytes, and what was read stays as it was', async () => {
  const [one, other] = [await connected(), await connected()];
  const read: Buffer[][] = [[], []];
  for (const [i, { served }] of [one, other].entries()) {
    expect(readIntoShared(served, (chunk) => (read[i] as Buffer[]).push(chunk) > 0)).toBe(true);
    served.resume();
  }
  for (let i = 0; i < 20; i++) {
    one.client.write(`a${i} `);
    other.client.write(`b${i} `);
    await eventually(() => expect(textOf(read[1] ?? []).endsWith(`b${i} `)).toBe(true));
  }
  const said = (who: string): string => Array.from({ length: 20 }, (_, i) => `${who}${i} `).join('');
  await eventually(() => expect(read.map(textOf)).toEqual([said('a'), said('b')]));
});

test('a short read keeps a few KiB in memory, a long one its own bytes, and what is kept for long nothing else', async () => {
  const { client, served } = await connected();
  const read: Buffer[] = [];
  readIntoShared(served, (chunk) => read.push(chunk) > 0);
  served.resume();
  client.write('short');
  await eventually(() => expect(textOf(read)).toBe('short'));
  expect(read[0]?.buffer.byteLength).toBe(SLAB_BYTES);
  const kept = toKeep(read[0] as Buffer);
  expect(kept.toString()).toBe('short');
  expect(kept.buffer.byteLength).toBe(5);
  client.write(Buffer.alloc(5_000, 'x'));
  await eventually(() => expect(textOf(read)).toBe(`short${'x'.repeat(5_000)}`));
  for (const chunk of read.filter(({ length }) => length > 1_024)) {
    expect(chunk.buffer.byteLength).toBe(chunk.length);
    expect(toKeep(chunk)).toBe(chunk);
  }
});

test('a socket that is paused reads nothing until it goes on, and its end is seen', async () => {
  const { client, served } = await connected();
  const read: Buffer[] = [];
  let isEnded = false;
  served.on('end', () => {
    isEnded = true;
  });
  readIntoShared(served, (chunk) => {
    read.push(chunk);
    served.pause();
    return true;
  });
  served.resume();
  client.write('first');
  await eventually(() => expect(textOf(read)).toBe('first'));
  client.write('second');
  for (let turns = 0; turns < 20; turns++) await new Promise((resolve) => setImmediate(resolve));
  expect(textOf(read)).toBe('first');
  served.resume();
  await eventually(() => expect(textOf(read)).toBe('firstsecond'));
  client.end();
  served.resume();
  await eventually(() => expect(isEnded).toBe(true));
});

test('a feed passes on what waited in the stream before what is read behind it', async () => {
  const { client, served } = await connected();
  const passed: Buffer[] = [];
  served.unshift(Buffer.from('head '));
  const feed = new BytesFeed(served, new ReadingTurn(new FakeClock()), {
    read(piece) {
      passed.push(Buffer.from(piece));
      return piece.length;
    },
    passed() {},
  });
  served.resume();
  client.write('body');
  await eventually(() => expect(textOf(passed)).toBe('head body'));
  feed.stop();
});

test('a stream without a socket of Node is left to read by itself', () => {
  const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  expect(readIntoShared(stream, () => true)).toBe(false);
});
