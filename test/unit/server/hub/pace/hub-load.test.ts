import { expect, test } from 'vitest';
import { HubLoad } from '../../../../../server/hub/pace/hub-load.ts';
import { RoomPace } from '../../../../../server/hub/pace/room-pace.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { seededRandom } from '../../../../support/seeded.ts';

const LOOK_MS = 500;
const LARGE_ROOM = 900;

/** A hub whose work is some share of a core for what comes in and for what goes out, both at the usual pace. */
interface Work {
  readonly incoming: number;
  readonly outgoing: number;
}

/** A large room on its own hub. Clients obey the pace that they are told; a look measures at most a whole core. */
function modelledHub(first: Work, noise: () => number = () => 0) {
  const clock = new FakeClock();
  const pace = new RoomPace('own');
  const stretches: number[] = [];
  let work = first;
  const paceNow = () => pace.of(LARGE_ROOM, load.stretch);
  const demand = (): number => {
    const { frameMs, cursorMs = 33 } = paceNow();
    return (work.incoming * 33) / Math.max(33, cursorMs) + (work.outgoing * 33) / frameMs;
  };
  const load: HubLoad = new HubLoad({
    clock,
    takeUsed: () => Math.min(1, Math.max(0, demand() + noise())),
    changed: () => stretches.push(load.stretch),
    isServing: () => true,
  });
  load.watch();
  return {
    clock,
    load,
    stretches,
    demand,
    paceNow,
    workIs(next: Work) {
      work = next;
    },
  };
}

test('[FRM-5] a quiet hub keeps the pace of the room’s size', () => {
  const hub = modelledHub({ incoming: 0.4, outgoing: 0.3 });
  hub.clock.advance(60_000);
  expect(hub.stretches).toEqual([]);
  expect(hub.paceNow()).toEqual({ frameMs: 33 });
});

test.each([
  ['a little too much', { incoming: 0.5, outgoing: 0.3 }],
  ['a whole core', { incoming: 0.6, outgoing: 0.4 }],
  ['twice a core', { incoming: 1, outgoing: 1 }],
  ['mostly what comes in', { incoming: 1.6, outgoing: 0.2 }],
  ['mostly what goes out', { incoming: 0.1, outgoing: 1.5 }],
])('[FRM-5] a busy hub sends fewer frames within seconds and then stays at one pace: %s', (_, work) => {
  const hub = modelledHub(work);
  hub.clock.advance(2_000);
  expect(hub.demand()).toBeLessThan(1);
  hub.clock.advance(6_000);
  expect(hub.demand()).toBeLessThan(0.85);
  const settled = hub.stretches.length;
  hub.clock.advance(120_000);
  expect(hub.stretches).toHaveLength(settled);
  expect(hub.paceNow().frameMs).toBeLessThanOrEqual(150);
});

test('[FRM-5] a load that trembles does not make the pace swing', () => {
  const random = seededRandom(5);
  const hub = modelledHub({ incoming: 0.8, outgoing: 0.6 }, () => (random.next() - 0.5) * 0.04);
  hub.clock.advance(10_000);
  const settled = hub.stretches.length;
  hub.clock.advance(600_000);
  // A look just beyond a bound may cause a last step, but no step causes its opposite.
  expect(hub.stretches.length - settled).toBeLessThanOrEqual(2);
});

test('[FRM-5] the longest pause is 150 ms, whatever the load', () => {
  const hub = modelledHub({ incoming: 10, outgoing: 10 });
  hub.clock.advance(30_000);
  expect(hub.paceNow()).toEqual({ frameMs: 150, cursorMs: 150 });
});

test('[FRM-5] the pace returns to normal within seconds, step by step and exactly', () => {
  const hub = modelledHub({ incoming: 1, outgoing: 1 });
  hub.clock.advance(20_000);
  hub.workIs({ incoming: 0.05, outgoing: 0.05 });
  const before = hub.load.stretch;
  hub.clock.advance(600);
  expect(hub.load.stretch).toBeGreaterThanOrEqual(before / 1.5);
  hub.clock.advance(5_000);
  expect(hub.load.stretch).toBe(1);
  expect(hub.paceNow()).toEqual({ frameMs: 33 });
});

test('[FRM-5] pauses are no longer than the load demands, once joins that kept the hub busy are over', () => {
  const hub = modelledHub({ incoming: 4, outgoing: 4 });
  hub.clock.advance(10_000);
  expect(hub.paceNow().frameMs).toBe(150);
  hub.workIs({ incoming: 0.5, outgoing: 0.5 });
  hub.clock.advance(10_000);
  expect(hub.demand()).toBeGreaterThan(0.6);
  expect(hub.demand()).toBeLessThan(0.85);
  expect(hub.paceNow().frameMs).toBeLessThan(50);
});

test('one look at a busy hub changes nothing, a hub at its end steps back at once', () => {
  const clock = new FakeClock();
  let used = 0.9;
  const load: HubLoad = new HubLoad({ clock, takeUsed: () => used, changed: () => {}, isServing: () => true });
  load.watch();
  clock.advance(LOOK_MS);
  used = 0.3;
  clock.advance(LOOK_MS);
  expect(load.stretch).toBe(1);
  used = 1;
  clock.advance(LOOK_MS);
  expect(load.stretch).toBe(1.5);
  load.dispose();
  expect(clock.timers).toBe(0);
});

test('a hub without rooms has no timer, and begins again with a fresh figure', () => {
  const clock = new FakeClock();
  let isServing = true;
  let taken = 0;
  const takeUsed = (): number => {
    taken++;
    return 0;
  };
  const load: HubLoad = new HubLoad({ clock, takeUsed, changed: () => {}, isServing: () => isServing });
  load.watch();
  load.watch();
  expect(taken).toBe(1);
  isServing = false;
  clock.advance(LOOK_MS);
  expect(clock.timers).toBe(0);
  load.watch();
  expect(taken).toBe(3);
});

test('[FRM-5] small rooms stay faster than large ones on a busy hub, whatever the load', () => {
  const small = new RoomPace('own');
  expect(small.of(4, 1.4)).toEqual({ frameMs: 22 });
  expect(small.of(4, 2)).toEqual({ frameMs: 32, cursorMs: 64 });
  expect(small.of(32, 6)).toEqual({ frameMs: 33, cursorMs: 100 });
  expect(small.of(33, 6)).toEqual({ frameMs: 150, cursorMs: 150 });
  expect(new RoomPace('billed').of(50, 3)).toEqual({ frameMs: 150, cursorMs: 200 });
});

test('[FRM-5] pointers give way before ink does', () => {
  expect(new RoomPace('own').of(900, 1.5)).toEqual({ frameMs: 50, cursorMs: 74 });
  expect(new RoomPace('own').of(33, 1.5)).toEqual({ frameMs: 50, cursorMs: 74 });
});

test('[FRM-2] a small room gets two frames in each tick of its clients, a larger one gets one', () => {
  const pace = new RoomPace('own');
  expect(pace.of(1, 1)).toEqual({ frameMs: 16 });
  expect(pace.of(32, 1)).toEqual({ frameMs: 16 });
  for (const receivers of [33, 100, 300, 900]) expect(pace.of(receivers, 1)).toEqual({ frameMs: 33 });
});
