import { expect, test } from 'vitest';
import { dotsOf } from '../../../../../core/board/dots.ts';
import type { ElementId } from '../../../../../core/board/ids.ts';
import type { Session } from '../../../../../renderer/session/session.ts';
import { BUBBLE_MS, createReactions } from '../../../../../renderer/ui/meeting/reactions.ts';
import { createSpotlight } from '../../../../../renderer/ui/meeting/spotlight.ts';
import { createRoomTimer } from '../../../../../renderer/ui/meeting/timer.ts';
import { createVotes } from '../../../../../renderer/ui/meeting/votes.ts';
import { createValue } from '../../../../../renderer/ui/value-store.ts';
import type { Following } from '../../../../../renderer/ui/watching/people/following.ts';
import type { Person } from '../../../../../renderer/ui/watching/people/people.ts';
import { clockWords } from '../../../../../renderer/ui/words/meeting/together-words.ts';
import { draw, World } from '../../session/world.ts';

const MINUTE = 60_000;

test('[VOT-1] a timer runs for all, also for who comes later; it is paused, made longer and ended by any of them', () => {
  const world = new World();
  const [ana, ben] = [world.joined('Ana'), world.joined('Ben')];
  const [one, two] = [createRoomTimer(ana, world.clock), createRoomTimer(ben, world.clock)];
  one.start(5 * MINUTE);
  world.pass(2_000);
  for (const timer of [one, two]) expect(timer.read()).toMatchObject({ phase: 'running' });
  const late = createRoomTimer(world.joined('Cara'), world.clock);
  expect(late.read()).toMatchObject({ phase: 'running' });
  const leftOf = (timer: typeof one): number => {
    const now = timer.read();
    return 'leftMs' in now ? now.leftMs : 0;
  };
  expect(Math.abs(leftOf(late) - leftOf(one))).toBeLessThan(1_500);
  two.pause();
  world.pass(30_000);
  expect(one.read()).toMatchObject({ phase: 'paused' });
  expect(leftOf(one)).toBeGreaterThan(4.9 * MINUTE);
  late.add(MINUTE);
  world.pass(500);
  one.resume();
  world.pass(1_000);
  expect(leftOf(two)).toBeGreaterThan(5.9 * MINUTE);
  world.pass(6 * MINUTE);
  for (const timer of [one, two, late]) expect(timer.read().phase).toBe('over');
  world.pass(2 * MINUTE);
  for (const timer of [one, two, late]) expect(timer.read().phase).toBe('none');
  one.start(MINUTE);
  world.pass(500);
  two.end();
  world.pass(500);
  expect(one.read().phase).toBe('none');
  expect([ana.status().canUndo, clockWords(245_000), clockWords(-1)]).toEqual([false, '4:05', '0:00']);
});

/** A window whose screen is the board in world pixels, with one element at a known place. */
function votesOf(session: Session, element?: ElementId) {
  const box = { minX: 100, minY: 100, maxX: 200, maxY: 200 };
  return createVotes({
    session,
    engine: {
      screenAt: (at) => at,
      worldAt: (at) => at,
      elementAt: ({ x, y }) => (x >= 100 && x <= 200 && y >= 100 && y <= 200 ? element : undefined),
      boxOf: (id) => (id === element ? box : undefined),
    },
  });
}

