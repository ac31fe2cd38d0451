import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appendsOf } from '../../../../../core/board/bodies/appends.ts';
import { encodePoints, newTail, readPoints } from '../../../../../core/board/bodies/points-codec.ts';
import { encodeOps } from '../../../../../core/board/codec/op-codec.ts';
import { type ClientId, elementId } from '../../../../../core/board/ids.ts';
import { Body } from '../../../../../core/board/kinds.ts';
import type { Op } from '../../../../../core/board/op.ts';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import { packValue } from '../../../../../core/wire/msgpack.ts';
import { fitsOneMessage, splitOps } from '../../../../../renderer/session/writing/split-ops.ts';

const ANA = 'ana________' as ClientId;
const set = (k: number): Op => ({ kind: 'set', id: elementId(ANA, k), lamport: k, values: { x: k } });

test('an ordinary change stays one batch', () => {
  const ops = Array.from({ length: 150 }, (_, k) => set(k + 1));
  expect(splitOps(ops)).toEqual([ops]);
  expect(splitOps([])).toEqual([]);
});

test('batches keep the order, and each fits into a message', () => {
  const points = new Uint8Array(9_000);
  const ops: Op[] = Array.from({ length: 500 }, (_, k) =>
    k % 3 === 0 ? { kind: 'append', id: elementId(ANA, k + 1), offset: 0, chunk: points } : set(k + 1),
  );
  const batches = splitOps(ops);
  expect(batches.flat()).toEqual(ops);
  for (const batch of batches) expect(packValue(encodeOps(ANA, batch)).length).toBeLessThan(LIMITS.messageBytes / 2);
});

test('a clear of more elements than one op may name is several ops', () => {
  const ids = Array.from({ length: 5_000 }, (_, k) => elementId(ANA, k + 1));
  const ops = splitOps([{ kind: 'alive', ids, lamport: 9, alive: false }]).flat();
  expect(ops.flatMap((op) => (op.kind === 'alive' ? op.ids : []))).toEqual(ids);
  for (const op of ops) expect(op.kind === 'alive' && op.ids.length).toBeLessThanOrEqual(LIMITS.refsPerOp);
});

test('an op that no message can carry is known by its size', () => {
  expect(fitsOneMessage({ kind: 'append', id: elementId(ANA, 1), offset: 0, chunk: new Uint8Array(LIMITS.appendBytes) })).toBe(
    true,
  );
  expect(fitsOneMessage({ kind: 'append', id: elementId(ANA, 1), offset: 0, chunk: new Uint8Array(LIMITS.messageBytes) })).toBe(
    false,
  );
});

test('a stroke cut into appends is the same stroke: whole points, offsets without holes, bytes end to end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: -9_000_000, max: 9_000_000 }), fc.nat(255)), { minLength: 1, maxLength: 4_000 }),
      fc.boolean(),
      (raw, pressured) => {
        const xy = Int32Array.from(raw.flatMap(([x]) => [x, -x]));
        const pressure = pressured ? Uint8Array.from(raw, ([, p]) => p) : undefined;
        const bytes = encodePoints(newTail(), { xy, pressure });
        const appends = appendsOf(elementId(ANA, 1), bytes, pressured ? Body.pressuredPoints : Body.points);
        const tail = newTail();
        for (const { offset, chunk } of appends) {
          expect(chunk.length).toBeLessThanOrEqual(LIMITS.appendBytes);
          expect(offset).toBe(tail.count);
          expect(readPoints(tail, chunk as Uint8Array, pressured)).toBeTypeOf('number');
        }
        expect(tail.count).toBe(raw.length);
        expect(Buffer.concat(appends.map(({ chunk }) => chunk as Uint8Array)).equals(bytes)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});
