import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BOARD_ELEMENT } from '../../../../core/board/kinds.ts';
import type { BoardChange } from '../../../../core/room/board-access.ts';
import { decodeSnapshot } from '../../../../core/room/snapshot/snapshot.ts';
import type { Session } from '../../../../renderer/session/session.ts';
import { runSeed, runs, seededRandom } from '../../../support/seeded.ts';
import { draw, Pen, place, remove, visible, World } from './world.ts';

const HISTORIES = runs(50, 1_000);

function restart(world: World): void {
  world.hub.restart();
  world.pass(3_000);
}

test('[HS-1] a new epoch means the board is lost: the copy stays here, the new board is empty and live', () => {
  const world = new World();
  const ana = world.joined();
  const ids = [draw(ana), draw(ana)];
  world.pass(300);
  const epoch = ana.status().epoch;
  const changes: BoardChange[] = [];
  ana.onChange((change) => changes.push(change));
  const lastChange = world.clock.now();
  restart(world);
  expect(ana.status()).toMatchObject({
    state: { phase: 'live' },
    elements: 0,
    unsent: 0,
    lostCopy: { epoch, elements: 2, elementsInRoom: 0 },
  });
  expect(ana.status().lostCopy?.upTo).toBeLessThanOrEqual(lastChange);
  expect(ana.status().lostCopy?.upTo).toBeGreaterThan(lastChange - 1_000);
  expect(ana.status().epoch).not.toBe(epoch);
  expect(visible(ana)).toEqual([]);
  expect(changes.at(-1)).toEqual({ ids: 'all', origin: 'server' });
  ana.resolveLostCopy('restore');
  expect(visible(ana)).toEqual(ids.sort());
  world.pass(300);
  expect(world.hub.replica.board.aliveCount).toBe(2);
  expect(ana.status()).toMatchObject({ lostCopy: undefined, unsent: 0, refused: undefined });
});

test('[VOT-3] a copy brings the title back, and nothing that hosts asked of all at that time', () => {
  const world = new World();
  const ana = world.joined();
  draw(ana);
  const values = { title: 'Algebra', spotlight: [ana.clientId, 9], pointers: [ana.clientId] } as const;
  ana.propose([{ kind: 'set', id: BOARD_ELEMENT, lamport: ana.nextLamport(), values }], ana.newGesture());
  world.pass(300);
  expect(world.hub.replica.board.get(BOARD_ELEMENT)?.get('pointers')).toEqual([ana.clientId]);
  restart(world);
  ana.resolveLostCopy('restore');
  world.pass(300);
  const board = world.hub.replica.board.get(BOARD_ELEMENT);
  expect([board?.get('title'), board?.get('spotlight'), board?.get('pointers')]).toEqual(['Algebra', [], []]);
  expect(ana.status()).toMatchObject({ lostCopy: undefined, refused: undefined });
});

test('what was drawn while the hub was away is in the copy, and is not sent to the new board by itself', () => {
  const world = new World();
  const ana = world.joined();
  world.hub.weather.isDown = true;
  world.hub.cut();
  world.pass(1_000);
  draw(ana);
  world.hub.weather.isDown = false;
  restart(world);
  world.pass(10_000);
  expect(ana.status()).toMatchObject({ lostCopy: { elements: 1 }, unsent: 0 });
  expect(world.hub.accepted).toEqual([]);
});

for (const order of ['who removed restores first', 'who removed restores last'] as const) {
  test(`what one person removed stays removed when others restore a copy from before: ${order}`, () => {
    const world = new World();
    const [ana, bo] = [world.joined(), world.joined()];
    const [kept, removed] = [draw(ana), draw(bo)];
    world.pass(500);
    world.hub.weather.isDown = true;
    world.hub.cut();
    world.pass(1_000);
    remove(ana, removed);
    world.hub.weather.isDown = false;
    restart(world);
    world.pass(10_000);
    expect(ana.status().lostCopy).toMatchObject({ elements: 1, removed: 0 });
    expect(bo.status().lostCopy).toMatchObject({ elements: 2, removed: 0 });
    const [first, last] = order === 'who removed restores first' ? [ana, bo] : [bo, ana];
    first.resolveLostCopy('restore');
    world.pass(1_000);
    if (first === bo) expect(ana.status().lostCopy).toMatchObject({ elements: 0, removed: 1, elementsInRoom: 2 });
    last.resolveLostCopy('restore');
    world.pass(1_000);
    expect(visible(ana)).toEqual([kept]);
    expect(visible(bo)).toEqual([kept]);
    expect(bo.fingerprint()).toBe(ana.fingerprint());
    expect([ana.status().lostCopy, bo.status().lostCopy]).toEqual([undefined, undefined]);
    expect(ana.status().refused ?? bo.status().refused).toBeUndefined();
    last.takeBack();
    world.pass(1_000);
    expect(visible(bo)).toEqual(first === bo ? [kept, removed].sort() : [kept]);
  });
}

