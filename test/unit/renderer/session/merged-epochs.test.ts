import { expect, test } from 'vitest';
import type { ClientId, Epoch, InstanceId } from '../../../../core/board/ids.ts';
import { draw, visible, World } from './world.ts';

test('[INS-5] an epoch that lives on in another one was not lost: board and outbox go on, nobody is asked anything', () => {
  const world = new World();
  const ana = world.joined();
  const drawn = draw(ana);
  world.pass(300);
  const epoch = ana.status().epoch as Epoch;
  world.hub.restart();
  world.hub.weather.welcome = { merged: [epoch] };
  const unsent = draw(ana);
  world.pass(3_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, lostCopy: undefined, unsent: 0, elements: 2 });
  expect(ana.status().epoch).not.toBe(epoch);
  expect(visible(ana)).toEqual([drawn, unsent].sort());
  expect(world.hub.replica.board.aliveCount).toBe(1);
});

/** Ana was alone with what she drew when the hub lost the board, and is asked about her copy. */
function withLostCopy() {
  const world = new World();
  const ana = world.joined();
  const drawn = draw(ana);
  world.pass(300);
  const epoch = ana.status().epoch as Epoch;
  world.hub.restart();
  world.pass(3_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, lostCopy: { epoch, elements: 1 } });
  return { world, ana, drawn, epoch };
}

test('[INS-5] an epoch that was taken for lost and goes on after all: what only this client had of it is sent, and nobody is asked', () => {
  const { world, ana, drawn, epoch } = withLostCopy();
  world.hub.weather.welcome = { merged: [epoch] };
  world.hub.cut();
  world.pass(3_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, lostCopy: undefined, unsent: 0, canUndo: true });
  expect(visible(ana)).toEqual([drawn]);
  expect([...world.hub.replica.board.elements()].map(({ id }) => id)).toEqual([drawn]);
});

test('[INS-5] the same when the room unites with it while this client is there', () => {
  const { world, ana, drawn, epoch } = withLostCopy();
  const other = draw(ana);
  world.hub.notify({ kind: 'epoch', epoch: ana.status().epoch as Epoch, merged: [epoch] });
  world.pass(3_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, lostCopy: undefined, unsent: 0 });
  expect(visible(ana)).toEqual([drawn, other].sort());
  expect(world.hub.replica.board.aliveCount).toBe(2);
});

test('an empty board that is lost takes the place of no copy that was held before', () => {
  const { world, ana, epoch } = withLostCopy();
  world.hub.restart();
  world.pass(3_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, lostCopy: { epoch, elements: 1 } });
});

test('[PRS-3] people who are there by other instances are shown with the others, everyone once', () => {
  const origin = 'OtherOtherO' as InstanceId;
  const member = (no: number, clientId: string) => ({ no, clientId: clientId as ClientId, name: `no ${no}`, color: 1 });
  const elsewhere = [{ origin, members: [member(1, 'AAAAAAAAAAA'), member(2, 'BBBBBBBBBBB')] }];
  const world = new World({ welcome: { elsewhere } });
  const ana = world.joined();
  world.joined();
  expect(ana.members().map(({ name }) => name)).toEqual(expect.arrayContaining(['no 1', 'no 2', 'person 2']));
  expect(ana.members()).toHaveLength(3);
});
