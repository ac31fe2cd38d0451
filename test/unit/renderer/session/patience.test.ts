import { expect, test } from 'vitest';
import { silentLog } from '../../../../core/base/host.ts';
import { createSession } from '../../../../renderer/session/board-session.ts';
import type { Session } from '../../../../renderer/session/session.ts';
import { seededRandom } from '../../../support/seeded.ts';
import { draw, ROOM, World } from './world.ts';

interface Scene {
  readonly world: World;
  readonly session: Session;
  /** Milliseconds of silence after which the line was given up, each time. */
  readonly cutAfter: () => readonly number[];
  /** Nothing is heard from now on, until the next line. */
  readonly fallSilent: () => void;
}

function scene(): Scene {
  const world = new World();
  const cuts: number[] = [];
  let silentSince = 0;
  const session = createSession({
    room: ROOM,
    name: 'ana',
    color: 1,
    connect: world.hub.connect,
    clock: world.clock,
    random: seededRandom(5),
    log: {
      ...silentLog,
      info(event, fields) {
        if (event === 'session.silent' && fields?.silence === 'dead') cuts.push(Math.round(world.clock.mono() - silentSince));
      },
    },
  });
  session.start();
  world.pass(100);
  const fallSilent = (): void => {
    // What is on its way is heard.
    world.pass(10);
    world.hub.silence();
    silentSince = world.clock.mono();
  };
  return { world, session, cutAfter: () => cuts, fallSilent };
}

test('a line that falls silent again after it was replaced for that is given twice the time, up to fifteen seconds', () => {
  const { world, session, cutAfter, fallSilent } = scene();
  for (let i = 0; i < 4; i++) {
    fallSilent();
    world.pass(16_000);
    expect(session.status().state.phase).toBe('live');
  }
  const [first, second, third, fourth] = cutAfter() as [number, number, number, number];
  expect(first).toBeLessThan(4_200);
  expect(second).toBeGreaterThan(7_400);
  expect(second).toBeLessThan(8_300);
  for (const last of [third, fourth]) {
    expect(last).toBeGreaterThan(14_000);
    expect(last).toBeLessThan(15_100);
  }
});

test('a line that was calm for half a minute is as good as any other', () => {
  const { world, cutAfter, fallSilent } = scene();
  fallSilent();
  world.pass(40_000);
  fallSilent();
  world.pass(10_000);
  const [first, second] = cutAfter() as [number, number];
  expect(first).toBeLessThan(4_200);
  expect(second).toBeLessThan(4_200);
});

test('while a catch-up is on its way silence is shown after six seconds and acted upon after fifteen', () => {
  const { world, session, cutAfter, fallSilent } = scene();
  const { weather } = world.hub;
  const bo = world.joined();
  weather.lost = 1;
  for (let i = 0; i < 20; i++) draw(bo);
  world.pass(1_000);
  weather.lost = 0;
  // One message after the other, half a second each.
  const from = world.clock.mono();
  let messages = 0;
  weather.delayMs = () => from + 500 * ++messages - world.clock.mono();
  session.wake();
  world.pass(2_500);
  expect(session.board().elementCount).toBeLessThan(20);
  fallSilent();
  weather.delayMs = () => 5;
  world.pass(5_000);
  expect(session.status().state.phase).toBe('live');
  world.pass(2_000);
  expect(session.status().state.phase).toBe('connecting');
  world.pass(7_000);
  expect(cutAfter()).toEqual([]);
  world.pass(2_000);
  expect(cutAfter()).toHaveLength(1);
  world.pass(15_000);
  expect(session.status().state.phase).toBe('live');
  expect(session.board().elementCount).toBe(20);
});

test('an answer is waited for from the last one on: a long queue on a slow line is no reason to join anew', () => {
  const { world, session } = scene();
  let joins = 0;
  world.hub.weather.joined = () => {
    joins++;
  };
  // The line gets slower and slower, without a silence that would end the connection.
  const from = world.clock.mono();
  world.hub.weather.delayMs = () => Math.min(9_000, (world.clock.mono() - from) / 2);
  world.pass(24_000);
  for (let i = 0; i < 5; i++) {
    draw(session);
    world.pass(9_000);
  }
  world.pass(60_000);
  expect(session.status()).toMatchObject({ unsent: 0 });
  expect(joins).toBe(0);
});

test('a hub that is heard and never answers the join is left after twenty seconds, tried again at longer intervals, and the status says so', () => {
  const world = new World({ unanswered: 'join' });
  const { weather } = world.hub;
  const joinedAt: number[] = [];
  weather.joined = () => void joinedAt.push(world.clock.mono());
  const session = world.person();
  const phases = new Set<string>();
  session.onStatus(() => {
    const { state } = session.status();
    phases.add(state.phase === 'connecting' ? `connecting ${state.attempt}` : state.phase);
  });
  session.start();
  const own = draw(session);
  world.pass(10_000);
  expect(session.status().state.phase).toBe('joining');
  world.pass(170_000);
  const waits = joinedAt.slice(1).map((at, i) => at - (joinedAt[i] as number));
  expect(waits.length).toBeGreaterThanOrEqual(5);
  for (const wait of waits) {
    expect(wait).toBeGreaterThan(20_000);
    expect(wait).toBeLessThan(32_000);
  }
  expect(waits.at(-1)).toBeGreaterThan((waits[0] as number) + 1_500);
  expect([...phases]).toEqual(expect.arrayContaining(['joining', 'connecting 1', 'connecting 2', 'connecting 5']));
  weather.unanswered = undefined;
  world.pass(40_000);
  expect(session.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0 });
  expect(session.board().get(own)?.alive).toBe(true);
});

test('a hub that is heard and never sends the catch-up is left after a minute, and what it lacked comes over the next connection', () => {
  const world = new World();
  const ana = world.joined();
  draw(ana);
  world.pass(100);
  world.hub.weather.unanswered = 'catchUp';
  const bo = world.person();
  bo.start();
  world.pass(50_000);
  expect(bo.status().state.phase).toBe('joining');
  world.hub.weather.unanswered = undefined;
  world.pass(15_000);
  expect(bo.status().state.phase).toBe('live');
  expect(bo.fingerprint()).toBe(ana.fingerprint());
});
