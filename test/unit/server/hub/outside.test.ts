import { expect, test } from 'vitest';
import { fail, ok } from '../../../../core/base/result.ts';
import type { ElementId, RoomId } from '../../../../core/board/ids.ts';
import { Body, ElementKind } from '../../../../core/board/kinds.ts';
import type { Op } from '../../../../core/board/op.ts';
import { orderKeyAfter } from '../../../../core/board/order-key.ts';
import { GRANTS, type Grant } from '../../../../core/contract/access/grants.ts';
import type { Announcement, Audience } from '../../../../core/contract/announcement.ts';
import type { OutsideDrawing } from '../../../../server/ports/outside.ts';
import type { RoomEvent } from '../../../../server/ports/room-watch.ts';
import { Cluster } from '../../../support/cluster.ts';
import { type FakeClient, HubFixture } from './hub-fixture.ts';
import { addStroke } from './ink.ts';

const ROOM = 'room-1' as RoomId;
const said = (audience: Audience): Announcement => ({ text: 'The bus leaves', from: 'Office', audience });
const notice = { kind: 'announcement', text: 'The bus leaves', from: 'Office' };

function box({ newElementId, nextLamport, board }: OutsideDrawing, over: Partial<{ id: ElementId; x: number }> = {}): Op {
  const { id = newElementId(), x = 0 } = over;
  const values = { order: orderKeyAfter(board().maxOrder), x, y: 0, w: 160, h: 160, color: 0, width: 32 };
  const birth = { kind: ElementKind.rectangle, body: Body.none, facts: {} };
  return { kind: 'add', id, lamport: nextLamport(), birth, values };
}

test('[ANN-1] an announcement reaches all members, those with one grant, or one person', async () => {
  const grants: Grant[] = [...GRANTS];
  const hub = new HubFixture({
    authorize: () => ok({ grant: grants.shift() ?? 'view', isOwn: false, link: undefined, passHash: undefined }),
  });
  const people: FakeClient[] = [];
  for (const _grant of GRANTS) people.push(await hub.joined());
  const stranger = await hub.joined('room-2');
  const reached = (room: RoomId | undefined, audience: Audience): boolean[] => {
    hub.settle();
    const count = hub.hub.outside.announce(room, said(audience));
    const got = [...people, stranger].map((person) => person.notices().some(({ kind }) => kind === 'announcement'));
    expect(count).toBe(got.filter(Boolean).length);
    return got;
  };
  expect(reached(ROOM, { to: 'all' })).toEqual([true, true, true, true, false]);
  expect(people[0]?.notices()).toEqual([notice]);
  expect(reached(ROOM, { to: 'grant', grant: 'host' })).toEqual([false, false, false, true, false]);
  const who = (people[1] as FakeClient).clientId;
  expect(reached(ROOM, { to: 'person', who })).toEqual([false, true, false, false, false]);
  expect(reached(undefined, { to: 'all' })).toEqual([true, true, true, true, true]);
  expect(reached('room-9' as RoomId, { to: 'all' })).toEqual([false, false, false, false, false]);
});

test('[ANN-2] who named a topic gets what is about it, and unreadable topics keep no one out', async () => {
  const world = new HubFixture();
  const [ann, bob, eve] = [world.connect(), world.connect(), world.connect()];
  await ann.join({ topics: ['food', 'sport'] });
  await bob.join({ topics: ['sport'] });
  await eve.join({ topics: ['Food!', 7, 'food/'.repeat(40)] });
  world.settle();
  expect(world.hub.outside.announce(undefined, said({ to: 'topic', topic: 'food' }))).toBe(1);
  expect(ann.notices()).toEqual([{ ...notice, topic: 'food' }]);
  expect([...bob.notices(), ...eve.notices()]).toEqual([]);
});

test.each(['instance', 'all'] as const)('[ANN-3] members of other instances get an announcement once (%s)', async (reach) => {
  const cluster = new Cluster(reach, 7);
  const [a, b] = [cluster.start(), cluster.start()];
  await cluster.pass(200);
  const [ann, bob] = [cluster.client(a), cluster.client(b)];
  await Promise.all([ann.join({ topics: ['food'] }), bob.join({ topics: ['food'] })]);
  await cluster.pass(500);
  for (const [room, audience] of [
    [ROOM, { to: 'all' }],
    [undefined, { to: 'topic', topic: 'food' }],
    [ROOM, { to: 'person', who: bob.clientId }],
  ] as const) {
    for (const one of [ann, bob]) one.sent.length = 0;
    a.hub.outside.announce(room, said(audience));
    await cluster.pass(500);
    const got = (one: typeof ann): number => one.notices().filter(({ kind }) => kind === 'announcement').length;
    expect([got(ann), got(bob)]).toEqual([audience.to === 'person' ? 0 : 1, 1]);
  }
});

test('[PRS-7] the others see that a member is a program, here and on other instances', async () => {
  const cluster = new Cluster('instance', 8);
  const [a, b] = [cluster.start(), cluster.start()];
  await cluster.pass(200);
  const [ann, bot, bob] = [cluster.client(a), cluster.client(a), cluster.client(b)];
  await ann.join();
  expect((await bot.join({ program: true })).you).toMatchObject({ program: true });
  await cluster.pass(200);
  const changes = ann.frames().flatMap(({ members }) => members);
  expect(changes).toContainEqual({ kind: 'joined', member: expect.objectContaining({ clientId: bot.clientId, program: true }) });
  const welcome = await bob.join();
  const seen = welcome.elsewhere?.flatMap(({ members }) => members) ?? [];
  expect(seen.find(({ clientId }) => clientId === bot.clientId)).toMatchObject({ program: true });
  expect(seen.find(({ clientId }) => clientId === ann.clientId)).not.toHaveProperty('program');
});

