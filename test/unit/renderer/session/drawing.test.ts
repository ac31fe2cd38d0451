import { expect, test } from 'vitest';
import { cutSpans } from '../../../../core/board/bodies/cuts.ts';
import type { BoardChange } from '../../../../core/room/board-access.ts';
import { CLIENT_TICK_MS } from '../../../../renderer/session/writing/outbound.ts';
import { addCut } from '../../../support/ink.ts';
import { draw, Pen, place, ROOM, remove, visible, World } from './world.ts';

test('a stroke drawn by one is seen by the other, whole', () => {
  const world = new World();
  const ana = world.joined('Ana');
  const bo = world.joined('Bo');
  const id = draw(ana);
  world.pass(300);
  expect(visible(bo)).toEqual([id]);
  expect(bo.board().get(id)).toMatchObject({ pointCount: 11, ended: true });
  expect(bo.fingerprint()).toBe(ana.fingerprint());
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0, elements: 1, room: ROOM });
  expect(ana.status().roundTripMs).toBeGreaterThanOrEqual(10);
});

test('what is proposed is on the board at once, and everybody here is told once', () => {
  const world = new World();
  const ana = world.joined();
  const changes: BoardChange[] = [];
  ana.onChange((change) => changes.push(change));
  const pen = new Pen(ana);
  expect(ana.board().get(pen.id)?.pointCount).toBe(3);
  world.pass(300);
  expect(changes).toEqual([{ ids: [pen.id, pen.id], origin: 'user' }]);
});

test('what is drawn before the first join is sent when it is through', () => {
  const world = new World();
  const ana = world.person();
  const id = draw(ana);
  expect(ana.status().state.phase).toBe('offline');
  ana.start();
  world.pass(300);
  const bo = world.joined();
  expect(visible(bo)).toEqual([id]);
  expect(ana.status().unsent).toBe(0);
});

test('a stroke is seen while it is drawn', () => {
  const world = new World();
  const ana = world.joined();
  const bo = world.joined();
  const pen = new Pen(ana);
  world.pass(60);
  expect(bo.board().get(pen.id)).toMatchObject({ pointCount: 3, ended: false });
  pen.move();
  world.pass(60);
  expect(bo.board().get(pen.id)).toMatchObject({ pointCount: 7, ended: false });
});

test('the first change after a pause leaves at once, later ones once a tick', () => {
  const world = new World({ delayMs: () => 0 });
  const ana = world.joined();
  const { pushes } = world.hub;
  pushes.length = 0;
  const pen = new Pen(ana);
  world.pass(0);
  expect(pushes).toHaveLength(1);
  for (let ms = 0; ms < 330; ms += 8) {
    pen.move(1);
    world.pass(8);
  }
  expect(pushes.length).toBeLessThanOrEqual(1 + Math.ceil(336 / CLIENT_TICK_MS));
  expect(pushes.length).toBeGreaterThanOrEqual(10);
});

test('[FRM-3] a client keeps the pace of its hub: batches twice as often as frames come, cursors alone as often as they are shown', () => {
  const world = new World({ delayMs: () => 0, welcome: { frameMs: 100, cursorMs: 200 } });
  const ana = world.joined();
  const { pushes } = world.hub;
  const pushesIn = (ms: number, move: (at: number) => void): number => {
    world.pass(400);
    pushes.length = 0;
    for (let at = 0; at < ms; at += 10) {
      move(at);
      world.pass(10);
    }
    return pushes.length;
  };
  const cursors = (): number => pushesIn(1_000, (at) => ana.pointAt({ x: at, y: 1 }));
  expect(cursors()).toBeLessThanOrEqual(6);
  const pen = new Pen(ana);
  const batches = pushesIn(1_000, () => pen.move(1));
  expect(batches).toBeLessThanOrEqual(21);
  expect(batches).toBeGreaterThanOrEqual(15);
  pen.lift();
  world.hub.notify({ kind: 'pace', frameMs: 50, cursorMs: 50 });
  expect(cursors()).toBeGreaterThanOrEqual(15);
  // [FRM-5] A hub on its own sockets that is no longer busy names no pace of cursors: the client's own holds again.
  world.hub.notify({ kind: 'pace', frameMs: 150, cursorMs: 150 });
  expect(cursors()).toBeLessThanOrEqual(8);
  world.hub.notify({ kind: 'pace', frameMs: 25 });
  expect(cursors()).toBeGreaterThanOrEqual(25);
  // What is no pace changes nothing.
  for (const frameMs of [-1, 1e9, Number.NaN, 'soon' as unknown as number]) world.hub.notify({ kind: 'pace', frameMs });
  expect(cursors()).toBeGreaterThanOrEqual(15);
});

