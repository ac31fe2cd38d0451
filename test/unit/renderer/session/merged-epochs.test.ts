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
