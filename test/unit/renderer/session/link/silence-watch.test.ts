import { expect, test } from 'vitest';
import { type Silence, type SilenceLimits, SilenceWatch } from '../../../../../renderer/session/link/silence-watch.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';

interface Watched {
  readonly clock: FakeClock;
  readonly watch: SilenceWatch;
  /** As of now. */
  readonly limits: { -readonly [K in keyof SilenceLimits]: SilenceLimits[K] };
  /** What was told, with the milliseconds since the start. */
  readonly told: (readonly [Silence, number])[];
}

function watched(): Watched {
  const clock = new FakeClock();
  const start = clock.mono();
  const limits = { quietMs: 1_650, deadMs: 4_000 };
  const told: (readonly [Silence, number])[] = [];
  const watch = new SilenceWatch({
    clock,
    limits: () => limits,
    tell: (silence) => told.push([silence, clock.mono() - start]),
  });
  watch.heard();
  return { clock, watch, limits, told };
}

test('silence is told once when it is long enough to be shown and once when it is long enough to act', () => {
  const { clock, told } = watched();
  clock.advance(60_000);
  expect(told).toEqual([
    ['quiet', 1_650],
    ['dead', 4_000],
  ]);
  expect(clock.timers).toBe(0);
});

test('who speaks in time is never called silent, and who speaks again may fall silent again', () => {
  const { clock, watch, told } = watched();
  for (let i = 0; i < 20; i++) {
    clock.advance(1_600);
    watch.heard();
  }
  expect(told).toEqual([]);
  clock.advance(2_000);
  watch.heard();
  clock.advance(2_000);
  expect(told.map(([silence]) => silence)).toEqual(['quiet', 'quiet']);
});

test('a program that was busy or asleep first reads what came meanwhile', () => {
  const { clock, watch, told } = watched();
  clock.sleep(3_000);
  clock.advance(10);
  watch.heard();
  clock.advance(1_000);
  expect(told).toEqual([]);
});

test('after a sleep of hours a dead line is found within a second', () => {
  const { clock, told } = watched();
  clock.sleep(3_600_000);
  clock.advance(1_000);
  expect(told.map(([silence]) => silence)).toEqual(['quiet', 'dead']);
});

test('where every timer is late, as in a hidden tab, silence is still found', () => {
  const { clock, told } = watched();
  for (let i = 0; i < 20 && told.length < 2; i++) {
    clock.sleep(1_000);
    clock.advance(0);
  }
  expect(told.map(([silence]) => silence)).toEqual(['quiet', 'dead']);
});

test('nothing is told of a line that is known to be down, until something was heard', () => {
  const { clock, watch, told } = watched();
  watch.rest();
  clock.advance(10_000);
  expect(told).toEqual([]);
  expect(clock.timers).toBe(0);
  watch.heard();
  clock.advance(1_700);
  expect(told.map(([silence]) => silence)).toEqual(['quiet']);
  watch.dispose();
  clock.advance(10_000);
  expect(told).toHaveLength(1);
});

test('who begins to receive something large is given more time at once, also when the shorter time is running', () => {
  const { clock, limits, told } = watched();
  clock.advance(1_000);
  Object.assign(limits, { quietMs: 6_000, deadMs: 15_000 });
  clock.advance(19_000);
  expect(told).toEqual([
    ['quiet', 6_000],
    ['dead', 15_000],
  ]);
});

test('when the large thing is here silence is noticed as quickly as before', () => {
  const { clock, watch, limits, told } = watched();
  Object.assign(limits, { quietMs: 6_000, deadMs: 15_000 });
  clock.advance(2_000);
  Object.assign(limits, { quietMs: 1_650, deadMs: 4_000 });
  watch.heard();
  clock.advance(10_000);
  expect(told).toEqual([
    ['quiet', 3_650],
    ['dead', 6_000],
  ]);
});
