import { expect, test } from 'vitest';
import { DisposableStore, disposable } from '../../../core/base/disposable.ts';
import { Emitter } from '../../../core/base/emitter.ts';
import { authorOf, base64url, elementId, isElementId, newRoomId, ordinalOf } from '../../../core/board/ids.ts';
import { readBytes, readCount } from '../../../core/wire/wire-value.ts';
import { newClientId } from '../../support/client-id.ts';
import { seededRandom } from '../../support/seeded.ts';

test('a disposable ends once, a store ends its own in reverse order and latecomers at once', () => {
  const ended: string[] = [];
  const store = new DisposableStore();
  for (const name of ['a', 'b']) store.add(disposable(() => ended.push(name)));
  store.dispose();
  store.dispose();
  store.add(disposable(() => ended.push('late')));
  expect(ended).toEqual(['b', 'a', 'late']);
});

test('an emitter tells in order, and a listener that was ended meanwhile is not told', () => {
  const told: string[] = [];
  const emitter = new Emitter<string>();
  emitter.on((event) => {
    told.push(`first ${event}`);
    second.dispose();
  });
  const second = emitter.on((event) => told.push(`second ${event}`));
  emitter.emit('x');
  expect(told).toEqual(['first x']);
  expect(emitter.size).toBe(1);
});

test('ids are base64url of the bytes, and an element id gives back its author and ordinal', () => {
  const random = seededRandom(1);
  expect(base64url(Uint8Array.from([255, 254, 253, 0]))).toBe(Buffer.from([255, 254, 253, 0]).toString('base64url'));
  expect(newRoomId(random)).toMatch(/^[A-Za-z0-9_-]{22}$/);
  const author = newClientId(random);
  const id = elementId(author, 123_456);
  expect([authorOf(id), ordinalOf(id), isElementId(id)]).toEqual([author, 123_456, true]);
  for (const bad of ['', `${author}.`, `${author}.01`, `${author}.zzzzzzzzzzz`, `${author}.A`, 7, null])
    expect(isElementId(bad)).toBe(false);
});

test('bytes may be bin or base64, counts are safe non-negative integers', () => {
  const bytes = Uint8Array.from([0, 1, 250, 251, 252]);
  for (let length = 0; length <= bytes.length; length++) {
    const part = bytes.slice(0, length);
    expect(readBytes(Buffer.from(part).toString('base64'))).toEqual(part);
  }
  expect(readBytes(bytes)).toBe(bytes);
  for (const bad of ['abc', 'ab=c', 7, null, {}]) expect(readBytes(bad)).toBeUndefined();
  for (const bad of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '1', 1n, null])
    expect(readCount(bad)).toBeUndefined();
  expect(readCount(3, 2)).toBeUndefined();
});
