import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Forgotten, rangesOf } from '../../../core/board/forgotten.ts';
import { type ClientId, elementId } from '../../../core/board/ids.ts';
import { runSeed } from '../../support/seeded.ts';

const AUTHORS = ['AAAAAAAAAAA', 'BBBBBBBBBBB'] as ClientId[];
const range = fc.record({
  author: fc.constantFrom(...AUTHORS),
  from: fc.integer({ min: 1, max: 40 }),
  length: fc.integer({ min: 1, max: 9 }),
});

test('[OPS-13] ranges that come in any order are one set, kept as few spans that do not touch', () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 30 }), (added) => {
      const forgotten = new Forgotten();
      const ids = new Set<ReturnType<typeof elementId>>();
      for (const { author, from, length } of added) {
        forgotten.add({ author, from, to: from + length });
        for (let k = from; k < from + length; k++) ids.add(elementId(author, k));
      }
      for (const author of AUTHORS) {
        for (let k = 1; k < 60; k++) expect(forgotten.has(elementId(author, k))).toBe(ids.has(elementId(author, k)));
        const spans = [...forgotten.ranges()].filter((one) => one.author === author);
        for (const [i, { from, to }] of spans.entries()) {
          expect(from).toBeLessThan(to);
          if (i > 0) expect(from).toBeGreaterThan(spans[i - 1]?.to as number);
        }
      }
      const byAuthor = (one: { readonly author: string; readonly from: number }): string =>
        `${one.author} ${one.from}`.padStart(20);
      const sorted = (ranges: Iterable<{ readonly author: string; readonly from: number }>) =>
        [...ranges].sort((a, b) => (byAuthor(a) < byAuthor(b) ? -1 : 1));
      expect(sorted(rangesOf([...ids].reverse()))).toEqual(sorted(forgotten.ranges()));
    }),
    { seed: runSeed(), numRuns: 300 },
  );
});