test('what was removed whole comes back whole when the restoring of its removal is undone, though the room had only a part', () => {
  const world = new World();
  const [ana, bo] = [world.joined(), world.joined()];
  const pen = new Pen(ana);
  world.pass(500);
  world.hub.weather.isDown = true;
  world.hub.cut();
  world.pass(1_000);
  pen.move(10);
  pen.lift();
  const whole = ana.board().get(pen.id)?.pointCount;
  remove(ana, pen.id);
  // Something that Bo lacks, or there were nothing to decide.
  draw(ana);
  world.hub.weather.isDown = false;
  restart(world);
  world.pass(10_000);
  bo.resolveLostCopy('restore');
  world.pass(1_000);
  expect(ana.board().get(pen.id)).toMatchObject({ alive: true });
  expect(ana.board().get(pen.id)?.pointCount).toBeLessThan(whole ?? 0);
  ana.resolveLostCopy('restore');
  world.pass(1_000);
  expect(bo.board().get(pen.id)).toMatchObject({ alive: false });
  ana.takeBack();
  world.pass(1_000);
  for (const { board } of [ana, bo]) expect(board().get(pen.id)).toMatchObject({ alive: true, pointCount: whole });
  expect(bo.fingerprint()).toBe(ana.fingerprint());
});

test('who holds nothing but removals has nothing to decide until somebody brings back what they removed', () => {
  const world = new World();
  const [ana, bo] = [world.joined(), world.joined()];
  const id = draw(bo);
  world.pass(500);
  world.hub.weather.isDown = true;
  world.hub.cut();
  world.pass(1_000);
  remove(ana, id);
  world.hub.weather.isDown = false;
  restart(world);
  world.pass(10_000);
  expect(ana.status().lostCopy).toBeUndefined();
  bo.resolveLostCopy('restore');
  world.pass(1_000);
  expect(visible(ana)).toEqual([id]);
  expect(ana.status().lostCopy).toMatchObject({ elements: 0, removed: 1, elementsInRoom: 1 });
  ana.resolveLostCopy('restore');
  world.pass(1_000);
  expect([visible(ana), visible(bo)]).toEqual([[], []]);
  expect(ana.status().lostCopy).toBeUndefined();
});

test('a file brings whole what a restored copy had told the room only the removal of', () => {
  const world = new World();
  const ana = world.joined();
  const [id] = [draw(ana), draw(ana)];
  const whole = ana.board().get(id)?.pointCount;
  const file = ana.copyBytes();
  remove(ana, id);
  world.pass(500);
  restart(world);
  ana.resolveLostCopy('restore');
  world.pass(1_000);
  expect(ana.board().get(id)).toMatchObject({ alive: false, pointCount: 0 });
  expect(ana.importCopy(file)).toEqual({ imported: 1 });
  world.pass(1_000);
  expect(world.hub.replica.board.get(id)).toMatchObject({ alive: true, pointCount: whole });
  expect(ana.status()).toMatchObject({ unsent: 0, refused: undefined });
  ana.takeBack();
  expect(visible(ana)).not.toContain(id);
});

test('an empty board is lost without a word', () => {
  const world = new World();
  const ana = world.joined();
  const id = draw(ana);
  remove(ana, id);
  world.pass(300);
  restart(world);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, lostCopy: undefined });
});

test('a stroke that is being drawn goes on in the new epoch, whole', () => {
  const world = new World();
  const ana = world.joined();
  const bo = world.joined();
  const done = draw(ana);
  const pen = new Pen(ana);
  for (let i = 0; i < 10; i++) pen.move();
  world.pass(300);
  world.hub.restart();
  for (let i = 0; i < 100; i++) {
    pen.move();
    world.pass(33);
  }
  pen.lift();
  world.pass(300);
  expect(visible(ana)).toEqual([pen.id]);
  expect(bo.board().get(pen.id)).toMatchObject({ pointCount: 443, ended: true });
  expect(ana.status()).toMatchObject({ lostCopy: { elements: 1, elementsInRoom: 1 }, refused: undefined, unsent: 0 });
  ana.resolveLostCopy('restore');
  bo.resolveLostCopy('restore');
  world.pass(500);
  expect(visible(bo)).toEqual([done, pen.id].sort());
  expect(bo.board().get(pen.id)?.pointCount).toBe(443);
  expect(bo.fingerprint()).toBe(ana.fingerprint());
});

