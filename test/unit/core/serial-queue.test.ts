import { expect, test } from 'vitest';
import { SerialQueue } from '../../../core/base/serial-queue.ts';

test('work runs one piece after the other in the order in which it was added, and each caller gets its own result', async () => {
  const queue = new SerialQueue();
  const began: number[] = [];
  const ends: (() => void)[] = [];
  let atOnce = 0;
  let most = 0;
  const work = (n: number) => async (): Promise<number> => {
    began.push(n);
    most = Math.max(most, ++atOnce);
    await new Promise<void>((end) => ends.push(end));
    atOnce--;
    return n;
  };
  const results = [1, 2, 3].map((n) => queue.add(work(n)));
  expect(began).toEqual([]);
  for (let i = 0; i < 3; i++) {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    expect(began).toHaveLength(i + 1);
    ends[i]?.();
  }
  expect(await Promise.all(results)).toEqual([1, 2, 3]);
  expect(began).toEqual([1, 2, 3]);
  expect(most).toBe(1);
});

test('work that fails, or throws at once, is told to its caller and to nobody behind it', async () => {
  const queue = new SerialQueue();
  const rejected = queue.add(() => Promise.reject(new Error('rejected')));
  const thrown = queue.add(() => {
    throw new Error('thrown');
  });
  const next = queue.add(async () => 'next');
  const ended = queue.ended();
  await expect(rejected).rejects.toThrow('rejected');
  await expect(thrown).rejects.toThrow('thrown');
  expect(await next).toBe('next');
  await ended;
});

test('the end is that of what was added before it was asked for', async () => {
  const queue = new SerialQueue();
  await queue.ended();
  let isDone = false;
  void queue.add(async () => {
    for (let i = 0; i < 5; i++) await Promise.resolve();
    isDone = true;
  });
  const ended = queue.ended();
  const endless = queue.add(() => new Promise<void>(() => {}));
  await ended;
  expect(isDone).toBe(true);
  expect(endless).toBeInstanceOf(Promise);
});