test('a finished stroke does not wait for the tick', () => {
  const world = new World({ delayMs: () => 0 });
  const ana = world.joined();
  const pen = new Pen(ana);
  world.pass(10);
  world.hub.pushes.length = 0;
  pen.move();
  world.pass(1);
  expect(world.hub.pushes).toHaveLength(0);
  pen.lift();
  world.pass(0);
  expect(world.hub.pushes).toHaveLength(1);
  expect(world.hub.replica.board.get(pen.id)?.ended).toBe(true);
});

test('points that wait for the tick leave as one batch', () => {
  const world = new World({ delayMs: () => 0 });
  const ana = world.joined();
  const pen = new Pen(ana);
  for (let i = 0; i < 5; i++) pen.move();
  world.pass(100);
  expect(world.hub.accepted.map(({ ops }) => ops.map(({ kind }) => kind))).toEqual([['add', 'append'], ['append']]);
  expect(world.hub.replica.board.get(pen.id)?.pointCount).toBe(23);
});

test('a change with more than one message can carry goes in several, and is one step of undo', () => {
  const world = new World();
  const ana = world.joined();
  const bo = world.joined();
  const ids = Array.from({ length: 450 }, () => draw(ana, 0));
  world.pass(2_000);
  const gesture = ana.newGesture();
  const lamport = ana.nextLamport();
  ana.propose(
    ids.map((id) => ({ kind: 'set' as const, id, lamport, values: { x: 7 } })),
    gesture,
  );
  world.pass(2_000);
  expect(ids.every((id) => bo.board().get(id)?.x === 7)).toBe(true);
  ana.undo();
  world.pass(2_000);
  expect(ids.some((id) => bo.board().get(id)?.x === 7)).toBe(false);
  expect(bo.fingerprint()).toBe(ana.fingerprint());
});

test('undo and redo touch only what one did oneself, also when it is another who cleared', () => {
  const world = new World();
  const ana = world.joined();
  const bo = world.joined();
  const [mine, theirs] = [draw(ana), draw(bo)];
  world.pass(300);
  expect(ana.status()).toMatchObject({ canUndo: true, canRedo: false });
  ana.undo();
  world.pass(300);
  expect(visible(bo)).toEqual([theirs]);
  ana.redo();
  world.pass(300);
  expect(visible(bo)).toEqual([mine, theirs].sort());
  remove(bo, mine, theirs);
  world.pass(300);
  ana.undo();
  expect(visible(ana)).toEqual([]);
  bo.undo();
  world.pass(300);
  expect(visible(ana)).toEqual([mine, theirs].sort());
});

test('a move of somebody else is not taken back', () => {
  const world = new World();
  const ana = world.joined();
  const bo = world.joined();
  const id = draw(ana);
  world.pass(300);
  place(ana, id, 100);
  world.pass(300);
  place(bo, id, 900);
  world.pass(300);
  ana.undo();
  expect(ana.board().get(id)?.x).toBe(900);
});

test('the status is the same object until something in it changes', () => {
  const world = new World();
  const ana = world.joined();
  world.pass(2_000);
  const before = ana.status();
  world.pass(10_000);
  expect(ana.status()).toBe(before);
  draw(ana);
  expect(ana.status()).not.toBe(before);
  expect(ana.status().unsent).toBeGreaterThan(0);
});

test('listeners hear of a changed number soon, but not with every change', () => {
  const world = new World();
  const ana = world.joined();
  world.pass(2_000);
  let told = 0;
  ana.onStatus(() => told++);
  const pen = new Pen(ana);
  for (let i = 0; i < 60; i++) {
    pen.move();
    world.pass(16);
  }
  world.pass(1_000);
  expect(told).toBeGreaterThanOrEqual(3);
  expect(told).toBeLessThanOrEqual(12);
  expect(ana.status().unsent).toBe(0);
});

test('an ended session leaves the room, holds no timer, and can be ended twice', () => {
  const world = new World();
  const ana = world.joined();
  const bo = world.joined();
  ana.dispose();
  ana.dispose();
  world.pass(300);
  expect(bo.members()).toEqual([]);
  bo.dispose();
  world.pass(300);
  expect(world.clock.timers).toBe(0);
  expect(world.hub.memberCount).toBe(0);
});

test('a session that is told to start when it is ended stays ended', () => {
  const world = new World();
  const ana = world.joined();
  ana.dispose();
  ana.start();
  ana.wake();
  world.pass(1_000);
  expect(ana.status().state.phase).toBe('offline');
  expect(world.hub.memberCount).toBe(0);
});

test('what is cut out of a stroke tells the others of the stroke, not only of the cut', () => {
  const world = new World();
  const ana = world.joined();
  const bo = world.joined();
  const id = draw(ana);
  world.pass(300);
  const told: string[] = [];
  bo.onChange(({ ids }) => void told.push(...ids));
  ana.propose(addCut(ana.newElementId(), id, ana.nextLamport(), [0, 16]), ana.newGesture());
  world.pass(300);
  expect(told).toContain(id);
  expect(cutSpans(bo.board(), id)).toEqual([0, 16]);
});
