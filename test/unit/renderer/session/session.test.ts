import { expect, test } from 'vitest';
import { draw, Pen, ROOM, visible, World } from './world.ts';

test('a stroke drawn by one is seen by the other, whole', () => {
  const world = new World();
  const ana = world.joined('Ana');
  const bo = world.joined('Bo');
  const id = draw(ana);
  world.pass(200);
  expect(visible(bo)).toEqual([id]);
  expect(bo.board().get(id)?.pointCount).toBe(11);
  expect(bo.fingerprint()).toBe(ana.fingerprint());
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0, elements: 1, room: ROOM });
  expect(ana.status().roundTripMs).toBeGreaterThan(0);
});

test('what is drawn before the first join is sent when it is through', () => {
  const world = new World();
  const ana = world.person();
  const id = draw(ana);
  ana.start();
  world.pass(200);
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
