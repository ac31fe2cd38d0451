import { expect, test } from 'vitest';
import { allSteps } from '../../../../../core/base/all-steps.ts';
import type { LastBoardBytes } from '../../../../../renderer/session/keeping/last-board.ts';
import type { Session } from '../../../../../renderer/session/session.ts';
import { draw, remove, visible, World } from '../world.ts';

function lastOf(session: Session): LastBoardBytes | undefined {
  const packing = session.packLastBoard();
  return packing && allSteps(packing);
}

/** What a device keeps of a session that ends now. */
function endedWith(world: World, session: Session): Uint8Array {
  const last = lastOf(session);
  if (!last) throw new Error('Nothing to keep.');
  session.dispose();
  world.pass(100);
  return last.bytes;
}

function back(world: World, lastBoard: Uint8Array): Session {
  const session = world.person('again', undefined, lastBoard);
  session.start();
  return session;
}

test('what the device saw last is shown while the hub cannot be reached, and says up to when', () => {
  const world = new World();
  const ana = world.joined();
  const ids = [draw(ana), draw(ana)];
  world.pass(500);
  const upTo = lastOf(ana)?.upTo;
  const bytes = endedWith(world, ana);
  world.hub.weather.isDown = true;
  world.pass(60_000);
  const again = back(world, bytes);
  world.pass(30_000);
  expect(visible(again)).toEqual(ids.sort());
  expect(again.status()).toMatchObject({ state: { phase: 'connecting' }, asOf: upTo, elements: 2, lostCopy: undefined });
  // There is nothing in it that the device does not have already.
  expect(lastOf(again)).toBeUndefined();
});

test('a hub that still has the board is right about it: what others removed meanwhile does not come back', () => {
  const world = new World();
  const [ana, bo] = [world.joined(), world.joined()];
  const [kept, removed] = [draw(ana), draw(ana)];
  world.pass(500);
  const bytes = endedWith(world, ana);
  remove(bo, removed);
  const added = draw(bo);
  world.pass(500);
  const again = back(world, bytes);
  expect(again.status().asOf).toBeDefined();
  world.pass(1_000);
  expect(visible(again)).toEqual([kept, added].sort());
  expect(again.status()).toMatchObject({ state: { phase: 'live' }, asOf: undefined, lostCopy: undefined, unsent: 0 });
  expect(again.fingerprint()).toBe(bo.fingerprint());
});

test('what is drawn over it while the hub is away reaches the room', () => {
  const world = new World();
  const ana = world.joined();
  const first = draw(ana);
  world.pass(500);
  const bytes = endedWith(world, ana);
  world.hub.weather.isDown = true;
  const again = back(world, bytes);
  world.pass(5_000);
  const second = draw(again);
  world.hub.weather.isDown = false;
  world.pass(60_000);
  expect(again.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0 });
  expect([...world.hub.replica.board.elements()].map(({ id }) => id).sort()).toEqual([first, second].sort());
});

test('a hub that has lost the board makes it a lost copy, which can be restored', () => {
  const world = new World();
  const ana = world.joined();
  const ids = [draw(ana), draw(ana)];
  world.pass(500);
  const upTo = lastOf(ana)?.upTo;
  const bytes = endedWith(world, ana);
  world.hub.restart();
  world.pass(3_000);
  const again = back(world, bytes);
  world.pass(3_000);
  expect(again.status()).toMatchObject({ asOf: undefined, elements: 0, lostCopy: { elements: 2, upTo, elementsInRoom: 0 } });
  expect(again.lostBoard()?.aliveCount).toBe(2);
  again.resolveLostCopy('restore');
  world.pass(500);
  expect(again.lostBoard()).toBeUndefined();
  expect([...world.hub.replica.board.elements()].map(({ id }) => id).sort()).toEqual(ids.sort());
});

test('two devices restore what each saw last: what the later one knew to be removed stays removed', () => {
  const world = new World();
  const [ana, bo] = [world.joined(), world.joined()];
  const [kept, removed] = [draw(ana), draw(ana)];
  world.pass(500);
  const early = endedWith(world, ana);
  remove(bo, removed);
  world.pass(500);
  const late = endedWith(world, bo);
  world.hub.restart();
  world.pass(3_000);
  for (const bytes of [early, late]) {
    const again = back(world, bytes);
    world.pass(3_000);
    again.resolveLostCopy('restore');
    world.pass(500);
  }
  expect([...world.hub.replica.board.elements()].filter(({ alive }) => alive).map(({ id }) => id)).toEqual([kept]);
});

test('what the device saw last and what is unsent are one board again', () => {
  const world = new World();
  const vaults = world.vaults();
  const ana = world.person('Ana', vaults.open());
  ana.start();
  world.pass(100);
  const first = draw(ana);
  world.pass(500);
  const bytes = lastOf(ana)?.bytes;
  world.hub.weather.isDown = true;
  world.hub.cut();
  world.pass(1_000);
  const second = draw(ana);
  world.pass(1_000);
  world.crash(vaults, ana);
  const again = world.person('Ana', vaults.open(), bytes);
  expect(visible(again)).toEqual([first, second].sort());
  world.hub.weather.isDown = false;
  again.start();
  world.pass(30_000);
  expect(again.status()).toMatchObject({ unsent: 0, lostCopy: undefined, elements: 2 });
  expect(world.hub.replica.board.aliveCount).toBe(2);
});

test('a lost copy that waits in the vault is not held twice', () => {
  const world = new World();
  const vaults = world.vaults();
  const ana = world.person('Ana', vaults.open());
  ana.start();
  world.pass(100);
  draw(ana);
  world.pass(500);
  const bytes = lastOf(ana)?.bytes;
  world.hub.restart();
  world.pass(3_000);
  expect(ana.status().lostCopy).toMatchObject({ elements: 1 });
  world.crash(vaults, ana);
  const again = world.person('Ana', vaults.open(), bytes);
  again.start();
  world.pass(3_000);
  expect(again.status()).toMatchObject({ elements: 0, lostCopy: { elements: 1 } });
  again.resolveLostCopy('discard');
  expect(again.status().lostCopy).toBeUndefined();
});

test('bytes that are damaged are as if there were none', () => {
  const world = new World();
  const again = back(world, new Uint8Array([1, 2, 3]));
  world.pass(1_000);
  expect(again.status()).toMatchObject({ state: { phase: 'live' }, elements: 0, asOf: undefined, lostCopy: undefined });
});
