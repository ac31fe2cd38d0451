import { expect, test } from 'vitest';
import type { RoomId } from '../../../../core/board/ids.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { UnloadedBoards } from '../../../../server/hub/rooms/unloaded-boards.ts';
import { HubFixture } from './hub-fixture.ts';
import { addStroke, removeStroke } from './ink.ts';
import { SlowStore, settled } from './slow-store.ts';

test('[CLS-3] an empty room is kept for the grace period; who comes later finds a new epoch', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  const { epoch } = await fixture.connect().join();
  const others = fixture.hub.counters().members;
  expect(others).toBe(2);
  ann.drop();
  const bob = await fixture.joined();
  bob.drop();
  // The third one is still there: nothing happens, however long it takes.
  fixture.clock.advance(10 * LIMITS.emptyRoomGraceMs);
  expect((await fixture.connect().join()).epoch).toBe(epoch);
});

test('[CLS-3] the grace period ends the life of a room, is logged, and ends the last timer', async () => {
  const fixture = new HubFixture();
  const ann = fixture.connect();
  const { epoch } = await ann.join();
  ann.drop();
  fixture.clock.advance(LIMITS.emptyRoomGraceMs - 5_000);
  const soon = fixture.connect();
  expect((await soon.join()).epoch).toBe(epoch);
  soon.drop();
  fixture.clock.advance(LIMITS.emptyRoomGraceMs + 10_000);
  expect(fixture.events()).toContain('room.unloaded');
  expect(fixture.clock.timers).toBe(0);
  expect(fixture.hub.counters()).toMatchObject({ rooms: 0, members: 0 });
  expect((await fixture.connect().join()).epoch).not.toBe(epoch);
});

test('[CLS-3] a connection that waits for a new socket keeps its room, however long it is silent', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  const bob = await fixture.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  bob.drop();
  // Ann's socket is lost and her connection is held for her: the hub is told nothing, and hears nothing.
  fixture.clock.advance(10 * LIMITS.emptyRoomGraceMs);
  expect(fixture.hub.counters()).toMatchObject({ rooms: 1, members: 1 });
  ann.drop();
  fixture.clock.advance(LIMITS.emptyRoomGraceMs - 5_000);
  expect(fixture.hub.counters().rooms).toBe(1);
  fixture.clock.advance(10_000);
  expect(fixture.hub.counters().rooms).toBe(0);
});

test('[CLS-3] who comes to a room that was let go is told what was in it, until somebody draws', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  for (let k = 1; k <= 3; k++) ann.draw([addStroke(ann.clientId, k)]);
  ann.draw([removeStroke(ann.clientId, 2)]);
  expect(await fixture.connect().join()).not.toHaveProperty('previousLife');
  const leftAt = fixture.clock.now();
  fixture.everybodyLeaves();
  fixture.clock.advance(LIMITS.emptyRoomGraceMs + 5_000);
  const { previousLife } = await fixture.connect().join();
  expect(previousLife?.elements).toBe(2);
  expect(previousLife?.endedAt).toBeGreaterThanOrEqual(leftAt + LIMITS.emptyRoomGraceMs);
  expect(previousLife?.endedAt).toBeLessThanOrEqual(fixture.clock.now());
  fixture.everybodyLeaves();
  fixture.clock.advance(LIMITS.emptyRoomGraceMs + 5_000);
  // The fresh board was let go as well, with nothing in it: what was told before still holds.
  expect((await fixture.connect().join()).previousLife).toEqual(previousLife);
  const cem = await fixture.joined();
  cem.draw([addStroke(cem.clientId, 1)]);
  expect(await fixture.connect().join()).not.toHaveProperty('previousLife');
  expect(await fixture.connect().join({ room: 'another' })).not.toHaveProperty('previousLife');
});

test('boards that were let go are remembered up to a bound, the latest ones', () => {
  const lives = new UnloadedBoards();
  const room = (i: number): RoomId => `r${i}` as RoomId;
  for (let i = 0; i < 6_000; i++) lives.remember(room(i), { endedAt: i, elements: 1 });
  expect(lives.get(room(999))).toBeUndefined();
  expect(lives.get(room(1_000))).toEqual({ endedAt: 1_000, elements: 1 });
});

test('[CLS-3] with a store an idle room is unloaded without loss and comes back in its epoch', async () => {
  const store = new SlowStore();
  const fixture = new HubFixture({ store });
  const ann = fixture.connect();
  const { epoch } = await ann.join();
  ann.draw([addStroke(ann.clientId, 1)]);
  fixture.clock.advance(20);
  // Before the first batch the room itself is written.
  await settled();
  await store.let();
  fixture.everybodyLeaves();
  fixture.clock.advance(LIMITS.emptyRoomGraceMs + 5_000);
  expect(fixture.hub.counters().rooms).toBe(0);
  await settled();
  const back = await fixture.connect().join();
  expect(back).toMatchObject({ epoch, elements: 1 });
  expect(back).not.toHaveProperty('previousLife');
});

test('a room whose store does not take what was accepted is not unloaded: it is nowhere else', async () => {
  const store = new SlowStore();
  const fixture = new HubFixture({ store });
  const ann = await fixture.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  fixture.clock.advance(20);
  await store.fail();
  fixture.everybodyLeaves();
  for (let i = 0; i < 4; i++) {
    fixture.clock.advance(LIMITS.emptyRoomGraceMs);
    await store.fail();
  }
  expect(fixture.hub.counters().rooms).toBe(1);
  fixture.clock.advance(LIMITS.emptyRoomGraceMs);
  await store.let();
  fixture.clock.advance(10_000);
  await settled();
  expect(fixture.hub.counters().rooms).toBe(0);
  expect((await fixture.connect().join()).elements).toBe(1);
});

test('a room that could not be opened can be opened by the next one who comes', async () => {
  const store = new SlowStore();
  const fixture = new HubFixture({ store });
  store.openError = new Error('no such disk');
  const both = [fixture.connect(), fixture.connect()];
  const failed = await Promise.allSettled(both.map((client) => client.join()));
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  store.openError = undefined;
  // The same connections: a refused join is no end.
  const [ann, bob] = await Promise.all(both.map((client) => client.join()));
  expect(ann?.epoch).toBe(bob?.epoch);
  expect(fixture.hub.counters()).toMatchObject({ rooms: 1, members: 2 });
});

test('two who come at once and one who leaves in the middle: the room is there for the other', async () => {
  const fixture = new HubFixture({ store: new SlowStore() });
  const [ann, bob] = [fixture.connect(), fixture.connect()];
  const joining = [ann.join(), bob.join()];
  ann.drop();
  const [left, joined] = await Promise.allSettled(joining);
  expect(left?.status).toBe('rejected');
  expect(joined).toMatchObject({ status: 'fulfilled', value: { members: [{ clientId: bob.clientId }] } });
  fixture.clock.advance(10 * LIMITS.emptyRoomGraceMs);
  expect(fixture.hub.counters()).toMatchObject({ rooms: 1, members: 1 });
});
