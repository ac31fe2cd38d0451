import { expect, test } from 'vitest';
import { Dirty, FrameScheduler } from '../../../../renderer/engine/frame-scheduler.ts';

function frames() {
  const asked = new Map<number, (now: number) => void>();
  let handle = 0;
  return {
    asked,
    source: {
      request: (run: (now: number) => void) => {
        asked.set(++handle, run);
        return handle;
      },
      cancel: (one: number) => void asked.delete(one),
    },
    next(now = 0) {
      const runs = [...asked.values()];
      asked.clear();
      for (const run of runs) run(now);
    },
  };
}

test('many causes in one frame are one paint, and then it sleeps', () => {
  const host = frames();
  const painted: number[] = [];
  const scheduler = new FrameScheduler(host.source, (dirty) => {
    painted.push(dirty);
    return 0;
  });
  scheduler.invalidate(Dirty.live);
  scheduler.invalidate(Dirty.overlay);
  scheduler.invalidate(Dirty.live);
  expect(host.asked.size).toBe(1);
  host.next();
  expect(painted).toEqual([Dirty.live | Dirty.overlay]);
  expect(scheduler.awake).toBe(false);
});

test('what wants painting again gets the next frame, until it does not', () => {
  const host = frames();
  let left = 3;
  const scheduler = new FrameScheduler(host.source, () => (--left > 0 ? Dirty.overlay : 0));
  scheduler.invalidate(Dirty.overlay);
  for (let i = 0; i < 5; i++) host.next();
  expect(left).toBe(0);
  expect(scheduler.awake).toBe(false);
});

test('flushing paints now, once, instead of in the next frame', () => {
  const host = frames();
  let painted = 0;
  const scheduler = new FrameScheduler(host.source, () => {
    painted++;
    return 0;
  });
  scheduler.flush(0);
  expect(painted).toBe(0);
  scheduler.invalidate(Dirty.settled);
  scheduler.flush(0);
  host.next();
  expect(painted).toBe(1);
});

test('after its end nothing is painted any more', () => {
  const host = frames();
  const scheduler = new FrameScheduler(host.source, () => {
    throw new Error('painted after the end');
  });
  scheduler.invalidate(Dirty.live);
  scheduler.dispose();
  scheduler.invalidate(Dirty.live);
  host.next();
  expect(host.asked.size).toBe(0);
});