test('[ADM-14] a system outside draws as an author of its own, and members see it', async () => {
  const hub = new HubFixture();
  const ann = await hub.joined();
  const drawn = await hub.hub.outside.draw(ROOM, { id: 'timetable' }, (drawing) => ok([box(drawing), box(drawing)]));
  expect(drawn.ok).toBe(true);
  hub.clock.advance(200);
  const [batch] = ann.frames().flatMap(({ batches }) => batches);
  expect(batch).toMatchObject({ author: drawn.ok && drawn.value.author, n: 1 });
  const again = await hub.hub.outside.draw(ROOM, { id: 'timetable' }, (drawing) => ok([box(drawing)]));
  expect(again).toEqual(drawn);
  expect(await hub.hub.outside.draw(ROOM, { id: 'other' }, (drawing) => ok([box(drawing)]))).not.toEqual(drawn);
  const read = await hub.hub.outside.read(ROOM);
  expect(read.ok && read.value?.board.aliveCount).toBe(4);
  expect(await hub.hub.outside.read('room-7' as RoomId)).toEqual({ ok: true, value: undefined });
});

test('[ADM-14] what a system outside draws passes every check, whole or not at all', async () => {
  const hub = new HubFixture();
  const ann = await hub.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  const codeOf = async (make: (drawing: OutsideDrawing) => readonly Op[]): Promise<string> => {
    const drawn = await hub.hub.outside.draw(ROOM, { id: 'timetable' }, (drawing) => ok(make(drawing)));
    return drawn.ok ? 'drawn' : drawn.error.code;
  };
  expect(await codeOf((drawing) => [box(drawing), box(drawing, { id: `${ann.clientId}.7` as ElementId })])).toBe('op.not_yours');
  expect(await codeOf((drawing) => [box(drawing), box(drawing, { x: 1e9 })])).toMatch(/^op\./);
  expect(await codeOf((drawing) => Array.from({ length: 1_001 }, () => box(drawing)))).toBe('batch.too_many_ops');
  const refused = await hub.hub.outside.draw(ROOM, { id: 'timetable' }, () => fail('op.unknown_element'));
  expect(refused).toEqual({ ok: false, error: { code: 'op.unknown_element' } });
  const read = await hub.hub.outside.read(ROOM);
  expect(read.ok && read.value?.board.aliveCount).toBe(1);
  // The numbers of refused elements are not used again, and the next batch is taken.
  expect(await codeOf((drawing) => [box(drawing)])).toBe('drawn');
});

test('[ADM-14] a room in which only hosts draw, and a hub that ends, refuse what comes from outside', async () => {
  const hub = new HubFixture({
    authorize: () => ok({ grant: 'host', isOwn: false, link: undefined, passHash: undefined }),
  });
  const ann = await hub.joined();
  await ann.call('act', [{ act: 'lock', on: true }]);
  const draw = () => hub.hub.outside.draw(ROOM, { id: 'timetable' }, (drawing) => ok([box(drawing)]));
  expect(await draw()).toEqual({ ok: false, error: { code: 'room.locked' } });
  await ann.call('act', [{ act: 'lock', on: false }]);
  expect((await draw()).ok).toBe(true);
  const ended = hub.hub.drain();
  hub.clock.advance(5_000);
  await ended;
  expect(await draw()).toEqual({ ok: false, error: { code: 'server.draining' } });
});

test('[ADM-14] two instances draw for one system as two authors, and lose nothing', async () => {
  const cluster = new Cluster('instance', 9);
  const [a, b] = [cluster.start(), cluster.start()];
  await cluster.pass(200);
  const [ann, bob] = [cluster.client(a), cluster.client(b)];
  await Promise.all([ann.join(), bob.join()]);
  await cluster.pass(500);
  const drawn = [];
  for (const node of [a, b, a]) drawn.push(node.hub.outside.draw(ROOM, { id: 'timetable' }, (drawing) => ok([box(drawing)])));
  await cluster.pass(500);
  const authors = (await Promise.all(drawn)).map((one) => (one.ok ? one.value.author : one.error.code));
  expect(new Set(authors).size).toBe(2);
  for (const node of [a, b]) {
    const read = await node.hub.outside.read(ROOM);
    expect(read.ok && read.value?.board.aliveCount).toBe(3);
  }
});

test('who watches rooms is told of members that come and go, and of boards that change', async () => {
  const events: RoomEvent[] = [];
  const hub = new HubFixture({ watch: (event) => events.push(event) });
  const ann = await hub.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  hub.clock.advance(200);
  ann.drop();
  expect(events).toEqual([
    { kind: 'joined', room: ROOM, member: expect.objectContaining({ clientId: ann.clientId, name: 'Ann' }), members: 1 },
    { kind: 'changed', room: ROOM, elements: 1 },
    { kind: 'left', room: ROOM, member: expect.objectContaining({ clientId: ann.clientId }), members: 0 },
  ]);
});
