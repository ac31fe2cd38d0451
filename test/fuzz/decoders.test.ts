import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkBatch } from '../../core/board/admission/validate-op.ts';
import { Board } from '../../core/board/board.ts';
import { decodeOps, encodeOps } from '../../core/board/codec/op-codec.ts';
import { type ClientId, newInstanceId } from '../../core/board/ids.ts';
import type { OpBatch } from '../../core/board/op.ts';
import { isRefusalCode } from '../../core/contract/refusal-codes.ts';
import { packStates, packSuffix, unpackStates, unpackSuffix } from '../../core/room/catch-up.ts';
import { decodeFrame, encodeFrame, openBatches } from '../../core/room/frame.ts';
import { Replica } from '../../core/room/replica.ts';
import { crc32, decodeSnapshot, encodeSnapshot } from '../../core/room/snapshot/snapshot.ts';
import { packValue, unpackValue } from '../../core/wire/msgpack.ts';
import { Author } from '../support/author.ts';
import { runSeed, seededRandom } from '../support/seeded.ts';

const INPUTS = 100_000;
const PER_SEED = 250;

/** Changes, cuts, doubles or swaps some bytes. */
function mutate(bytes: Uint8Array, next: () => number): Uint8Array {
  const out = [...bytes];
  const times = 1 + Math.floor(next() * 4);
  for (let i = 0; i < times && out.length > 0; i++) {
    const at = Math.floor(next() * out.length);
    const dice = next();
    if (dice < 0.5) out[at] = Math.floor(next() * 256);
    else if (dice < 0.65) out.splice(at, 1 + Math.floor(next() * 3));
    else if (dice < 0.8) out.splice(at, 0, ...[0xc1, 0xdf, 0xff, 0xff, 0xff, 0xff].slice(0, 1 + Math.floor(next() * 6)));
    else if (dice < 0.9) out.length = at;
    else out.push(...out.slice(at, at + 20));
  }
  return Uint8Array.from(out);
}

/** Says how it went; whatever is not a coded refusal or a value throws here. */
function outcome(result: { ok: true } | { ok: false; error: { code: string } }): 'read' | 'refused' {
  if (result.ok) return 'read';
  if (!isRefusalCode(result.error.code)) throw new Error(`uncoded refusal ${result.error.code}`);
  return 'refused';
}

test('[OPS-7] decoders give a value or a coded refusal for 100,000 mutated inputs, and what they give applies without harm', () => {
  const count = { read: 0, refused: 0 };
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = seededRandom(seed);
      const replica = new Replica();
      const origin = newInstanceId(random);
      const authors = [new Author(random), new Author(random)];
      const log: OpBatch[] = [];
      for (let i = 0; i < 12; i++) {
        const batch = (authors[i % 2] as Author).act(replica.board);
        replica.receive({ origin, firstSeq: log.push(batch), batches: [batch] });
      }
      const batches = log.map(({ author, n, ops }) => ({ author, n, ops: encodeOps(author, ops) }));
      const frame = packValue(
        encodeFrame({
          origin,
          firstSeq: 1,
          durableSeq: 12,
          batches,
          cursors: [{ no: 1, x: 2, y: 3 }],
          members: [{ kind: 'left', no: 4 }],
        }),
      );
      const suffix = packSuffix([{ origin, firstSeq: 1, batches: log }]);
      const states = packStates(replica.board.states());
      const snapshot = encodeSnapshot({ epoch: undefined, vector: [[origin, 12]], savedAt: 1, states: replica.board.states() });
      const whole = snapshot.subarray(9);

      for (let i = 0; i < PER_SEED / 5; i++) {
        const author = (authors[0] as Author).clientId;
        const ops = decodeOps(author, unpackValue(mutate(packValue(batches[i % batches.length]?.ops), random.next)));
        count[outcome(ops)]++;
        if (ops.ok && !checkBatch(replica.board, author, ops.value)) replica.board.apply(author, ops.value);

        const raw = unpackValue(mutate(frame, random.next));
        const read = decodeFrame(raw);
        count[outcome(read)]++;
        if (read.ok) {
          const opened = openBatches(read.value, () => author);
          if (opened.ok)
            new Board().apply(
              author,
              opened.value.flatMap((batch) => batch.ops),
            );
          else outcome(opened);
        }

        count[outcome(unpackSuffix(mutate(suffix, random.next)))]++;

        const table = unpackStates(mutate(states, random.next));
        count[outcome(table)]++;
        if (table.ok) new Board().merge(table.value);

        // A checksum that fits, so that the body is read and not only its sum.
        const body = mutate(whole, random.next);
        const forged = new Uint8Array(9 + body.length);
        forged.set(snapshot.subarray(0, 9));
        new DataView(forged.buffer).setUint32(5, crc32(body));
        forged.set(body, 9);
        count[outcome(decodeSnapshot(forged))]++;
      }
      replica.board.fingerprint();
    }),
    { numRuns: INPUTS / PER_SEED, seed: runSeed() },
  );
  expect(count.read + count.refused).toBe(INPUTS);
  // Both happen often, so neither "refuse all" nor "accept all" would pass.
  expect(count.read).toBeGreaterThan(INPUTS / 100);
  expect(count.refused).toBeGreaterThan(INPUTS / 4);
}, 120_000);

test('[OPS-7] arbitrary bytes and arbitrary values never throw', () => {
  const author = 'AnaAnaAnaAn' as ClientId;
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.anything({ withTypedArray: true, withBigInt: true, withNullPrototype: true }),
      (bytes, value) => {
        for (const raw of [unpackValue(bytes), value]) {
          outcome(decodeOps(author, raw));
          outcome(decodeOps(author, [raw, raw]));
          outcome(decodeFrame(raw));
          outcome(decodeFrame([1, 0, [raw, 1, raw], raw, raw, raw]));
        }
        outcome(unpackStates(bytes));
        outcome(unpackSuffix(bytes));
        outcome(decodeSnapshot(bytes));
      },
    ),
    { numRuns: 3_000, seed: runSeed() },
  );
});
