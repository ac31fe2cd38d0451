import { expect, test } from 'vitest';
import { ok } from '../../../../../core/base/result.ts';
import type { RoomId } from '../../../../../core/board/ids.ts';
import { isGrant } from '../../../../../core/contract/access/grants.ts';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import type { Authorize } from '../../../../../server/hub/access.ts';
import { HubLogEvent } from '../../../../../server/hub/log-events.ts';
import { Cluster } from '../../../../support/cluster.ts';
import { type FakeClient, HubFixture } from '../hub-fixture.ts';
import { addStroke } from '../ink.ts';

/** What a client presents is its grant. */
const asTheySay: Authorize = ({ access }) =>
  ok({ grant: isGrant(access) ? access : 'draw', isOwn: false, link: undefined, passHash: undefined });

const { listedViewers } = LIMITS;
const ROOM = 'room-1' as RoomId;

async function openAudience(viewers: number, over: ConstructorParameters<typeof HubFixture>[0] = {}) {
  const fixture = new HubFixture({ authorize: asTheySay, ...over });
  const host = fixture.connect();
  await host.join({ access: 'host', name: 'Teacher' });
  const watching: FakeClient[] = [];
  for (let i = 0; i < viewers; i++) {
    const client = fixture.connect();
    await client.join({ access: 'view', name: `Pupil ${i}` });
    watching.push(client);
  }
  return { fixture, host, watching };
}

const act = (client: FakeClient, what: object): Promise<unknown> => client.call('act', [what]) as Promise<unknown>;
const joinedIn = (client: FakeClient): string[] =>
  client.frames().flatMap(({ members }) => members.flatMap((change) => (change.kind === 'joined' ? [change.member.name] : [])));

test('[AUD-1] a room lists its first hundred viewers and counts the others, who get everything that is drawn', async () => {
  const { fixture, host, watching } = await openAudience(listedViewers);
  fixture.settle();
  const late = fixture.connect();
  const welcome = await late.join({ access: 'view', name: 'Late' });
  expect(welcome).toMatchObject({ counted: true, viewers: 1, grant: 'view' });
  expect(welcome.members).toHaveLength(1 + listedViewers);
  expect(welcome.members.map(({ name }) => name)).not.toContain('Late');
  host.push([0, null, [5, 6]]);
  fixture.clock.advance(200);
  host.draw([addStroke(host.clientId, 1)]);
  fixture.clock.advance(200);
  expect(late.frames().flatMap(({ batches }) => batches)).toHaveLength(1);
  expect(late.frames().flatMap(({ cursors }) => cursors)).toContainEqual({ no: 1, x: 5, y: 6 });
  // Its coming and going is in no frame.
  expect(joinedIn(host)).toEqual([]);
  late.drop();
  fixture.clock.advance(200);
  expect(watching[0]?.frames().flatMap(({ members }) => members)).toEqual([]);
  const listed = await fixture.connect().join({ access: 'draw', name: 'Draws' });
  expect(listed.members).toHaveLength(2 + listedViewers);
  expect(listed).not.toHaveProperty('counted');
  expect(listed).not.toHaveProperty('viewers');
  // A catch-up names the same people.
  const end = (await (watching[0] as FakeClient).catchUp()).at(-1) as { members: readonly unknown[] };
  expect(end.members).toHaveLength(2 + listedViewers);
});

test('[AUD-1] a newcomer of an audience gets the pointers that rest', async () => {
  const { fixture, host } = await openAudience(listedViewers);
  host.push([0, null, [7, 8]]);
  fixture.settle();
  const late = fixture.connect();
  await late.join({ access: 'view' });
  fixture.clock.advance(200);
  expect(late.frames().flatMap(({ cursors }) => cursors)).toContainEqual({ no: 1, x: 7, y: 8 });
});

test('[AUD-2] the others learn the number, at most every two seconds', async () => {
  const { fixture, host } = await openAudience(listedViewers);
  fixture.settle();
  const late = Array.from({ length: 50 }, () => fixture.connect());
  for (const client of late) {
    await client.join({ access: 'view' });
    fixture.clock.advance(100);
  }
  fixture.clock.advance(2_000);
  const told = host.notices().filter(({ kind }) => kind === 'viewers');
  expect(told.length).toBeLessThanOrEqual(4);
  expect(told.at(-1)).toEqual({ kind: 'viewers', count: 50 });
  for (const client of late) client.drop();
  fixture.clock.advance(2_000);
  expect(host.notices().at(-1)).toEqual({ kind: 'viewers', count: 0 });
  host.sent.length = 0;
  fixture.clock.advance(60_000);
  expect(host.notices()).toEqual([]);
});

