import { expect, test } from 'vitest';
import { watchLoopUse } from '../../../../server/process/loop-use.ts';

test('a loop that works is in use, and one that waits is not', async () => {
  const takeUsed = watchLoopUse();
  const nextTurn = (waitMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, waitMs));
  await nextTurn(1);
  takeUsed();
  const until = performance.now() + 40;
  while (performance.now() < until);
  const working = takeUsed();
  expect(working).toBeGreaterThan(0.5);
  expect(working).toBeLessThanOrEqual(1);
  // Between two looks it waits.
  await expect.poll(takeUsed, { interval: 60 }).toBeLessThan(working);
});
