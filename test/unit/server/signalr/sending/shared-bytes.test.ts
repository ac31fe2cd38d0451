import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SharedBytes } from '../../../../../server/signalr/sending/shared-bytes.ts';

const KIB = 1024;
const remake = (value: unknown) => ({ value, make: () => new Uint8Array(0) });

test('a buffer that many lean on counts once, until the last has let go', () => {
  const shared = new SharedBytes(100 * KIB);
  const body = new Uint8Array(64 * KIB);
  const first = shared.lean(remake(body.subarray(0, 32 * KIB)), 32 * KIB + 10);
  const second = shared.lean(remake({ kind: 'chunk', bytes: body.subarray(32 * KIB) }), 32 * KIB + 20);
  expect([first?.length, second?.length]).toEqual([32 * KIB + 10, 32 * KIB + 20]);
  expect(shared.bytes).toBe(64 * KIB);
  first?.release();
  expect(shared.bytes).toBe(64 * KIB);
  second?.release();
  expect(shared.bytes).toBe(0);
});

test('beyond its bound nobody leans on another buffer, but still on those that count already', () => {
  const shared = new SharedBytes(100 * KIB);
  const body = new Uint8Array(64 * KIB);
  shared.lean(remake(body), 64 * KIB);
  expect(shared.lean(remake(new Uint8Array(64 * KIB)), 64 * KIB)).toBeUndefined();
  expect(shared.lean(remake(body), 64 * KIB)).toBeDefined();
  expect(shared.bytes).toBe(64 * KIB);
});

test('what has no large byte string, or much beside it, is kept as it is', () => {
  const shared = new SharedBytes(100 * KIB);
  for (const value of [undefined, null, 7, 'x'.repeat(9_000), [], { bytes: new Uint8Array(100) }])
    expect(shared.lean(remake(value), 9_000)).toBeUndefined();
  expect(shared.lean(remake({ bytes: new Uint8Array(8 * KIB), text: 'x'.repeat(9_000) }), 17_300)).toBeUndefined();
  expect(shared.bytes).toBe(0);
});

test('counts exactly the buffers that are leaned on, in any order of coming and going, and never more than its bound', () => {
  const buffers = Array.from({ length: 5 }, (_, n) => new Uint8Array((n + 4) * KIB));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(4), fc.boolean()), { maxLength: 100 }), (steps) => {
      const shared = new SharedBytes(20 * KIB);
      const held: { buffer: Uint8Array; release(): void }[] = [];
      for (const [n, comes] of steps) {
        const buffer = buffers[n] as Uint8Array;
        if (comes) {
          const leaned = shared.lean(remake(buffer), buffer.length);
          if (leaned) held.push({ buffer, release: leaned.release });
        } else held.splice(n, 1)[0]?.release();
        const distinct = new Set(held.map((one) => one.buffer));
        expect(shared.bytes).toBe([...distinct].reduce((sum, one) => sum + one.length, 0));
        expect(shared.bytes).toBeLessThanOrEqual(20 * KIB);
      }
    }),
  );
});
