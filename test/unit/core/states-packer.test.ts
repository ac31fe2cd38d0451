import { expect, test } from 'vitest';
import { Board } from '../../../core/board/board.ts';
import type { ClientId, InstanceId } from '../../../core/board/ids.ts';
import { unpackStates } from '../../../core/room/catch-up.ts';
import { StatesPacker } from '../../../core/room/snapshot/states-packer.ts';
import { Author } from '../../support/author.ts';
import { runSeed, seededRandom } from '../../support/seeded.ts';
import { addStroke, firstPoints } from '../server/hub/ink.ts';

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
  const read = unpackStates(new Uint8Array(Buffer.concat(packer.finish())));
  if (!read.ok) throw new Error(`${read.error.code} ${read.error.detail}, seed ${seed}`);
  expect(packer.elements).toBe(board.elementCount);
  expect(steps).toBeGreaterThanOrEqual(Math.ceil(board.elementCount / 256));
  const copy = new Board();
  copy.merge(read.value);
  expect(copy.fingerprint(), `seed ${seed}`).toBe(board.fingerprint());
});

test('a part has 64 KiB at most, unless one stroke alone has more, and none is much smaller than it need be', () => {
  const board = new Board();
  const author = 'AAAAAAAAAAA' as ClientId;
  const sizes = [...Array(100).fill(3_000), 10_000, 10_000, ...Array(300).fill(10)] as number[];
  sizes.forEach((count, i) => {
    for (const op of [addStroke(author, i + 1), firstPoints(author, i + 1, count)]) {
      board.apply(author, [op], { origin: 'OOOOOOOOOOO' as InstanceId, seq: i + 1 });
    }
  });
  const packer = new StatesPacker(board.states());
  while (packer.step());
  const parts = packer.finish().slice(1);
  const large = parts.filter(({ length }) => length > 64 * 1024);
  expect(large.length).toBeLessThanOrEqual(2);
  const total = parts.reduce((sum, { length }) => sum + length, 0);
  expect(parts.length).toBeLessThanOrEqual(Math.ceil(total / (48 * 1024)) + 2);
});
