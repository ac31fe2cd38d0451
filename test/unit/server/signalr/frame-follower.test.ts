import { expect, test } from 'vitest';
import { FrameFollower } from '../../../../server/signalr/transports/frame-follower.ts';
import { seededRandom } from '../../../support/seeded.ts';

const MASK = [1, 2, 3, 4];
const CONTINUATION = 0;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;

function frame(opcode: number, payload: number, isFinal: boolean): number[] {
  const length =
    payload < 126
      ? [0x80 | payload]
      : payload < 65_536
        ? [0x80 | 126, payload >> 8, payload & 0xff]
        : [0x80 | 127, 0, 0, 0, 0, 0, payload >> 16, (payload >> 8) & 0xff, payload & 0xff];
  return [(isFinal ? 0x80 : 0) | opcode, ...length, ...MASK, ...new Array<number>(payload).fill(0xff)];
}

test('whole messages leave nothing, in one chunk or several', () => {
  const follower = new FrameFollower();
  expect(follower.feed(Uint8Array.from(frame(BINARY, 5, true)))).toBe(true);
  expect(follower.bytes).toBe(0);
  expect(follower.feed(Uint8Array.from([...frame(BINARY, 300, true), ...frame(BINARY, 70_000, true)]))).toBe(true);
  expect(follower.bytes).toBe(0);
});

test('the payload that has come is told, that of fragments too, and a ping between them changes nothing', () => {
  const follower = new FrameFollower();
  expect(follower.feed(Uint8Array.from(frame(BINARY, 200, false)))).toBe(false);
  expect(follower.bytes).toBe(200);
  expect(follower.feed(Uint8Array.from(frame(PING, 10, true)))).toBe(false);
  expect(follower.bytes).toBe(200);
  expect(follower.feed(Uint8Array.from(frame(CONTINUATION, 100, true).slice(0, -1)))).toBe(false);
  expect(follower.bytes).toBe(299);
  expect(follower.feed(Uint8Array.from([0]))).toBe(true);
  expect(follower.bytes).toBe(0);
});

test('the end of the connection is told when its whole frame has come', () => {
  const follower = new FrameFollower();
  follower.feed(Uint8Array.from([...frame(PING, 3, true), ...frame(CLOSE, 2, true).slice(0, -1)]));
  expect(follower.hasClosed).toBe(false);
  follower.feed(Uint8Array.from([0]));
  expect(follower.hasClosed).toBe(true);
});

test('however the bytes are cut, as many messages end and nothing is left', () => {
  const random = seededRandom(7);
  const below = (end: number): number => Math.floor(random.next() * end);
  for (let run = 0; run < 50; run++) {
    const bytes: number[] = [];
    for (let i = 0; i < 20; i++) {
      const size = below(3) === 0 ? 66_000 : below(200);
      if (below(2) === 0) bytes.push(...frame(BINARY, size, false), ...frame(PING, 3, true), ...frame(CONTINUATION, 0, true));
      else bytes.push(...frame(BINARY, size, true));
    }
    const all = Uint8Array.from(bytes);
    const follower = new FrameFollower();
    for (let at = 0; at < all.length; ) {
      const size = 1 + below(5_000);
      follower.feed(all.subarray(at, at + size));
      at += size;
    }
    expect(follower.bytes).toBe(0);
  }
});
