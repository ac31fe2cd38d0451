import { expect, test } from 'vitest';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { orderAfter } from '../../../../renderer/engine/order-after.ts';

test('each key is above the one before and stays short', () => {
  let order = '';
  for (let i = 0; i < 5_000; i++) {
    const next = orderAfter(order);
    expect(next > order).toBe(true);
    order = next;
  }
  expect(order.length).toBeLessThan(8);
});

test('a key that no library made does not stop anybody from drawing', () => {
  for (const strange of ['a', 'a00', 'zz', 'A', `z${'z'.repeat(200)}`]) expect(orderAfter(strange) > strange).toBe(true);
  const longest = 'z'.repeat(LIMITS.orderKeyChars);
  expect(orderAfter(longest)).toBe(longest);
});
