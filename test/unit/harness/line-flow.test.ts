import { Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { LineFlow } from '../../harness/line-flow.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('a direction that turns slow keeps nothing running when its far end is gone, before or after', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  for (const order of ['gone first', 'slow first'] as const) {
    const [from, to] = [new Socket(), new Socket()];
    const flow = new LineFlow(from, to, () => undefined);
    const closed = new Promise((resolve) => to.once('close', resolve));
    if (order === 'gone first') to.destroy();
    flow.set({ bytesPerSecond: 1_000 });
    expect(vi.getTimerCount(), order).toBe(order === 'gone first' ? 0 : 1);
    to.destroy();
    await closed;
    expect(vi.getTimerCount(), order).toBe(0);
    from.destroy();
  }
});
