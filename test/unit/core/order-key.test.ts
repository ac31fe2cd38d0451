import fc from 'fast-check';
import { generateKeyBetween } from 'fractional-indexing';
import { expect, test } from 'vitest';
import { isOrderKey, orderKeyAfter } from '../../../core/board/order-key.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { runSeed } from '../../support/seeded.ts';

test('the library can go on from every key that is accepted, and every key that it makes is accepted', () => {
  const keyish = fc
    .tuple(fc.constantFrom(...'AYZabz'), fc.string({ unit: fc.constantFrom(...'0VzA9'), maxLength: 30 }))
    .map(([head, rest]) => head + rest);
  fc.assert(
    fc.property(keyish, (key) => {
      let made: string | undefined;
      try {
        made = generateKeyBetween(key, null);
      } catch {
        made = undefined;
      }
      expect(isOrderKey(key), key).toBe(made !== undefined);
      if (made !== undefined) expect(isOrderKey(made)).toBe(true);
    }),
    { numRuns: 2_000, seed: runSeed() },
  );
});

test('keys go up; when somebody used them up the last one serves again instead of throwing', () => {
  let last = '';
  for (let i = 0; i < 300; i++) {
    const next = orderKeyAfter(last);
    expect(next > last).toBe(true);
    last = next;
  }
  const usedUp = 'z'.repeat(LIMITS.orderKeyChars);
  expect(isOrderKey(usedUp)).toBe(true);
  expect(orderKeyAfter(usedUp)).toBe(usedUp);
});
