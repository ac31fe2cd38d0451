import { expect, test } from 'vitest';
import type { BoardChange } from '../../../../core/room/board-access.ts';
import { readOwnRefusal } from '../../../../renderer/session/sync/own-refusal.ts';
import { draw, Pen, visible, World } from './world.ts';

test('a refused batch disappears from the board, and the status says why', () => {
  const world = new World();
  const ana = world.joined();
  const bo = world.joined();
  const kept = [draw(ana), draw(bo)];
  world.pass(300);
  const changes: BoardChange[] = [];
  ana.onChange((change) => changes.push(change));
  world.hub.weather.refuse = () => 'board.too_many_elements';
  draw(ana);
  expect(visible(ana)).toHaveLength(3);
  world.pass(500);
  expect(visible(ana)).toEqual(kept.sort());
  expect(changes.at(-1)).toEqual({ ids: 'all', origin: 'refused' });
  expect(ana.status()).toMatchObject({ unsent: 0, refused: { code: 'board.too_many_elements' }, state: { phase: 'live' } });
  expect(ana.fingerprint()).toBe(bo.fingerprint());
});

test('a snapshot that is a little old is completed at once, and everything in it is told', () => {
  const world = new World({ stale: () => 2 });
  const ana = world.joined();
  const kept = [draw(ana, 0), draw(ana, 0), draw(ana, 0)].sort();
  world.pass(500);
  world.hub.weather.refuse = () => 'op.value';
  draw(ana, 0);
  const told = new Set<string>();
  ana.onChange(({ ids }) => {
    for (const id of ids === 'all' ? visible(ana) : ids) told.add(id);
  });
  world.pass(300);
  expect(visible(ana)).toEqual(kept);
  expect([...told].sort()).toEqual(kept);
});

test('what was drawn after the refused batch, and what others drew meanwhile, stays', () => {
  const world = new World({ delayMs: () => 20 });
  const ana = world.joined();
  const bo = world.joined();
  world.hub.weather.refuse = ({ n, author }) => (author === ana.clientId && n === 1 ? 'op.coordinate' : undefined);
  const refused = draw(ana);
  world.pass(40);
  const after = draw(ana);
  const theirs = draw(bo);
  world.pass(1_000);
  expect(visible(ana)).toEqual([after, theirs].sort());
  expect(visible(ana)).not.toContain(refused);
  expect(bo.fingerprint()).toBe(ana.fingerprint());
});

test('a refusal whose answer was lost with the connection is heard the second time', () => {
  const world = new World();
  const ana = world.joined();
  world.hub.weather.refuse = () => {
    world.hub.cut();
    return 'op.value';
  };
  draw(ana);
  world.pass(20);
  world.hub.weather.refuse = () => 'op.value';
  world.pass(5_000);
  expect(visible(ana)).toEqual([]);
  expect(ana.status()).toMatchObject({ unsent: 0, refused: { code: 'op.value' }, state: { phase: 'live' } });
});

test.each([
  'rate.messages',
  'rate.bytes',
  'rate.elements',
  'rate.address',
  'room.read_only',
  'server.full',
  'server.draining',
] as const)('a batch refused with %s waits and is sent again, and what builds on it with it', (code) => {
  const world = new World();
  const ana = world.joined();
  const bo = world.joined();
  let left = 3;
  world.hub.weather.refuse = () => (left-- > 0 ? code : undefined);
  const pen = new Pen(ana);
  for (let i = 0; i < 10; i++) {
    world.pass(40);
    pen.move();
  }
  pen.lift();
  world.pass(15_000);
  expect(bo.board().get(pen.id)).toMatchObject({ pointCount: 43, ended: true });
  expect(ana.status()).toMatchObject({ unsent: 0, refused: undefined });
  expect(ana.fingerprint()).toBe(bo.fingerprint());
});

test('[ADM-2] a hole in the numbers is filled by sending again from there', () => {
  const world = new World();
  const ana = world.joined();
  draw(ana);
  world.pass(300);
  // The hub forgets what it accepted last: it wants an earlier n than the client sends.
  world.hub.forgetLastN(ana.clientId, 2);
  const id = draw(ana);
  world.pass(1_000);
  expect(world.hub.replica.board.get(id)?.pointCount).toBe(11);
  expect(ana.status()).toMatchObject({ unsent: 0, refused: undefined });
});

