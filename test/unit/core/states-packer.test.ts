import { expect, test } from 'vitest';
import { Board } from '../../../core/board/board.ts';
import { unpackStates } from '../../../core/room/catch-up.ts';
import { StatesPacker } from '../../../core/room/states-packer.ts';
import { Author } from '../../support/author.ts';
import { runSeed, seededRandom } from '../../support/seeded.ts';

test.each([0, 1, 15, 16, 255, 256, 257, 1_100])('%i batches packed in steps are read as the same board', (count) => {
  const seed = runSeed();
  const author = new Author(seededRandom(seed));
  const board = new Board();
  for (let seq = 1; seq <= count; seq++) {
    const { ops } = author.act(board);
    board.apply(author.clientId, ops, { origin: 'OOOOOOOOOOO' as never, seq });
  }
  const packer = new StatesPacker(board.states());
  let steps = 1;
  while (packer.step()) steps++;
  const read = unpackStates(packer.finish());
  if (!read.ok) throw new Error(`${read.error.code} ${read.error.detail}, seed ${seed}`);
  expect(packer.elements).toBe(board.elementCount);
  expect(steps).toBeGreaterThanOrEqual(Math.ceil(board.elementCount / 256));
  const copy = new Board();
  copy.merge(read.value);
  expect(copy.fingerprint(), `seed ${seed}`).toBe(board.fingerprint());
});
