import { expect, test } from 'vitest';
import type { ClientId, InstanceId } from '../../../../../core/board/ids.ts';
import type { NumberedBatches } from '../../../../../core/room/replica.ts';
import { ForeignBatches } from '../../../../../server/hub/durability/foreign-batches.ts';

const [ANN, BOB] = ['AAAAAAAAAAA' as ClientId, 'BBBBBBBBBBB' as ClientId];
const [ONE, TWO] = ['OOOOOOOOOOO' as InstanceId, 'TTTTTTTTTTT' as InstanceId];

const part = (origin: InstanceId, firstSeq: number, ...authors: ClientId[]): NumberedBatches => ({
  origin,
  firstSeq,
  batches: authors.map((author, i) => ({ author, n: firstSeq + i, ops: [] })),
});
const seqsOf = (parts: readonly NumberedBatches[]): string[] => parts.map(({ origin, firstSeq }) => `${origin[0]}${firstSeq}`);
const by = (author: ClientId) => [{ author, n: 9, ops: [] }];

test('[SAVE-9] what another instance does not report as stored within a second is overdue, with all that it numbered before', () => {
  const foreign = new ForeignBatches();
  foreign.add(part(ONE, 1, ANN), 0);
  foreign.add(part(ONE, 2, BOB), 900);
  foreign.add(part(TWO, 1, BOB), 500);
  expect(foreign.overdue(1_000)).toEqual([]);
  expect(seqsOf(foreign.overdue(1_600))).toEqual(['O1', 'T1']);
  foreign.stored(TWO, 1);
  expect(seqsOf(foreign.overdue(5_000))).toEqual(['O1', 'O2']);
  foreign.stored(ONE, 2);
  expect(foreign.isEmpty).toBe(true);
});

test('[SAVE-9] before a batch of an author all that others numbered of the author is stored, without a gap; nothing for anybody else', () => {
  const foreign = new ForeignBatches();
  foreign.add(part(ONE, 1, BOB), 0);
  foreign.add(part(ONE, 2, ANN, BOB), 0);
  foreign.add(part(ONE, 4, BOB), 0);
  expect(seqsOf(foreign.before(by(ANN)))).toEqual(['O1', 'O2']);
  expect(seqsOf(foreign.before(by('CCCCCCCCCCC' as ClientId)))).toEqual([]);
  foreign.stored(ONE, 2);
  expect(seqsOf(foreign.before(by(ANN)))).toEqual(['O2']);
});

test('[SAVE-9] an origin is known to be stored up to what still waits, and no further than it is known', () => {
  const foreign = new ForeignBatches();
  expect(foreign.durable(ONE, 7)).toBe(7);
  foreign.add(part(ONE, 5, ANN, BOB), 0);
  foreign.add(part(ONE, 7, ANN), 0);
  expect([foreign.durable(ONE, 7), foreign.durable(ONE, 3), foreign.durable(TWO, 2)]).toEqual([4, 3, 2]);
  foreign.stored(ONE, 6);
  expect(foreign.durable(ONE, 7)).toBe(6);
  foreign.stored(ONE, 7);
  expect(foreign.durable(ONE, 7)).toBe(7);
});