test('[VOT-2] each person puts so many dots and no more, takes them back, and the end shows the same result to all', () => {
  const world = new World();
  const [ana, ben] = [world.joined('Ana'), world.joined('Ben')];
  const note = draw(ana);
  world.pass(500);
  const [one, two] = [votesOf(ana, note), votesOf(ben, note)];
  one.start(2);
  world.pass(500);
  expect(two.read()).toMatchObject({ phase: 'open', most: 2, own: [] });
  one.press({ x: 150, y: 120 });
  two.press({ x: 110, y: 190 });
  two.press({ x: 600, y: 600 });
  two.press({ x: 700, y: 700 });
  world.pass(500);
  expect(one.read().all).toHaveLength(3);
  expect(two.read().own).toHaveLength(2);
  const [first] = one.read().own;
  expect(first && one.placeOf(first)).toEqual({ x: 150, y: 120 });
  two.press({ x: 601, y: 599 });
  world.pass(500);
  expect(one.read().all).toHaveLength(2);
  one.end();
  world.pass(500);
  for (const votes of [one, two]) {
    expect(votes.read()).toMatchObject({ phase: 'ended', isPlacing: false });
    expect(votes.read().items.map(({ element, dots }) => [element, dots.length])).toEqual([[note, 2]]);
  }
  two.press({ x: 300, y: 300 });
  world.pass(500);
  expect(one.read().all).toHaveLength(2);
  expect([ana.status().elements, ana.fingerprint()]).toEqual([1, ben.fingerprint()]);
  two.clear();
  world.pass(500);
  expect(one.read().phase).toBe('none');
});

test('[VOT-2] of a client that puts too many dots only the first ones count, on every board', () => {
  const world = new World();
  const [ana, ben] = [world.joined('Ana'), world.joined('Ben')];
  for (let x = 1; x <= 5; x++) ana.placeDot({ ballot: 'b1', x, y: 0 });
  ana.placeDot({ ballot: 'other', x: 9, y: 0 });
  world.pass(500);
  for (const session of [ana, ben]) expect(dotsOf(session.board(), 'b1', 3).map(({ x }) => x)).toEqual([1, 2, 3]);
});

test('[PRS-6] a reaction is seen by the others once, for some seconds, and is on no board', () => {
  const world = new World();
  const [ana, ben] = [world.joined('Ana'), world.joined('Ben')];
  const seen: string[] = [];
  const bubbles = createReactions({ session: ben, engine: { screenAt: (at) => at }, clock: world.clock });
  ben.onReaction(({ who, reaction }) => seen.push(`${who === ana.clientId} ${reaction}`));
  const own = createReactions({ session: ana, engine: { screenAt: (at) => at }, clock: world.clock });
  ana.pointAt({ x: 40, y: 30 });
  world.pass(200);
  expect(own.react(1)).toBe(true);
  world.pass(300);
  expect(seen).toEqual(['true 1']);
  expect(bubbles.read()).toMatchObject([{ sign: '❤️', name: 'Ana', at: { x: 40, y: 30 } }]);
  expect(own.read()).toMatchObject([{ sign: '❤️' }]);
  ana.pointAt({ x: 50, y: 30 });
  world.pass(BUBBLE_MS);
  expect([seen.length, bubbles.read(), own.read()]).toEqual([1, [], []]);
  expect(ana.board().elementCount).toBe(0);
});

test('[VOT-1] all follow the person in the spotlight, once for each time that they are asked, and a person who leaves stays away', () => {
  const world = new World();
  const [ana, ben] = [world.joined('Ana'), world.joined('Ben')];
  const person = createValue<Person | undefined>(undefined);
  const followed: string[] = [];
  const following: Following = {
    read: person.read,
    watch: person.watch,
    follow(clientId) {
      followed.push(clientId);
      person.write({ clientId, name: 'Ana', color: 1 });
    },
    stop() {
      const was = person.read() !== undefined;
      person.write(undefined);
      return was;
    },
    dispose() {},
  };
  const said: string[] = [];
  const light = createSpotlight({ session: ben, following, say: (text) => said.push(text) });
  ana.setMeeting({ spotlight: [ana.clientId, 5] });
  world.pass(500);
  expect([followed, said.length, light.read()]).toEqual([[ana.clientId], 1, ana.clientId]);
  following.stop();
  ana.pointAt({ x: 1, y: 1 });
  world.pass(500);
  expect(followed).toHaveLength(1);
  ana.setMeeting({ spotlight: [ana.clientId, 6] });
  world.pass(500);
  expect(followed).toHaveLength(2);
  ana.setMeeting({ spotlight: [] });
  world.pass(500);
  expect([person.read(), light.read()]).toEqual([undefined, undefined]);
});