test('a stroke that goes on in the new epoch is not in the copy', () => {
  const world = new World();
  const ana = world.joined();
  const done = draw(ana);
  new Pen(ana);
  world.pass(300);
  restart(world);
  const file = decodeSnapshot(ana.copyBytes());
  expect(file.ok && file.value.states.map(({ id }) => id)).toEqual([done]);
});

test('what was removed in the new epoch is not brought back by an older copy', () => {
  const world = new World();
  const [ana, bo] = [world.joined(), world.joined()];
  const other = draw(bo);
  for (let i = 0; i < 20; i++) place(bo, other, i);
  world.pass(1_000);
  const pen = new Pen(ana);
  world.pass(300);
  restart(world);
  pen.lift();
  remove(ana, pen.id);
  world.pass(300);
  bo.resolveLostCopy('restore');
  world.pass(300);
  expect(visible(ana)).toEqual([other]);
});

test('of two copies of a stroke the longer one counts, whoever restores first', () => {
  const world = new World();
  const [ana, bo] = [world.joined(), world.joined()];
  const pen = new Pen(ana);
  world.pass(300);
  world.hub.weather.isDown = true;
  world.hub.cut();
  pen.move(20);
  pen.lift();
  world.hub.weather.isDown = false;
  restart(world);
  world.pass(10_000);
  bo.resolveLostCopy('restore');
  world.pass(500);
  expect(ana.board().get(pen.id)?.pointCount).toBe(3);
  expect(ana.status().lostCopy?.elements).toBe(1);
  ana.resolveLostCopy('restore');
  world.pass(500);
  expect(bo.board().get(pen.id)?.pointCount).toBe(23);
});

test('a stroke of many bytes goes on whole, too', () => {
  const world = new World();
  const ana = world.joined();
  const pen = new Pen(ana);
  for (let i = 0; i < 95; i++) pen.move(100);
  world.pass(1_000);
  const bytes = ana.board().get(pen.id)?.points;
  expect(bytes?.length).toBeGreaterThan(15_000);
  restart(world);
  pen.move(5);
  pen.lift();
  world.pass(500);
  const there = world.hub.replica.board.get(pen.id);
  expect(there).toMatchObject({ pointCount: 9_508, ended: true });
  expect([...(there?.points.subarray(0, bytes?.length) ?? [])]).toEqual([...(bytes ?? [])]);
  expect(ana.status()).toMatchObject({ refused: undefined, unsent: 0, lostCopy: undefined });
});

test('two people restoring the same copy at once bring every stroke once', () => {
  const world = new World();
  const [ana, bo] = [world.joined(), world.joined()];
  const ids = [draw(ana), draw(bo), draw(ana), draw(bo)].sort();
  world.pass(300);
  const before = ids.map((id) => ana.board().get(id)?.pointCount);
  restart(world);
  ana.resolveLostCopy('restore');
  bo.resolveLostCopy('restore');
  world.pass(500);
  expect(visible(ana)).toEqual(ids);
  expect(ids.map((id) => bo.board().get(id)?.pointCount)).toEqual(before);
  expect(bo.fingerprint()).toBe(ana.fingerprint());
  expect([ana.status().refused, bo.status().refused]).toEqual([undefined, undefined]);
});

test('when another has brought everything back there is nothing left to decide', () => {
  const world = new World();
  const [ana, bo] = [world.joined(), world.joined()];
  draw(ana);
  world.pass(300);
  restart(world);
  expect(bo.status().lostCopy?.elements).toBe(1);
  ana.resolveLostCopy('restore');
  world.pass(500);
  expect(bo.status().lostCopy).toBeUndefined();
});

test('what only one of them knew is still theirs to bring', () => {
  const world = new World();
  const [ana, bo] = [world.joined(), world.joined()];
  const shared = draw(ana);
  world.pass(300);
  world.hub.weather.isDown = true;
  world.hub.cut();
  const mine = draw(bo);
  place(bo, shared, 4_000);
  world.hub.weather.isDown = false;
  restart(world);
  world.pass(10_000);
  ana.resolveLostCopy('restore');
  world.pass(500);
  expect(bo.status().lostCopy).toMatchObject({ elements: 2, elementsInRoom: 1 });
  bo.resolveLostCopy('restore');
  world.pass(500);
  expect(visible(ana)).toEqual([shared, mine].sort());
  expect(ana.board().get(shared)?.x).toBe(4_000);
});

