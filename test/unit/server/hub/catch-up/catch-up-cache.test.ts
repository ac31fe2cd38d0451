import { expect, test } from 'vitest';
import { type CachedBody, CatchUpCache } from '../../../../../server/hub/catch-up/catch-up-cache.ts';

const MIB = 1024 * 1024;
const shelved = (id: string, bytes: number): CachedBody => ({
  body: { id, how: 'snapshot', chunks: [], bytes, elements: 1, vector: [] },
  key: id.charAt(0),
  revision: 1,
  ownSeq: 1,
  madeAt: 0,
  costMs: 1,
});
const idsOn = (shelf: CatchUpCache, ids: readonly string[]): string[] => ids.filter((id) => shelf.byId(id) !== undefined);

test('the bodies beside the newest are bounded in bytes, and the one that was used longest ago goes first', () => {
  const shelf = new CatchUpCache();
  const a = shelved('a', 6 * MIB);
  shelf.put(a, 1);
  shelf.put(shelved('b', 6 * MIB), 2);
  shelf.put(shelved('c', 6 * MIB), 3);
  shelf.used(a.body, 4);
  shelf.put(shelved('d', 40 * MIB), 5);
  expect(idsOn(shelf, ['a', 'b', 'c', 'd'])).toEqual(['a', 'c', 'd']);
});

test('there are 32 of them at most, and none that nobody has read for a minute', () => {
  const shelf = new CatchUpCache();
  for (let i = 0; i < 40; i++) shelf.put(shelved(`x${i}`, 10), i);
  const all = Array.from({ length: 40 }, (_, i) => `x${i}`);
  expect(idsOn(shelf, all)).toEqual(all.slice(8));
  expect(shelf.newest('x')?.body.id).toBe('x39');
  shelf.forgetOld(60_020);
  expect(idsOn(shelf, all)).toEqual(all.slice(20));
});
