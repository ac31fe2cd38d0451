import { expect, test } from 'vitest';
import { Emitter } from '../../../../../core/base/emitter.ts';
import type { HostAct } from '../../../../../core/contract/access/host-acts.ts';
import { TraceWatch } from '../../../../../renderer/ui/tracing/trace-watch.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';

const HUB = 'AAAAAAAAAAA';
const message = (at: number) => ({ kind: 'message', at, instance: HUB, type: 'push', who: 'BBBBBBBBBBB', bytes: at });

function watching(outcome: { readonly refused: 'host.malformed' } | Record<string, never> = {}) {
  const clock = new FakeClock();
  const traces = new Emitter<unknown>();
  const acts: HostAct[] = [];
  const watch = new TraceWatch(
    {
      onTrace: (listener) => traces.on(listener),
      act: async (act) => {
        acts.push(act);
        return outcome;
      },
    },
    clock,
  );
  watch.start();
  return { clock, traces, acts, watch };
}

test('[TRC-4] the watch is renewed while the panel is open, and ends with it', () => {
  const { clock, traces, acts, watch } = watching();
  clock.advance(25_000);
  expect(acts).toEqual(Array.from({ length: 3 }, () => ({ act: 'trace', on: true })));
  watch.dispose();
  clock.advance(60_000);
  expect(acts.slice(3)).toEqual([{ act: 'trace', on: false }]);
  expect(traces.size).toBe(0);
});

test('the newest messages come first, old ones go, and a pause keeps what is shown', () => {
  const { traces, watch } = watching();
  traces.emit([message(1), message(2), { kind: 'unlisted', at: 3, instance: HUB, messages: 7 }, 'nonsense']);
  expect(watch.read()).toMatchObject({ messages: [{ at: 2 }, { at: 1 }], unlisted: 7 });
  for (let i = 3; i < 1_000; i++) traces.emit([message(i)]);
  expect(watch.read().messages).toHaveLength(400);
  expect(watch.read().messages[0]?.at).toBe(999);
  watch.pause(true);
  traces.emit([message(1_000)]);
  expect(watch.read().messages[0]?.at).toBe(999);
  watch.pause(false);
  traces.emit([message(1_001)]);
  expect(watch.read().messages[0]?.at).toBe(1_001);
});

test('a hub that has no trace, or shows none, is told to the person', async () => {
  const { watch } = watching({ refused: 'host.malformed' });
  await Promise.resolve();
  await Promise.resolve();
  expect(watch.read().refused).toBe('host.malformed');
});
