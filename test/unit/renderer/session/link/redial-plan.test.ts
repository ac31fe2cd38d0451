import { expect, test } from 'vitest';
import { RedialPlan } from '../../../../../renderer/session/link/redial-plan.ts';
import type { Link } from '../../../../../renderer/session/session-machine.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { seededRandom } from '../../../../support/seeded.ts';

function planOf(): { readonly clock: FakeClock; readonly plan: RedialPlan } {
  const clock = new FakeClock();
  return { clock, plan: new RedialPlan({ clock, random: seededRandom(1) }) };
}

function liveSince(since: number): Link {
  return { at: 'live', since, line: { is: 'up' } };
}

function lost(clock: FakeClock): Link {
  return { at: 'waiting', attempt: 0, since: clock.mono(), network: 'up' };
}

test('after a loss the client hurries for twelve seconds, with short waits and short attempts', () => {
  const { clock, plan } = planOf();
  const live = liveSince(clock.mono());
  expect(plan.reachMs(0)).toBe(10_000);
  clock.advance(60_000);
  plan.linkMoved(live, lost(clock));
  expect(plan.takeWaitMs(0)).toBeLessThanOrEqual(50);
  expect([plan.reachMs(0), plan.reachMs(1), plan.reachMs(2)]).toEqual([3_000, 6_000, 10_000]);
  clock.advance(12_000);
  expect(plan.reachMs(0)).toBe(10_000);
  // The backoff begins after the one quick attempt.
  expect(plan.takeWaitMs(1)).toBeLessThanOrEqual(250);
});

test('an announced return window counts for one wait', () => {
  const { plan } = planOf();
  plan.expectReturn(1e9);
  const wait = plan.takeWaitMs(0);
  expect(wait).toBeGreaterThan(250);
  expect(wait).toBeLessThanOrEqual(10_000);
  expect(plan.takeWaitMs(0)).toBeLessThanOrEqual(250);
});

test('an obstacle blocks for thirty seconds, and the next attempt is spread behind that time', () => {
  const { clock, plan } = planOf();
  plan.obstacleMet();
  expect(plan.isBlocked).toBe(true);
  const wait = plan.takeWaitMs(0);
  expect(wait).toBeGreaterThanOrEqual(30_000);
  expect(wait).toBeLessThanOrEqual(45_000);
  clock.advance(30_000);
  expect(plan.isBlocked).toBe(false);
});

test('several connections that were lost at once lengthen the wait, until one lasts', () => {
  const { clock, plan } = planOf();
  const loseAfter = (ms: number): number => {
    const live = liveSince(clock.mono());
    plan.linkMoved(live, live);
    clock.advance(ms);
    plan.linkMoved(live, lost(clock));
    return plan.takeWaitMs(0);
  };
  expect(loseAfter(500)).toBeLessThanOrEqual(50);
  expect(loseAfter(500)).toBeGreaterThanOrEqual(75);
  expect(loseAfter(500)).toBeGreaterThanOrEqual(150);
  expect(loseAfter(1_000)).toBeLessThanOrEqual(50);
});
