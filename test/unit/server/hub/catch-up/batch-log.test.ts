import { expect, test } from 'vitest';
import { BatchLog } from '../../../../../server/hub/catch-up/batch-log.ts';

const batch = (n: number) => ({ author: 'AAAAAAAAAAA' as never, n, ops: [] });

test('the log gives what came from a seq on, and nothing when that is gone', () => {
  const log = new BatchLog(3, 1_000);
  for (let n = 1; n <= 5; n++) log.add(batch(n), 10);
  expect([log.firstSeq, log.nextSeq]).toEqual([3, 6]);
  expect(log.from(4)?.map(({ n }) => n)).toEqual([4, 5]);
  expect(log.from(6)).toEqual([]);
  expect(log.from(2)).toBeUndefined();
  expect(log.from(7)).toBeUndefined();
});

test('bytes are a bound as well, down to nothing', () => {
  const log = new BatchLog(100, 25);
  for (let n = 1; n <= 4; n++) log.add(batch(n), 10);
  expect(log.from(3)?.map(({ n }) => n)).toEqual([3, 4]);
  log.add(batch(5), 1_000);
  expect([log.firstSeq, log.nextSeq]).toEqual([6, 6]);
});

test('a log that has dropped many thousands still gives the right ones', () => {
  const log = new BatchLog(500, 1_000_000);
  for (let n = 1; n <= 20_000; n++) log.add(batch(n), 1);
  expect(log.firstSeq).toBe(19_501);
  expect(log.from(19_990)?.map(({ n }) => n)).toEqual(Array.from({ length: 11 }, (_, i) => 19_990 + i));
});

test('a log that must not grow gives up its oldest batches for a new one', () => {
  const log = new BatchLog(100, 1_000);
  for (let n = 1; n <= 5; n++) log.add({ author: 'ana________' as never, n, ops: [] }, 100);
  log.add({ author: 'ana________' as never, n: 6, ops: [] }, 250, log.bytes);
  expect(log.bytes).toBe(450);
  expect(log.from(4)?.map(({ n }) => n)).toEqual([4, 5, 6]);
  expect(log.from(3)).toBeUndefined();
});
