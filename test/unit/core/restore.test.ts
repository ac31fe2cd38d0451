import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Board } from '../../../core/board/board.ts';
import { elementId, newInstanceId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import { Author } from '../../support/author.ts';
import { newClientId } from '../../support/client-id.ts';
import { runSeed, seededRandom } from '../../support/seeded.ts';
import { addStroke, firstPoints } from '../server/hub/ink.ts';

/** The board of an old epoch, and what two of its members still hold: one holds all of it, one stopped listening earlier. */
function lostBoard(seed: number): { whole: Board; early: Board } {
  const random = seededRandom(seed);
  const whole = new Board();
  const early = new Board();
  const authors = [new Author(random), new Author(random)];
  const origin = newInstanceId(random);
  for (let i = 0; i < 30; i++) {
    const batch = (authors[i % 2] as Author).act(whole);
    whole.apply(batch.author, batch.ops, { origin, seq: i + 1 });
    if (i < 22) early.apply(batch.author, batch.ops, { origin, seq: i + 1 });
  }
  return { whole, early };
}

const restoreOps = (board: Board): Op[] => [...board.states()].map((state) => ({ kind: 'restore', state }));

test('[OPS-6] two people restore their copies, in any order and twice: every element once, the longer copy counts', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { whole, early } = lostBoard(seed);
      const random = seededRandom(seed + 1);
      const [ana, ben] = [newClientId(random), newClientId(random)];
      const ops = [
        ...restoreOps(whole).map((op) => ({ author: ana, op })),
        ...restoreOps(early).map((op) => ({ author: ben, op })),
      ];
      const prints = [0, 1].map(() => {
        const board = new Board();
        const order = [...ops, ...ops].map((item) => ({ ...item, at: random.next() })).sort((a, b) => a.at - b.at);
        for (const { author, op } of order) board.apply(author, [op]);
        expect(board.elementCount).toBe(whole.elementCount);
        expect(board.aliveCount).toBe(whole.aliveCount);
        for (const element of whole.elements()) expect(board.get(element.id)?.pointCount).toBe(element.pointCount);
        return board.fingerprint();
      });
      expect(prints[1]).toBe(prints[0]);
    }),
    { numRuns: 200, seed: runSeed() },
  );
});

test('[OPS-6] the author’s own chain in this epoch counts before a copy, whichever comes first', () => {
  const random = seededRandom(3);
  const author = new Author(random);
  const chain = new Board();
  const batches = Array.from({ length: 8 }, () => author.act(chain)).map((batch) => {
    chain.apply(batch.author, batch.ops);
    return batch;
  });
  const first = [...chain.elements()][0];
  if (!first) throw new Error('the author drew nothing');
  const copyHolder = newClientId(random);
  const partial = new Board();
  for (const batch of batches.slice(0, 1)) partial.apply(batch.author, batch.ops);
  const copies = restoreOps(partial);
  const before = new Board();
  before.apply(copyHolder, copies);
  for (const batch of batches) before.apply(batch.author, batch.ops);
  const after = new Board();
  for (const batch of batches) after.apply(batch.author, batch.ops);
  after.apply(copyHolder, copies);
  expect(before.fingerprint()).toBe(after.fingerprint());
  expect(before.get(first.id)?.pointCount).toBe(first.pointCount);
});

test('a copy of what its author added here is not kept: it would be memory that no limit counts', () => {
  const board = new Board();
  const author = newClientId(seededRandom(5));
  for (let k = 1; k <= 50; k++) board.apply(author, [addStroke(author, k)]);
  const copies = new Board();
  copies.apply(author, [addStroke(author, 1), firstPoints(author, 1, 10_000)]);
  const [copy] = copies.states();
  if (!copy) throw new Error('there is no copy');
  const before = process.memoryUsage().arrayBuffers;
  for (let round = 0; round < 20; round++) {
    for (let k = 1; k <= 50; k++) board.apply(author, [{ kind: 'restore', state: { ...copy, id: elementId(author, k) } }]);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * copy.content.length);
  expect(board.pointBytes).toBe(0);
});