test('[INS-8] what was accepted once, and is on the board of the instance to which it is sent again, is not refused: it is there', () => {
  const world = new World({ isDurable: false, welcome: { persistence: { mode: 'lmdb', since: 1 } } });
  const ana = world.joined();
  const id = draw(ana);
  world.pass(300);
  // Seen back and not durable: she keeps it, and the hub knows it without knowing by which numbers.
  expect(ana.status().unsent).toBeGreaterThan(0);
  world.hub.forgetLastN(ana.clientId, ana.status().unsent);
  world.hub.cut();
  world.pass(2_000);
  world.hub.save();
  world.pass(1_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0, refused: undefined });
  expect(visible(ana)).toEqual([id]);
  expect(world.hub.replica.board.get(id)).toMatchObject({ pointCount: 11, ended: true });
});

test('who may only look is refused here, and nothing is sent', () => {
  const world = new World({ role: 'view' });
  const ana = world.joined();
  world.hub.pushes.length = 0;
  draw(ana);
  world.pass(300);
  expect(visible(ana)).toEqual([]);
  expect(world.hub.pushes).toEqual([]);
  expect(ana.status()).toMatchObject({ grant: 'view', unsent: 0, refused: { code: 'access.denied' } });
});

test('a full hub is shown, keeps every change here, and closes nobody whose outbox is long', () => {
  const world = new World();
  const ana = world.joined();
  const bo = world.joined();
  let refusals = 0;
  let isFull = true;
  world.hub.weather.refuse = () => {
    if (!isFull) return undefined;
    refusals++;
    return 'server.full';
  };
  draw(ana);
  world.pass(500);
  for (let i = 0; i < 50; i++) draw(ana);
  world.pass(60_000);
  expect(ana.status()).toMatchObject({ readOnly: 'server.full', refused: undefined, state: { phase: 'live' } });
  expect(ana.status().unsent).toBeGreaterThan(50);
  expect(refusals).toBeLessThan(30);
  isFull = false;
  world.pass(10_000);
  expect(visible(bo)).toHaveLength(51);
  expect(ana.status()).toMatchObject({ readOnly: undefined, unsent: 0 });
});

test.each(['server.full', 'rate.address'] as const)('who waits because of %s keeps one connection at most', (code) => {
  const world = new World({ joinRefusal: code });
  const ana = world.person();
  ana.start();
  for (let minute = 0; minute < 10; minute++) {
    world.pass(60_000);
    expect(world.hub.connectionCount).toBeLessThanOrEqual(1);
  }
  world.hub.weather.joinRefusal = undefined;
  world.pass(20_000);
  expect(ana.status().state.phase).toBe('live');
});

test('a hub that answers no join does not get ever more connections of one client', () => {
  const world = new World({ unanswered: 'join' });
  const ana = world.person();
  ana.start();
  world.pass(10 * 60_000);
  expect(world.hub.connectionCount).toBeLessThanOrEqual(3);
  world.hub.weather.unanswered = undefined;
  world.pass(60_000);
  expect(ana.status().state.phase).toBe('live');
  expect(world.hub.connectionCount).toBe(1);
});

test('a code of a family that is known to pass is waited for, though a newer hub made it up', () => {
  const outbox = { isAfterRetry: () => false, mayBeThere: () => false };
  expect(readOwnRefusal([3, 'rate.of_something_new'], outbox)).toEqual({ means: 'later', n: 3 });
  expect(readOwnRefusal([3, 'server.new'], outbox)).toEqual({ means: 'later', n: 3 });
  expect(readOwnRefusal([3, 'op.new'], outbox)).toMatchObject({ means: 'never' });
});

test('[CLS-5] who is sent away because the host ended the room says so until somebody is let in again, and keeps the board', () => {
  const world = new World();
  const ana = world.joined();
  draw(ana);
  world.pass(300);
  expect(ana.status().hostEnded).toBe(false);
  world.hub.closeAll('room.host_ended: The host ended this room. You hold a copy.');
  world.pass(300);
  expect(ana.status()).toMatchObject({ hostEnded: true, state: { phase: 'refused', code: 'room.host_ended' }, elements: 1 });
  // The window comes back to the front, and the host has started again.
  ana.wake();
  expect(ana.status()).toMatchObject({ hostEnded: true, state: { phase: 'connecting' } });
  world.pass(2_000);
  expect(ana.status()).toMatchObject({ hostEnded: false, state: { phase: 'live' }, elements: 1 });
});
