import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePoints, encodePoints, newTail, readPoints } from '../../../core/board/bodies/points-codec.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { runSeed } from '../../support/seeded.ts';

const coordinate = fc.integer({ min: -LIMITS.coordinate, max: LIMITS.coordinate });
const stroke = fc.array(fc.tuple(coordinate, coordinate, fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 60 });

const flatXy = (points: readonly (readonly [number, number, number])[]): Int32Array => {
  const xy = new Int32Array(points.length * 2);
  for (const [i, [x, y]] of points.entries()) xy.set([x, y], 2 * i);
  return xy;
};

test('[OPS-5] any points come back exactly, however they were cut into chunks', () => {
  fc.assert(
    fc.property(stroke, fc.boolean(), fc.integer({ min: 1, max: 7 }), (points, pressured, size) => {
      const tail = newTail();
      const chunks: Uint8Array[] = [];
      for (let i = 0; i < points.length; i += size) {
        const part = points.slice(i, i + size);
        const pressure = pressured ? Uint8Array.from(part, ([, , p]) => p) : undefined;
        chunks.push(encodePoints(tail, { xy: flatXy(part), pressure }));
      }
      const decoded = decodePoints(Buffer.concat(chunks), pressured);
      expect(decoded.xy).toEqual(flatXy(points));
      if (pressured) expect([...(decoded.pressure ?? [])]).toEqual(points.map(([, , p]) => p));
      expect(tail.count).toBe(points.length);
    }),
    { numRuns: 500, seed: runSeed() },
  );
});

test('a smooth stroke at 120 Hz costs about two bytes a point', () => {
  const xy = Int32Array.from({ length: 600 }, (_, i) =>
    Math.round((i % 2 === 0 ? Math.cos(i / 60) : Math.sin(i / 60)) * 200 * 16),
  );
  expect(encodePoints(newTail(), { xy, pressure: undefined }).length / 300).toBeLessThan(2.2);
});

test.each([
  ['a varint that stops in the middle', [0x80], 'append.malformed'],
  ['a varint of six bytes', [0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 0x00], 'append.malformed'],
  ['more than 32 bits', [0xff, 0xff, 0xff, 0xff, 0x1f, 0x00], 'append.malformed'],
  ['a point without its y', [0x02], 'append.malformed'],
  ['a step off the board', [0xff, 0xff, 0xff, 0xff, 0x0f, 0x00], 'op.coordinate'],
])('[OPS-7] %s is refused with a code', (_, bytes, code) => {
  expect(readPoints(newTail(), Uint8Array.from(bytes), false)).toBe(code);
});

test('[OPS-7] pressure outside 0 to 255 is refused', () => {
  expect(readPoints(newTail(), Uint8Array.from([0, 0, 0xff, 0x7f]), true)).toBe('append.malformed');
});
