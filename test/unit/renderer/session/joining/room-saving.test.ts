import { expect, test } from 'vitest';
import { draw, World } from '../world.ts';

test('[CLS-3] who joins a board that was let go while empty is told when, and how much was on it', () => {
  const previousLife = { endedAt: 1_234, elements: 7 };
  const world = new World({ welcome: { previousLife } });
  const ana = world.joined();
  expect(ana.status().previousLife).toEqual(previousLife);
  world.hub.weather.welcome = {};
  world.hub.cut();
  world.pass(2_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, previousLife: undefined });
});

test('what a welcome says about an earlier life, a refusal or a save is taken only where it can be read', () => {
  const wrong = {
    previousLife: { endedAt: 'soon', elements: 7 },
    readOnly: 'because',
    persistence: { mode: 'lmdb', since: 1, savedAt: {} },
  };
  const ana = new World({ welcome: wrong as object }).joined();
  expect(ana.status()).toMatchObject({
    state: { phase: 'live' },
    previousLife: undefined,
    readOnly: undefined,
    savedAt: undefined,
    persistence: { mode: 'lmdb', since: 1 },
  });
});

test('[SAVE-1] the age of the last durable write comes with the welcome and moves on with what frames say is durable', () => {
  const world = new World({ isDurable: false, welcome: { persistence: { mode: 'lmdb', since: 1, savedAt: 500 } } });
  const ana = world.joined();
  expect(ana.status().savedAt).toBe(500);
  draw(ana);
  world.pass(1_000);
  expect(ana.status().savedAt).toBe(500);
  world.hub.save();
  world.pass(300);
  const saved = ana.status().savedAt ?? 0;
  expect(saved).toBeGreaterThan(world.clock.now() - 300);
  world.pass(5_000);
  world.hub.notify({ kind: 'persistence', persistence: { mode: 'lmdb', since: 1, savedAt: saved + 10 } });
  world.pass(100);
  expect(ana.status().savedAt).toBe(saved + 10);
});

test('without a store nothing is ever called saved', () => {
  const world = new World();
  const ana = world.joined();
  draw(ana);
  world.pass(1_000);
  expect(ana.status()).toMatchObject({ unsent: 0, savedAt: undefined });
});

test('[SAVE-2] in a room that nobody may change drawing goes on into the outbox, and leaves when it may be changed again', () => {
  const world = new World({ welcome: { persistence: { mode: 'lmdb', since: 1 } } });
  const ana = world.joined();
  world.hub.weather.refuse = () => 'room.read_only';
  world.hub.notify({ kind: 'readOnly', code: 'room.read_only' });
  world.pass(100);
  expect(ana.status().readOnly).toBe('room.read_only');
  const ids = [draw(ana), draw(ana)];
  world.pass(60_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, readOnly: 'room.read_only', refused: undefined, elements: 2 });
  expect(ana.status().unsent).toBeGreaterThan(0);
  // Every few seconds one message, not one per tick.
  expect(world.hub.pushes.length).toBeLessThan(60);
  world.hub.weather.refuse = () => undefined;
  world.hub.notify({ kind: 'persistence', persistence: { mode: 'lmdb', since: 1 } });
  world.pass(500);
  expect(ana.status()).toMatchObject({ readOnly: undefined, unsent: 0 });
  for (const id of ids) expect(world.hub.replica.board.get(id)?.pointCount).toBe(11);
});

test('[SAVE-2] a room that may be changed again is found by asking, should nobody say so', () => {
  const world = new World({ refuse: () => 'room.read_only' });
  const ana = world.joined();
  const id = draw(ana);
  world.pass(1_000);
  expect(ana.status()).toMatchObject({ readOnly: 'room.read_only', refused: undefined });
  world.hub.weather.refuse = () => undefined;
  world.pass(6_000);
  expect(ana.status()).toMatchObject({ readOnly: undefined, unsent: 0 });
  expect(world.hub.replica.board.get(id)?.ended).toBe(true);
});

test('[PRS-1] the pointer is seen moving in a room that nobody may change', () => {
  const world = new World({ refuse: () => 'room.read_only' });
  const ana = world.joined();
  const bo = world.joined();
  draw(ana);
  world.pass(500);
  ana.pointAt({ x: 5, y: 6 });
  world.pass(200);
  expect(bo.members()[0]?.cursor).toEqual({ x: 5, y: 6 });
});
