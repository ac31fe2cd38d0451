import { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ReadingTurn } from '../../../../../server/signalr/receiving/reading-turn.ts';
import { BytesFeed } from '../../../../../server/signalr/transports/bytes-feed.ts';

const LONG = 64 * 1024;

/** Pauses last one turn. */
function after(_waitMs: number, run: () => void) {
  void setImmediate().then(run);
  return { dispose() {} };
}

/** A socket whose reader needs `costMs` for each piece. */
function fed(costMs: number) {
  let mono = 0;
  let passedBytes = 0;
  let onPiece: () => void = () => undefined;
  const pieces: Buffer[] = [];
  const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  socket.on('data', (piece: Buffer) => {
    mono += costMs;
    pieces.push(piece);
    onPiece();
  });
  const feed = new BytesFeed(socket, new ReadingTurn({ mono: () => mono, after }), {
    read: () => 0,
    passed(rest) {
      passedBytes += rest.length;
    },
  });
  return {
    socket,
    feed,
    pieces,
    passedBytes: () => passedBytes,
    onEach(run: () => void) {
      onPiece = run;
    },
  };
}

const bytes = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, i) => i % 251));

/** Resolves with the number of turns. Bounded: a feed that never goes on fails the test. */
async function turnsUntil(holds: () => boolean): Promise<number> {
  for (let turns = 0; turns < 1_000; turns++) {
    if (holds()) return turns;
    await setImmediate();
  }
  throw new Error('it does not go on');
}

test('a long chunk is read in pieces over several turns, whole and in order', async () => {
  const { socket, pieces, passedBytes } = fed(4);
  const chunk = bytes(LONG);
  socket.push(chunk);
  const turns = await turnsUntil(() => passedBytes() === LONG);
  expect(pieces.length).toBe(16);
  expect(turns, '5 ms a turn are two pieces').toBeGreaterThanOrEqual(7);
  expect(Buffer.concat(pieces).equals(chunk)).toBe(true);
  socket.push(bytes(2_000));
  await turnsUntil(() => passedBytes() === LONG + 2_000);
});

test('a short chunk is read at once, whatever time the others took', async () => {
  const { socket, pieces, passedBytes } = fed(40);
  socket.push(bytes(4_096));
  await turnsUntil(() => passedBytes() === 4_096);
  socket.push(bytes(90));
  socket.push(bytes(80));
  await setImmediate();
  expect(pieces.slice(1).map(({ length }) => length)).toEqual([90, 80]);
});

test('nothing more of a chunk is read once its connection has paused, until it goes on', async () => {
  const { socket, feed, pieces, passedBytes, onEach } = fed(0);
  onEach(() => feed.pause());
  socket.push(bytes(LONG));
  await turnsUntil(() => pieces.length > 0);
  for (let i = 0; i < 5; i++) await setImmediate();
  expect(pieces.length).toBe(1);
  feed.resume();
  expect(pieces.length).toBe(2);
  onEach(() => undefined);
  feed.resume();
  expect(passedBytes()).toBe(LONG);
});

test('what follows the end of a connection is dropped, and the end of its socket is seen', async () => {
  const { socket, feed, pieces, onEach } = fed(0);
  onEach(() => feed.stop());
  socket.push(bytes(LONG));
  socket.push(bytes(LONG));
  let hasEnded = false;
  socket.once('end', () => {
    hasEnded = true;
  });
  socket.push(null);
  await turnsUntil(() => hasEnded);
  expect(pieces.length).toBe(1);
});

test('what comes while the connection is paused waits in the socket, which then takes no more, and comes in order', async () => {
  const { socket, feed, pieces, onEach, passedBytes } = fed(0);
  socket.push(bytes(10));
  await turnsUntil(() => passedBytes() === 10);
  onEach(() => feed.pause());
  const first = bytes(5_000);
  socket.push(first);
  expect(pieces.slice(1).map(({ length }) => length)).toEqual([4_096]);
  const second = bytes(30);
  expect(socket.push(second)).toBe(true);
  while (socket.push(Buffer.alloc(16 * 1024)));
  expect(pieces).toHaveLength(2);
  onEach(() => undefined);
  feed.resume();
  await turnsUntil(() => pieces.length > 4);
  expect(pieces[2]).toEqual(first.subarray(4_096));
  expect(pieces[3]).toEqual(second);
});

test.each(['end', 'stop'] as const)(
  'of a peer that goes on sending after %s no more is read, and its socket stays for what it must still read',
  async (how) => {
    const { socket, feed, passedBytes } = fed(0);
    feed[how]();
    for (let k = 0; k < 5; k++) socket.push(bytes(LONG));
    expect(socket.isPaused()).toBe(false);
    for (let k = 0; k < 5; k++) socket.push(bytes(LONG));
    await turnsUntil(() => socket.isPaused());
    expect(socket.destroyed).toBe(false);
    expect(socket.readableLength).toBeGreaterThanOrEqual(3 * LONG);
    expect(passedBytes()).toBe(how === 'end' ? 5 * LONG : 0);
  },
);
