import { expect, test } from 'vitest';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import { HubFixture } from '../hub-fixture.ts';

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

test('[PRS-4] a member whose connection was lost stays for 15 s, its pointer with it, and leaves when it is not back', async () => {
  const fixture = new HubFixture();
  const watcher = await fixture.joined();
  const ann = await fixture.joined();
  ann.push([0, null, [7, 9]]);
  fixture.settle();
  ann.lose();
  fixture.clock.advance(LIMITS.awayMs - 100);
  expect(watcher.frames().flatMap(({ members }) => members)).toEqual([]);
  const late = await fixture.connect().join();
  expect(late.members.map(({ clientId }) => clientId)).toContain(ann.clientId);
  fixture.clock.advance(6_000);
  const changes = watcher.frames().flatMap(({ members }) => members);
  expect(changes.filter(({ kind }) => kind === 'left')).toEqual([{ kind: 'left', no: 2 }]);
  expect(fixture.hub.counters().members).toBe(2);
});

test('[PRS-4] a member that is back in time has its number, its pointer and what it missed, and the others learn nothing', async () => {
  const fixture = new HubFixture();
  const watcher = await fixture.joined();
  const ann = await fixture.joined();
  watcher.push([0, null, [1, 2]]);
  ann.push([0, null, [7, 9]]);
  fixture.settle();
  ann.lose();
  fixture.clock.advance(12_000);
  const again = fixture.connect();
  const welcome = await again.join({ secret: ann.secret });
  expect(welcome.you.no).toBe(2);
  fixture.clock.advance(100);
  expect(watcher.frames()).toEqual([]);
  // Pointers that rest are in no frame: whoever comes back is told of them.
  expect(again.frames().flatMap(({ cursors }) => cursors)).toEqual(
    expect.arrayContaining([
      { no: 1, x: 1, y: 2 },
      { no: 2, x: 7, y: 9 },
    ]),
  );
  fixture.clock.advance(60_000);
  expect(fixture.events().filter((event) => event === 'member.left')).toEqual([]);
  expect(fixture.events()).toContain('member.returned');
});

test('[PRS-4] a member that is back under another name is announced under its old number', async () => {
  const fixture = new HubFixture();
  const watcher = await fixture.joined();
  const ann = await fixture.joined();
  ann.lose();
  await fixture.connect().join({ secret: ann.secret, name: 'Anna' });
  fixture.clock.advance(100);
  expect(watcher.frames().flatMap(({ members }) => members)).toMatchObject([
    { kind: 'joined', member: { no: 2, clientId: ann.clientId, name: 'Anna' } },
  ]);
});

test('[PRS-4] a lost member takes no room from itself, is nobody to end a second time, and keeps its room open', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  ann.lose();
  fixture.clock.advance(LIMITS.awayMs - 100);
  expect(fixture.hub.counters()).toMatchObject({ rooms: 1, members: 1 });
  fixture.clock.advance(6_000);
  expect(fixture.hub.counters().members).toBe(0);
  fixture.clock.advance(LIMITS.emptyRoomGraceMs + 6_000);
  await fixture.connect().join({ room: 'room-2' });
  expect(fixture.events().filter((event) => event === 'member.left')).toHaveLength(1);
  expect(fixture.events()).toContain('room.unloaded');
});

const VIEW = [-160, 320, 8_000, 6_400] as const;
const SEEN = { x: -160, y: 320, width: 8_000, height: 6_400 };

test('[PRS-5] a frame carries the last view of each member, with or without a pointer', async () => {
  const fixture = new HubFixture();
  const watcher = await fixture.joined();
  const ann = fixture.connect();
  expect((await ann.join()).shows).toBe(true);
  ann.push([0, null, [1, 2, [0, [0, 0, 9, 9]]]]);
  fixture.clock.advance(100);
  fixture.settle();
  ann.push([0, null, [3, 4, [0, [0, 0, 7, 7]]]]);
  ann.push([0, null, [null, null, [0, VIEW]]]);
  fixture.clock.advance(100);
  expect(watcher.frames().at(-1)?.cursors).toEqual([{ no: 2, shown: { laser: false, selected: [], view: SEEN } }]);
  fixture.settle();
  ann.push([0, null, [5, 6]]);
  fixture.clock.advance(100);
  expect(watcher.frames().at(-1)?.cursors).toEqual([{ no: 2, x: 5, y: 6 }]);
});

test('[PRS-5] a newcomer is told what the others see, also who has no pointer', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  ann.push([0, null, [null, null, [0, VIEW]]]);
  fixture.clock.advance(100);
  const newcomer = fixture.connect();
  await newcomer.join();
  fixture.clock.advance(100);
  expect(newcomer.frames().flatMap(({ cursors }) => cursors.flatMap(({ shown }) => shown?.view ?? []))).toEqual([SEEN]);
});

test('[PRS-5] a view that cannot be read is refused, and moves neither pointer nor view', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  const bob = await fixture.joined();
  for (const cursor of [
    [1, 2, [0, [3, 4, 5]]],
    [1, 2, [0, [3, 4, 0, 6]]],
    [1, null, [0, VIEW]],
    [1, 2, [0, [3, 4, 5.5, 6]]],
    [1, 2, [0, [...VIEW, 7]]],
    [1, 2, ...VIEW],
  ]) {
    ann.push([0, null, cursor]);
  }
  expect(ann.refusals()).toEqual(Array.from({ length: 6 }, () => [0, 'presence.malformed']));
  fixture.clock.advance(100);
  expect(bob.frames().flatMap(({ cursors }) => cursors)).toEqual([]);
});
