import { expect, test } from 'vitest';
import type { Session } from '../../../../../renderer/session/session.ts';
import { createReplayer } from '../../../../../renderer/ui/replay/replay-player.ts';
import { whoDrew } from '../../../../../renderer/ui/replay/who-drew.ts';
import { watchKnownPeople } from '../../../../../renderer/ui/watching/people/known-people.ts';
import { draw, place, remove, visible, World } from '../../session/world.ts';

function peopleOf(session: Session) {
  return watchKnownPeople(session, { read: session.status, watch: (changed) => session.onStatus(changed) });
}

function open(world: World, session: Session) {
  let said = 0;
  const people = peopleOf(session);
  const replayer = createReplayer({ session, clock: world.clock, people, sayNothing: () => said++ });
  const alive = () => [...replayer.access.board().elements()].filter((one) => one.alive).map(({ id }) => id);
  return { replayer, people, alive, said: () => said };
}

test('the replay plays what several people drew, moved and erased, names them, and leaves the board alone', () => {
  const world = new World();
  const [ana, ben] = [world.joined('Ana'), world.joined('Ben')];
  const { replayer, alive } = open(world, ana);
  const first = draw(ana);
  world.pass(200);
  const second = draw(ben);
  world.pass(200);
  place(ben, first, 8_000);
  world.pass(200);
  remove(ana, second);
  world.pass(500);
  const before = ana.fingerprint();
  replayer.start();
  expect(replayer.read()).toMatchObject({ phase: 'playing', steps: 4 });
  const seen = new Set<string>();
  const places = new Set<number>();
  let most = 0;
  for (let i = 0; i < 400 && replayer.read()?.phase === 'playing'; i++) {
    world.pass(33);
    seen.add(replayer.read()?.by?.name ?? '');
    places.add(replayer.access.board().get(first)?.x ?? -1);
    most = Math.max(most, alive().length);
  }
  expect(replayer.read()).toMatchObject({ phase: 'paused', step: 4, by: { name: 'You' } });
  expect([...seen]).toEqual(expect.arrayContaining(['You', 'Ben']));
  expect([...places]).toEqual(expect.arrayContaining([1_600, 8_000]));
  expect(most).toBe(2);
  expect(alive()).toEqual(visible(ana));
  expect(ana.fingerprint()).toBe(before);
  expect(ana.status().unsent).toBe(0);
});

test('one can pause, step both ways, jump, change the speed and play again', () => {
  const world = new World();
  const ana = world.joined('Ana');
  const ids = [draw(ana), draw(ana), draw(ana)];
  const { replayer, alive } = open(world, ana);
  replayer.start();
  replayer.toggle();
  expect(replayer.read()?.phase).toBe('paused');
  replayer.seek(0);
  world.pass(50);
  expect(alive()).toEqual([]);
  replayer.step(1);
  world.pass(50);
  replayer.step(1);
  world.pass(50);
  expect(alive()).toEqual(ids.slice(0, 2));
  replayer.step(-1);
  world.pass(50);
  expect(alive()).toEqual(ids.slice(0, 1));
  replayer.seek(Number.POSITIVE_INFINITY);
  world.pass(50);
  expect(alive()).toEqual(ids);
  replayer.speedIs(4);
  replayer.toggle();
  world.pass(66);
  expect(replayer.read()).toMatchObject({ phase: 'playing', speed: 4 });
  expect(alive().length).toBeLessThan(3);
  world.pass(5_000);
  expect(replayer.read()).toMatchObject({ phase: 'paused', step: 3 });
  replayer.end();
  expect(replayer.read()).toBeUndefined();
});

test('the hand of the author is shown where the stroke grows', () => {
  const world = new World();
  const [ana, ben] = [world.joined('Ana'), world.joined('Ben')];
  draw(ben, 10);
  world.pass(500);
  const { replayer } = open(world, ana);
  replayer.start();
  replayer.speedIs(1);
  world.pass(200);
  expect(replayer.presence.members()).toEqual([
    expect.objectContaining({ name: 'Ben', cursor: expect.objectContaining({ x: expect.any(Number) }) }),
  ]);
});

test('nothing proposed on the replayed board happens, and an empty board has no replay', () => {
  const world = new World();
  const ana = world.joined('Ana');
  const { replayer, said, alive } = open(world, ana);
  replayer.start();
  expect([replayer.read(), said()]).toEqual([undefined, 1]);
  const id = draw(ana);
  replayer.start();
  world.pass(5_000);
  replayer.access.propose([{ kind: 'alive', ids: [id], lamport: 99, alive: false }], 1);
  expect(alive()).toEqual([id]);
  expect(visible(ana)).toEqual([id]);
});

test('who drew an element is said by name, also when the person left, and honestly when unknown', () => {
  const world = new World();
  const [ana, ben] = [world.joined('Ana'), world.joined('Ben')];
  const people = peopleOf(ana);
  const late = draw(ben);
  const own = draw(ana);
  world.pass(300);
  place(ben, own, 5);
  world.pass(300);
  expect(whoDrew(ana.board(), [late], people)).toBe('Drawn by Ben');
  expect(whoDrew(ana.board(), [own], people)).toBe('Drawn by you, changed last by Ben');
  expect(whoDrew(ana.board(), [own, late], people)).toBe('Drawn by you and Ben');
  expect(whoDrew(ana.board(), [], people)).toBeUndefined();
  ben.dispose();
  world.pass(60_000);
  expect(whoDrew(ana.board(), [late], people)).toBe('Drawn by Ben');
  const cara = world.joined('Cara');
  expect(whoDrew(cara.board(), [late], peopleOf(cara))).toBe('Drawn by a person who is not here');
  expect(whoDrew(cara.board(), [late, own], peopleOf(cara))).toBe('Drawn by Ana and a person who is not here');
});
