import { expect, test } from 'vitest';
import type { Log } from '../../../../core/base/host.ts';
import { createSession } from '../../../../renderer/session/board-session.ts';
import { seededRandom } from '../../../support/seeded.ts';
import { ROOM, World } from './world.ts';

const MINUTE_MS = 60_000;

function scene() {
  const world = new World();
  const logged: { readonly event: string; readonly fields: unknown }[] = [];
  const note = (event: string, fields?: object): void => {
    if (event.startsWith('session.clock')) logged.push({ event, fields });
  };
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const { hub, clock } = world;
  const session = createSession({
    ...{ room: ROOM, name: 'Ana', color: 1, connect: hub.connect, clock, log },
    random: seededRandom(5),
  });
  /** The hub's clock from now on, by how much this device's is ahead of it; undefined: it tells none. */
  const deviceIsAhead = (ms: number | undefined): void => {
    hub.weather.welcome = ms === undefined ? {} : { now: clock.now() - ms };
  };
  const comeBack = (): void => {
    hub.cut();
    world.pass(1_000);
  };
  return { world, session, logged, deviceIsAhead, comeBack };
}

test.each([
  { what: 'six minutes ahead', aheadMs: 6 * MINUTE_MS },
  { what: 'an hour behind', aheadMs: -60 * MINUTE_MS },
])('[HS-11] a device whose clock is $what says so, once in the log, until the clock is right', ({ aheadMs }) => {
  const { world, session, logged, deviceIsAhead, comeBack } = scene();
  deviceIsAhead(aheadMs);
  session.start();
  world.pass(100);
  const { clockTrouble } = session.status();
  expect(clockTrouble?.of).toBe('device');
  if (clockTrouble?.of === 'device') expect(Math.abs(clockTrouble.aheadMs - aheadMs)).toBeLessThan(1_000);
  for (let i = 0; i < 3; i++) {
    deviceIsAhead(aheadMs);
    comeBack();
  }
  expect(logged).toEqual([
    { event: 'session.clock_off', fields: { of: 'device', aheadSeconds: expect.closeTo(aheadMs / 1_000, -0.5) } },
  ]);
  deviceIsAhead(0);
  comeBack();
  expect(session.status()).toMatchObject({ state: { phase: 'live' }, clockTrouble: undefined });
  expect(logged.map(({ event }) => event)).toEqual(['session.clock_off', 'session.clock_right']);
});

test('[HS-11] clocks that differ by seconds are right, and a hub that tells no time accuses nobody', () => {
  const { world, session, logged, deviceIsAhead, comeBack } = scene();
  deviceIsAhead(60_000);
  session.start();
  world.pass(100);
  expect(session.status().clockTrouble).toBeUndefined();
  deviceIsAhead(undefined);
  comeBack();
  expect(session.status()).toMatchObject({ state: { phase: 'live' }, clockTrouble: undefined });
  expect(logged).toEqual([]);
});

test('[HS-10] a hub that its service refuses for its clock is named as such, tried again, and forgotten when it lets the client in', () => {
  const { world, session, logged } = scene();
  session.start();
  world.pass(2_000);
  world.hub.closeAll('Error: server.clock: The clocks differ.');
  world.pass(10);
  expect(session.status().clockTrouble).toEqual({ of: 'server' });
  expect(session.status().state.phase).toBe('connecting');
  world.pass(3_000);
  expect(session.status()).toMatchObject({ state: { phase: 'live' }, clockTrouble: undefined });
  expect(logged.map(({ event }) => event)).toEqual(['session.clock_off', 'session.clock_right']);
});
