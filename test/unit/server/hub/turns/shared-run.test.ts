import { expect, test } from 'vitest';
import { SharedRun } from '../../../../../server/hub/turns/shared-run.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';

const turns = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

test('who asks while a run is under way shares the next one, which begins after a pause', async () => {
  const clock = new FakeClock();
  const runs: { end: (result: string) => void }[] = [];
  const shared = new SharedRun(clock, 100, () => new Promise<string>((end) => runs.push({ end })));
  const first = shared.next();
  await turns();
  expect(runs).toHaveLength(1);
  const later = [shared.next(), shared.next()];
  runs[0]?.end('first');
  expect(await first).toBe('first');
  clock.advance(99);
  await turns();
  expect(runs).toHaveLength(1);
  clock.advance(1);
  await turns();
  expect(runs).toHaveLength(2);
  runs[1]?.end('second');
  expect(await Promise.all(later)).toEqual(['second', 'second']);
});

test('a run that fails is no hindrance to the next', async () => {
  const clock = new FakeClock();
  let runs = 0;
  const shared = new SharedRun(clock, 100, () => (++runs === 1 ? Promise.reject(new Error('broken')) : Promise.resolve(runs)));
  const first = shared.next();
  await expect(first).rejects.toThrow('broken');
  const second = shared.next();
  await turns();
  clock.advance(100);
  expect(await second).toBe(2);
});
