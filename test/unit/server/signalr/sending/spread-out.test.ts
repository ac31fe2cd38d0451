import { expect, test } from 'vitest';
import { spreadOut } from '../../../../../server/signalr/sending/spread-out.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';

const many = Array.from({ length: 200 }, (_, n) => n);
/** Behind the microtasks of a step. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function spread(spreadMs: number) {
  const clock = new FakeClock();
  const done: number[] = [];
  let isOver = false;
  let isResolved = false;
  void spreadOut(many, { clock, spreadMs, isOver: () => isOver }, (one) => void done.push(one)).then(() => {
    isResolved = true;
  });
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 20) {
      clock.advance(20);
      await turn();
    }
  };
  const end = (): void => {
    isOver = true;
  };
  return { clock, done, pass, isResolved: () => isResolved, end };
}

test('without a time all have their turn at once', async () => {
  const { done, isResolved } = spread(0);
  expect(done).toEqual(many);
  await turn();
  expect(isResolved()).toBe(true);
});

test('the first has its turn at once and the others evenly, each once, and it ends with the last', async () => {
  const { done, pass, isResolved, clock } = spread(2_000);
  expect(done).toEqual([0]);
  let before = 1;
  for (let step = 0; step < 10; step++) {
    await pass(200);
    if (step < 9) expect(done.length - before).toBe(20);
    before = done.length;
  }
  expect(done).toEqual(many);
  expect(isResolved()).toBe(true);
  expect(clock.timers).toBe(0);
});

test('it ends early when there is nothing left to do', async () => {
  const { done, pass, isResolved, end, clock } = spread(2_000);
  end();
  await pass(20);
  expect(done.length).toBeLessThan(10);
  expect(isResolved()).toBe(true);
  expect(clock.timers).toBe(0);
});