test('[AUD-2] a service that bills every message carries the number at most every ten seconds', async () => {
  const { fixture, host } = await openAudience(listedViewers, { reach: 'all' });
  fixture.settle();
  for (let i = 0; i < 50; i++) {
    await fixture.connect().join({ access: 'view' });
    fixture.clock.advance(200);
  }
  expect(host.notices().filter(({ kind }) => kind === 'viewers')).toHaveLength(1);
});

test('[AUD-3] the cursor, the view and the reactions of a counted member go nowhere, and silence does not end it', async () => {
  const { fixture, host, watching } = await openAudience(listedViewers + 1);
  const late = watching.at(-1) as FakeClient;
  fixture.settle();
  late.push([0, null, [1, 2, [0, `${host.clientId}.1`], 3]]);
  late.push([0, null, [1, 2]]);
  fixture.clock.advance(500);
  expect(host.frames().flatMap(({ cursors }) => cursors)).toEqual([]);
  fixture.clock.advance(60_000);
  const silent = fixture.logged.filter(({ event }) => event === HubLogEvent.memberSilent);
  expect(silent).toHaveLength(listedViewers + 1);
  expect(silent.some(({ fields }) => fields.member === late.clientId)).toBe(false);
  expect(late.refusals()).toEqual([]);
  expect(host.notices().findLast(({ kind }) => kind === 'viewers')).toMatchObject({ count: 1 });
});

test('[AUD-3] a counted member that gets the pen is listed, draws, and stays listed without it', async () => {
  const { fixture, host, watching } = await openAudience(listedViewers + 1);
  const late = watching.at(-1) as FakeClient;
  fixture.settle();
  await act(host, { act: 'give', who: late.clientId, grant: 'draw' });
  fixture.clock.advance(2_100);
  expect(joinedIn(host)).toEqual([`Pupil ${listedViewers}`]);
  expect(host.notices()).toContainEqual({ kind: 'viewers', count: 0 });
  late.draw([addStroke(late.clientId, 1)]);
  late.push([0, null, [3, 4]]);
  fixture.clock.advance(200);
  const frames = host.frames();
  const no = frames.flatMap(({ cursors }) => cursors).find(({ x }) => x === 3)?.no;
  expect(frames.flatMap(({ batches }) => batches)).toEqual([expect.objectContaining({ author: no })]);
  await act(host, { act: 'give', who: late.clientId, grant: null });
  late.drop();
  fixture.clock.advance(200);
  expect(host.frames().flatMap(({ members }) => members)).toContainEqual({ kind: 'left', no });
});

test('[AUD-3] a counted member that raises a hand is listed, so that hosts see whose it is', async () => {
  const { fixture, host, watching } = await openAudience(listedViewers + 2);
  const late = watching.at(-1) as FakeClient;
  fixture.settle();
  await act(late, { act: 'hand', up: true });
  fixture.clock.advance(2_100);
  expect(joinedIn(host)).toEqual([`Pupil ${listedViewers + 1}`]);
  expect(host.notices()).toContainEqual(expect.objectContaining({ kind: 'rights', hands: [late.clientId] }));
  expect(host.notices()).toContainEqual({ kind: 'viewers', count: 1 });
});

test('[AUD-1] a counted member whose line broke returns as one, and is counted once', async () => {
  const { fixture, host, watching } = await openAudience(listedViewers + 1);
  const late = watching.at(-1) as FakeClient;
  fixture.settle();
  late.lose();
  const again = fixture.connect();
  expect(await again.join({ access: 'view', secret: late.secret })).toMatchObject({ counted: true, viewers: 1 });
  // It comes back with another link.
  again.lose();
  const draws = fixture.connect();
  const welcome = await draws.join({ access: 'draw', secret: late.secret });
  expect(welcome).not.toHaveProperty('counted');
  expect(welcome).not.toHaveProperty('viewers');
  fixture.clock.advance(200);
  expect(joinedIn(host)).toEqual(['Ann']);
  expect(fixture.hub.counters().members).toBe(listedViewers + 2);
});

