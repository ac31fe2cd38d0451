import { expect, test } from 'vitest';
import type { Epoch } from '../../../core/board/ids.ts';
import type { Sample } from '../../chaos/crew-messages.ts';
import { Honesty } from '../../chaos/honesty.ts';

const PASSING = { up: true, down: true } as const;

function watch(): { honesty: Honesty; at: (ms: number) => void; live: (over?: Partial<Sample>) => readonly string[] } {
  let now = 0;
  const honesty = new Honesty({ now: () => now, mode: 'none' });
  return {
    honesty,
    at: (ms) => {
      now = ms;
    },
    live(over = {}) {
      const epoch = 'epoch------' as Epoch;
      const calm = {
        phase: 'live',
        unsent: 0,
        epoch,
        instance: undefined,
        persistence: 'none',
        lostCopy: undefined,
        refused: undefined,
      } as const;
      honesty.hear(3, { ...calm, at: now, lagMs: 0, ...over });
      return honesty.faults.map(({ kind, text }) => `${kind}: ${text}`);
    },
  };
}

test('"live" is a lie when nothing could come from the hub for long, and only then', () => {
  const { honesty, at, live } = watch();
  honesty.wayIs(3, PASSING);
  at(100_000);
  expect(live()).toEqual([]);
  honesty.wayIs(3, { up: true, down: false });
  at(101_000);
  honesty.wayIs(3, { up: false, down: false });
  expect(live()).toEqual([]);
  at(110_000);
  expect(live({ phase: 'connecting' })).toEqual([]);
  expect(live({ lagMs: 3_000 })).toEqual([]);
  expect(live()).toEqual([expect.stringMatching(/^lie: person 3: "live"/)]);
  expect(honesty.slowestNoticeMs).toBe(10_000);
});

test('who was away may need the same time after coming back, and a line that passes again starts anew', () => {
  const { honesty, at, live } = watch();
  honesty.wayIs(3, { up: false, down: false });
  at(60_000);
  honesty.wayIs(3, { up: false, down: false }, true);
  at(61_000);
  expect(live()).toEqual([]);
  honesty.wayIs(3, PASSING);
  at(200_000);
  honesty.wayIs(3, { up: false, down: false });
  expect(live()).toEqual([]);
});

test('a hub that does not hear is noticed by what is unsent', () => {
  const { honesty, at, live } = watch();
  honesty.wayIs(3, { up: false, down: true });
  at(40_000);
  expect(live()).toEqual([]);
  expect(live({ unsent: 2 })).toEqual([expect.stringMatching(/unsent changes/)]);
});

test('a refused batch, being sent away, and another persistence than the hub has are faults, each told once', () => {
  const { honesty, live } = watch();
  live({ refused: 'op.value' });
  live({ refused: 'op.value' });
  live({ phase: 'refused' });
  live({ persistence: 'lmdb' });
  expect(honesty.faults.map(({ kind }) => kind)).toEqual(['lie', 'broken', 'lie']);
});