test('a removal that one knew of is not undone by another restoring an older copy', () => {
  const world = new World();
  const [ana, bo] = [world.joined(), world.joined()];
  const [kept, gone] = [draw(ana), draw(ana)];
  world.pass(300);
  world.hub.weather.isDown = true;
  world.hub.cut();
  remove(bo, gone);
  const mine = draw(bo);
  world.hub.weather.isDown = false;
  restart(world);
  world.pass(10_000);
  ana.resolveLostCopy('restore');
  world.pass(500);
  bo.resolveLostCopy('restore');
  world.pass(500);
  expect(visible(ana)).toEqual([kept, mine].sort());
  expect(bo.fingerprint()).toBe(ana.fingerprint());
});

test('a restore is taken back as a whole, by a command of its own', () => {
  const world = new World();
  const ana = world.joined();
  for (let i = 0; i < 300; i++) draw(ana, 0);
  world.pass(3_000);
  restart(world);
  const fresh = draw(ana);
  ana.resolveLostCopy('restore');
  world.pass(3_000);
  expect(visible(ana)).toHaveLength(301);
  expect(ana.takeBack()).toEqual({ elements: 300, own: 300, authors: 1 });
  world.pass(3_000);
  expect(visible(ana)).toEqual([fresh]);
  expect(world.hub.replica.board.aliveCount).toBe(1);
});

test('a discarded copy is gone, and the room stays as it is', () => {
  const world = new World();
  const ana = world.joined();
  draw(ana);
  world.pass(300);
  restart(world);
  const fresh = draw(ana);
  ana.resolveLostCopy('discard');
  world.pass(300);
  expect(visible(ana)).toEqual([fresh]);
  expect(ana.status().lostCopy).toBeUndefined();
});

test('while a copy is held it is what is saved', () => {
  const world = new World();
  const ana = world.joined();
  const lost = draw(ana);
  world.pass(300);
  restart(world);
  draw(ana);
  const file = decodeSnapshot(ana.copyBytes());
  expect(file.ok && file.value.states.map(({ id }) => id)).toEqual([lost]);
});

test('a second restart before the decision loses neither copy', () => {
  const world = new World();
  const ana = world.joined();
  const first = draw(ana);
  world.pass(300);
  restart(world);
  const second = draw(ana);
  world.pass(300);
  restart(world);
  expect(ana.status().lostCopy?.elements).toBe(2);
  ana.resolveLostCopy('restore');
  world.pass(500);
  expect(visible(ana)).toEqual([first, second].sort());
  expect(world.hub.replica.board.aliveCount).toBe(2);
});

test('a notice of a new epoch on a living connection is enough', () => {
  const world = new World();
  const ana = world.joined();
  draw(ana);
  world.pass(300);
  world.hub.forgetRoom();
  world.pass(500);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, lostCopy: { elements: 1 } });
});

test('[OPS-6] whatever happens around restarts, everybody who restores ends with equal boards and every finished stroke once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 30 }), (seed) => {
      const { next } = seededRandom(seed);
      const world = new World({ delayMs: () => 1 + next() * 40, twice: 0.1, logBatches: 10 }, seed);
      const people: Session[] = [world.person(), world.person(), world.person()];
      for (const person of people) person.start();
      const drawn = new Map<string, number>();
      for (let step = 0; step < 50; step++) {
        const person = people[Math.floor(next() * 3)] as Session;
        const dice = next();
        if (dice < 0.45) drawn.set(draw(person, Math.floor(next() * 4)), 0);
        else if (dice < 0.8) world.pass(next() * 150);
        else if (dice < 0.86) world.hub.cut((i) => i === 1);
        else if (dice < 0.9) world.hub.restart();
        else if (dice < 0.95) person.resolveLostCopy('restore');
        else place(person, (visible(person)[0] ?? draw(person)) as never, Math.floor(next() * 99));
      }
      world.hub.weather.delayMs = () => 5;
      world.pass(60_000);
      for (const person of people) {
        person.resolveLostCopy('restore');
        world.pass(2_000);
      }
      for (const person of people) {
        expect(person.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0, lostCopy: undefined });
        expect(person.fingerprint()).toBe(world.hub.replica.board.fingerprint());
      }
      const { board } = world.hub.replica;
      for (const id of drawn.keys()) expect(board.get(id as never), `stroke ${id}`).toMatchObject({ alive: true, ended: true });
    }),
    { numRuns: HISTORIES, seed: runSeed() },
  );
});
