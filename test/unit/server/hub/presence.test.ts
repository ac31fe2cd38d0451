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
