import { expect, test } from 'vitest';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { HubFixture } from './hub-fixture.ts';

test('[PRS-2] a member that leaves, or whose connection ends, is gone with the next frame', async () => {
  const fixture = new HubFixture();
  const watcher = await fixture.joined();
  const ann = await fixture.joined();
  const bob = await fixture.joined();
  ann.call('leave', []);
  bob.drop();
  fixture.clock.advance(100);
  expect(watcher.frames().flatMap(({ members }) => members)).toEqual([
    { kind: 'left', no: 2 },
    { kind: 'left', no: 3 },
  ]);
  expect(ann.frames()).toEqual([]);
});

test('nobody is told of somebody who came and went between two frames, nor twice of one who was silent and then left', async () => {
  const fixture = new HubFixture();
  const watcher = await fixture.joined();
  const ghost = fixture.connect();
  await ghost.join();
  ghost.drop();
  fixture.clock.advance(100);
  expect(watcher.frames().flatMap(({ members }) => members)).toEqual([]);
  const silent = await fixture.joined();
  for (let waited = 0; waited < LIMITS.presenceLifeMs + 10_000; waited += 5_000) {
    watcher.push([0, null, []]);
    fixture.clock.advance(5_000);
  }
  silent.drop();
  fixture.clock.advance(100);
  expect(watcher.frames().flatMap(({ members }) => members)).toEqual([{ kind: 'left', no: 3 }]);
});

test('[PRS-2] a member that is silent for 30 s leaves the others, and comes back with its next message', async () => {
  const fixture = new HubFixture();
  const watcher = await fixture.joined();
  const ann = await fixture.joined();
  for (let waited = 0; waited < LIMITS.presenceLifeMs + 10_000; waited += 5_000) {
    watcher.push([0, null, [waited, 0]]);
    fixture.clock.advance(5_000);
  }
  expect(watcher.frames().flatMap(({ members }) => members)).toEqual([{ kind: 'left', no: 2 }]);
  expect(fixture.events()).toContain('member.silent');
  expect((await fixture.connect().join()).members.map(({ clientId }) => clientId)).not.toContain(ann.clientId);
  fixture.settle();
  ann.push([0, null, [5, 5]]);
  fixture.clock.advance(100);
  const [frame] = watcher.frames();
  expect(frame?.members).toMatchObject([{ kind: 'joined', member: { no: 2, clientId: ann.clientId } }]);
  expect(frame?.cursors).toEqual([{ no: 2, x: 5, y: 5 }]);
});

test('a member that renews at half the life of a presence stays', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  for (let i = 0; i < 20; i++) {
    fixture.clock.advance(LIMITS.presenceLifeMs / 2);
    ann.push([0, null, []]);
  }
  expect(fixture.events()).not.toContain('member.silent');
});

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

test('[CLS-1] a draining hub sends what is left, tells everybody, and lets nobody in', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  ann.push([0, null, [1, 1]]);
  ann.push([0, null, [2, 2]]);
  fixture.hub.drain();
  fixture.hub.drain();
  expect(ann.frames().at(-1)?.cursors).toEqual([{ no: 1, x: 2, y: 2 }]);
  expect(ann.notices()).toEqual([{ kind: 'draining' }]);
  expect(ann.sent.at(-1)?.target).toBe('notice');
  await expect(fixture.connect().join()).rejects.toThrow(/^server\.draining: /);
  await fixture.hub.close();
  expect(fixture.clock.timers).toBe(0);
});