test('[AUD-5] a counted member asks the hosts, and only they can answer it', async () => {
  const { fixture, host, watching } = await openAudience(listedViewers + 1);
  const late = watching.at(-1) as FakeClient;
  fixture.settle();
  await act(late, { act: 'say', to: 'hosts', text: 'Why?' });
  const from = expect.objectContaining({ clientId: late.clientId, name: `Pupil ${listedViewers}` });
  expect(host.notices()).toContainEqual(expect.objectContaining({ kind: 'said', text: 'Why?', from }));
  expect(watching.slice(0, -1).flatMap((client) => client.notices())).toEqual([]);
  await act(host, { act: 'say', to: late.clientId, text: 'Because.' });
  expect(late.notices()).toContainEqual(expect.objectContaining({ kind: 'said', text: 'Because.' }));
});

test('[AUD-6] an audience has places of its own', async () => {
  const { fixture } = await openAudience(3, { maxViewersPerRoom: 3 });
  await expect(fixture.connect().join({ access: 'view' })).rejects.toThrow('room.full');
  for (let i = 1; i < LIMITS.membersPerRoom; i++) await fixture.connect().join({ access: 'draw' });
  await expect(fixture.connect().join({ access: 'draw' })).rejects.toThrow('room.full');
  expect(fixture.hub.counters().members).toBe(LIMITS.membersPerRoom + 3);
});

test.each(['instance', 'all'] as const)(
  '[AUD-4] the numbers of all instances add up, and an instance that goes takes its own along (reach: %s)',
  async (reach) => {
    const cluster = new Cluster(reach, 11);
    const [here, there] = [cluster.start({ authorize: asTheySay }), cluster.start({ authorize: asTheySay })];
    const host = cluster.client(here);
    await host.join({ access: 'host' });
    await cluster.pass(500);
    for (const [node, viewers] of [
      [here, 4],
      [there, 7],
    ] as const) {
      for (let i = 0; i < listedViewers + viewers; i++) {
        await cluster.client(node).join({ access: 'view' });
        await cluster.pass(5);
      }
    }
    await cluster.pass(14_000);
    expect(host.notices().findLast(({ kind }) => kind === 'viewers')).toEqual({ kind: 'viewers', count: 11 });
    const late = await cluster.client(there).join({ access: 'draw' });
    expect(late).toMatchObject({ viewers: 11, elsewhere: [{ origin: here.id }] });
    expect(late.elsewhere?.[0]?.members).toHaveLength(1 + listedViewers);
    // A third instance learns it when it opens the room.
    const third = cluster.start({ authorize: asTheySay });
    await cluster.pass(500);
    expect(await cluster.client(third).join({ access: 'draw', room: ROOM })).toMatchObject({ viewers: 11 });
    cluster.kill(there);
    await cluster.pass(30_000);
    expect(host.notices().findLast(({ kind }) => kind === 'viewers')).toEqual({ kind: 'viewers', count: 4 });
  },
);

test.each(['instance', 'all'] as const)(
  '[AUD-5] a host answers a counted member of another instance (reach: %s)',
  async (reach) => {
    const cluster = new Cluster(reach, 12);
    const [here, there] = [cluster.start({ authorize: asTheySay }), cluster.start({ authorize: asTheySay })];
    const host = cluster.client(here);
    await host.join({ access: 'host' });
    await cluster.pass(500);
    const watching: FakeClient[] = [];
    for (let i = 0; i <= listedViewers; i++) {
      const client = cluster.client(there);
      await client.join({ access: 'view' });
      watching.push(client);
    }
    await cluster.pass(14_000);
    const late = watching.at(-1) as FakeClient;
    await act(late, { act: 'say', to: 'hosts', text: 'Why?' });
    await cluster.pass(200);
    expect(host.notices()).toContainEqual(expect.objectContaining({ kind: 'said', text: 'Why?' }));
    await act(host, { act: 'say', to: late.clientId, text: 'Because.' });
    await cluster.pass(200);
    expect(late.notices()).toContainEqual(expect.objectContaining({ kind: 'said', text: 'Because.' }));
  },
);
