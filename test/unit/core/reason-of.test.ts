import { expect, test } from 'vitest';
import { reasonOf } from '../../../core/base/reason-of.ts';

test.each([
  [new TypeError('no such thing'), 'no such thing'],
  ['out of ink', 'out of ink'],
  ['', 'unknown reason'],
  [undefined, 'unknown reason'],
  [{ message: 'not an error' }, 'unknown reason'],
])('a reason is what an error or a text says, and nothing else: %o', (thrown, reason) => {
  expect(reasonOf(thrown)).toBe(reason);
});
