import { MessageStream } from '@inkroom/azure-signalr/protocol/message-stream';
import { readServiceMessage } from '@inkroom/azure-signalr/protocol/read-message';
import { writeServiceMessage } from '@inkroom/azure-signalr/protocol/write-message';
import { prefixLength } from '@inkroom/signalr/hub-protocol/framing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VECTORS } from '../golden/azure-service/vectors.ts';
import { runSeed, seededRandom } from '../support/seeded.ts';

const RUNS = 400;
const PER_RUN = 100;

/** Changes, cuts, doubles or puts in some bytes. */
function mutate(bytes: Uint8Array, next: () => number): Buffer {
  const out = [...bytes];
  for (let times = 1 + Math.floor(next() * 4); times > 0 && out.length > 0; times--) {
    const at = Math.floor(next() * out.length);
    const dice = next();
    if (dice < 0.5) out[at] = Math.floor(next() * 256);
    else if (dice < 0.65) out.splice(at, 1 + Math.floor(next() * 3));
    else if (dice < 0.8) out.splice(at, 0, ...[0xc1, 0xdf, 0xff, 0xff, 0xff, 0xff].slice(0, 1 + Math.floor(next() * 6)));
    else if (dice < 0.9) out.length = at;
    else out.push(...out.slice(at, at + 20));
  }
  return Buffer.from(out);
}

test('40,000 mutated messages of the service protocol are read, skipped or refused, and what is read can be written and read again', () => {
  const count = { message: 0, unknown: 0, malformed: 0 };
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { next } = seededRandom(seed);
      for (let i = 0; i < PER_RUN; i++) {
        const { frame } = VECTORS[Math.floor(next() * VECTORS.length)] as (typeof VECTORS)[number];
        const decoded = readServiceMessage(mutate(frame.subarray(prefixLength(frame)), next));
        count[decoded.kind]++;
        if (decoded.kind !== 'message') continue;
        const written = writeServiceMessage(decoded.message);
        const again = readServiceMessage(written.subarray(prefixLength(written)));
        // Bytes that are no UTF-8 are read with replacement characters: a second writing changes nothing more.
        expect(again.kind).toBe('message');
        if (again.kind === 'message') expect(writeServiceMessage(again.message)).toEqual(written);
      }
    }),
    { numRuns: RUNS, seed: runSeed() },
  );
  expect(Math.min(...Object.values(count))).toBeGreaterThan(RUNS);
}, 120_000);

test('streams of mutated messages never throw, and hold no more than one message that may be', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { next } = seededRandom(seed);
      const stream = new MessageStream(2_000);
      for (let i = 0; i < 60; i++) {
        const { frame } = VECTORS[Math.floor(next() * VECTORS.length)] as (typeof VECTORS)[number];
        stream.push(next() < 0.2 ? mutate(frame, next) : Buffer.from(frame));
        for (let left = 1_000; stream.take()?.kind.startsWith('b') === false && left > 0; left--);
        expect(stream.size).toBeLessThanOrEqual(2_000);
      }
    }),
    { numRuns: RUNS, seed: runSeed() },
  );
}, 120_000);
