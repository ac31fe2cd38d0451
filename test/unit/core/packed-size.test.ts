import { expect, test } from 'vitest';
import { packValue } from '../../../core/wire/msgpack.ts';
import { isSamePacked, packedSize } from '../../../core/wire/packed-size.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';
import { seededRandom } from '../../support/seeded.ts';

const EDGES = [0, 1, 31, 32, 127, 128, 255, 256, 65_535, 65_536, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40, 2 ** 53 - 1];
const NUMBERS: readonly number[] = [...EDGES.flatMap((edge) => [edge, -edge, -edge - 1]), 0.5, -1e300, Number.NaN, -0];

const VALUES: readonly WireValue[] = [
  null,
  true,
  false,
  ...NUMBERS,
  ...[0, 1, 31, 32, 255, 256, 65_535, 65_536].flatMap((length): WireValue[] => [
    'a'.repeat(length),
    new Uint8Array(length),
    Array.from({ length: Math.min(length, 70_000) }, (_, i) => i % 7),
  ]),
  'ü'.repeat(20),
  'ü'.repeat(200),
  '漢字',
  '🎈 a 🎈',
  {},
  { kind: 'start', at: 5, deep: { list: [[], [[]], { a: null }] } },
  Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`key ${i}`, i])),
];

test('the size is that of what is packed, for values of every kind and at every edge', () => {
  for (const value of VALUES) expect([value, packedSize(value)]).toEqual([value, packValue(value).length]);
});

/** A value of a few levels. */
function made(random: ReturnType<typeof seededRandom>, depth: number): WireValue {
  const pick = Math.floor(random.next() * (depth > 0 ? 7 : 5));
  const some = (): number => Math.floor(random.next() * 20);
  switch (pick) {
    case 0:
      return NUMBERS[Math.floor(random.next() * NUMBERS.length)] ?? 0;
    case 1:
      return Math.floor((random.next() - 0.5) * 1e6);
    case 2:
      return random.next() * 1_000;
    case 3:
      return random.bytes(some());
    case 4:
      return 'aü漢'.repeat(some());
    default:
      return Array.from({ length: some() }, () => made(random, depth - 1));
  }
}

test('two values are the same when what is packed of them is, for any values', () => {
  const random = seededRandom(5);
  for (let round = 0; round < 300; round++) {
    const value = made(random, 3);
    expect(packedSize(value)).toBe(packValue(value).length);
    expect(isSamePacked(value, structuredClone(value))).toBe(true);
    const other = made(random, 3);
    expect(isSamePacked(value, other)).toBe(Buffer.compare(packValue(value), packValue(other)) === 0);
  }
  const small = VALUES.filter((value) => packedSize(value) < 1_000).map((value) => ({ value, packed: packValue(value) }));
  const pairs = small.flatMap((a) => small.map((b) => [a, b] as const));
  const wrong = pairs.filter(([a, b]) => isSamePacked(a.value, b.value) !== (Buffer.compare(a.packed, b.packed) === 0));
  expect(wrong).toEqual([]);
  expect(isSamePacked([1, [2, new Uint8Array([3])]], [1, [2, new Uint8Array([4])]])).toBe(false);
  expect(isSamePacked({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(false);
});
