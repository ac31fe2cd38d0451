import { expect, test } from 'vitest';
import { codeOf, reasonOf } from '../../../core/base/reason-of.ts';

test.each([
  [new TypeError('no such thing'), 'no such thing'],
  ['out of ink', 'out of ink'],
  ['', 'unknown reason'],
  [undefined, 'unknown reason'],
  [{ message: 'not an error' }, 'unknown reason'],
])('a reason is what an error or a text says, and nothing else: %o', (thrown, reason) => {
  expect(reasonOf(thrown)).toBe(reason);
});

test.each([
  [Object.assign(new Error('no such file'), { code: 'ENOENT' }), 'ENOENT'],
  [Object.assign(new Error('cannot be cloned'), { code: 25 }), '25'],
  [new Error('no code'), undefined],
  [{ code: 'ENOENT' }, undefined],
  ['ENOENT', undefined],
])('a code is what the system gave an error: %o', (thrown, code) => {
  expect(codeOf(thrown)).toBe(code);
});
