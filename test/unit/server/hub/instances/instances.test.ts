import { expect, test } from 'vitest';
import { encodeOps } from '../../../../../core/board/codec/op-codec.ts';
import { elementId, newInstanceId, type RoomId } from '../../../../../core/board/ids.ts';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import { decodePeerMessage, encodePeerMessage } from '../../../../../core/room/peer-messages.ts';
import { localBackplane } from '../../../../../server/adapters/local-backplane.ts';
import type { Backplane, PeerListener } from '../../../../../server/ports/backplane.ts';
import { Cluster, type ClusterNode } from '../../../../support/cluster.ts';
import { HubFixture, statesOf } from '../hub-fixture.ts';
import { addStroke, firstPoints, removeStroke } from '../ink.ts';

const REACHES = ['instance', 'all'] as const;

test.each(REACHES)(
  '[PRS-3] everybody sees the members of every instance, and hears who comes and leaves there (reach: %s)',
  async (reach) => {
    const cluster = new Cluster(reach, 1);
    const [here, there] = [cluster.start(), cluster.start()];
    const ann = cluster.client(here);
    await ann.join();
    await cluster.pass(200);
    const bob = cluster.client(there);
    const welcome = await bob.join();
    expect(welcome.elsewhere).toEqual([{ origin: here.id, members: [expect.objectContaining({ clientId: ann.clientId })] }]);
    expect((await bob.catchUp()).at(-1)).toMatchObject({ kind: 'end', elsewhere: welcome.elsewhere });
    await cluster.pass(200);
    const named = ann.frames().filter(({ origin }) => origin === there.id);
    expect(named.flatMap(({ members }) => members)).toContainEqual({ kind: 'joined', member: welcome.you });
    bob.drop();
    await cluster.pass(200);
    const after = ann.frames().filter(({ origin }) => origin === there.id);
    expect(after.flatMap(({ members }) => members)).toContainEqual({ kind: 'left', no: welcome.you.no });
  },
);

test.each(REACHES)('[INS-2] the members of an instance that dies leave everywhere, within seconds (reach: %s)', async (reach) => {
  const cluster = new Cluster(reach, 2);
  const [here, there] = [cluster.start(), cluster.start()];
  const ann = cluster.client(here);
  await ann.join();
  const bob = cluster.client(there);
  const { you } = await bob.join();
  await cluster.pass(3_000);
  cluster.kill(there);
  ann.sent.length = 0;
  await cluster.pass(14_000);
  const gone = ann.frames().filter(({ origin }) => origin === there.id);
  expect(gone.flatMap(({ members }) => members)).toEqual([{ kind: 'left', no: you.no }]);
  expect(await cluster.client(here).join()).not.toHaveProperty('elsewhere');
});

test('[INS-2] an instance that hears nothing takes nobody for dead', async () => {
  const cluster = new Cluster('all', 3);
  const [here, there] = [cluster.start(), cluster.start()];
  const ann = cluster.client(here);
  await ann.join();
  await cluster.client(there).join();
  await cluster.pass(3_000);
  cluster.hear(here, 'off');
  ann.sent.length = 0;
  await cluster.pass(25_000);
  expect(ann.frames().flatMap(({ members }) => members)).toEqual([]);
  cluster.mend();
  await cluster.pass(5_000);
  expect(ann.frames().flatMap(({ members }) => members)).toEqual([]);
});

test.each(REACHES)(
  '[INS-5] two instances that opened a room without knowing of each other unite: the lowest epoch, both boards, and a word to those of the other (reach: %s)',
  async (reach) => {
    const cluster = new Cluster(reach, 4);
    const [here, there] = [cluster.start(), cluster.start()];
    cluster.cut(here, there);
    await cluster.pass(500);
    const ann = cluster.client(here);
    const bob = cluster.client(there);
    const epochs = [(await ann.join()).epoch, (await bob.join()).epoch];
    expect(epochs[0]).not.toBe(epochs[1]);
    const [lowest] = epochs.toSorted();
    const loser = epochs[0] === lowest ? bob : ann;
    const winner = loser === bob ? ann : bob;
    ann.draw([addStroke(ann.clientId, 1)]);
    bob.draw([addStroke(bob.clientId, 1)]);
    cluster.mend();
    await cluster.pass(40_000);
    const notice = { kind: 'epoch', epoch: lowest, merged: epochs.filter((epoch) => epoch !== lowest) };
    expect(loser.notices()).toEqual([notice]);
    expect(winner.notices()).toEqual([notice]);
    for (const node of [here, there]) {
      const late = cluster.client(node);
      const welcome = await late.join({ have: { epoch: epochs.toSorted()[1], vector: [] } });
      expect(welcome).toMatchObject({ epoch: lowest, merged: [epochs.toSorted()[1]], elements: 2, catchUp: 'delta' });
      expect(statesOf(await late.catchUp())).toHaveLength(2);
    }
  },
);

test('[INS-3] a board of many windows goes from one instance to another whole, also when something is lost on the way', async () => {
  const cluster = new Cluster('all', 5);
  const here = cluster.start();
  const ann = cluster.client(here);
  await ann.join();
  const points = 3_000;
  for (let k = 1; k <= 120; k++) {
    ann.push([
      k,
      [
        [1, k, k, 1, `a${k}V`, 0, 0, 2, 56, 0],
        [4, k, 0, firstPoints(ann.clientId, k, points).chunk as Uint8Array],
      ],
    ]);
    await cluster.pass(200);
  }
  expect(ann.refusals()).toEqual([]);
  const there = cluster.start();
  const bob = cluster.client(there);
  await cluster.pass(500);
  const welcome = await bob.join();
  expect(welcome.elements).toBe(120);
  const states = statesOf(await bob.catchUp());
  expect(states.every(({ count }) => count === points)).toBe(true);
  const bytes = states.reduce((sum, state) => sum + state.content.length, 0);
  expect(bytes).toBeGreaterThan(2 * 256 * 1024);
});

test.each(REACHES)(
  '[SEQ-1] an instance that comes back to a room which another served meanwhile numbers on (reach: %s)',
  async (reach) => {
    const cluster = new Cluster(reach, 5);
    const [here, there] = [cluster.start(), cluster.start()];
    const ann = cluster.client(here);
    await ann.join();
    const bob = cluster.client(there);
    await bob.join();
    await cluster.pass(3_000);
    for (let k = 1; k <= 2; k++) ann.draw([addStroke(ann.clientId, k)]);
    await cluster.pass(500);
    ann.drop();
    await cluster.pass(LIMITS.emptyRoomGraceMs + 10_000);
    expect(here.hub.counters().rooms).toBe(0);
    const cid = cluster.client(here);
    expect((await cid.join()).vector).toEqual([[here.id, 2]]);
    cid.draw([addStroke(cid.clientId, 1)]);
    await cluster.pass(500);
    const drawn = bob.frames().filter(({ batches }) => batches.length > 0);
    expect(drawn.at(-1)).toMatchObject({ origin: here.id, firstSeq: 3 });
    expect(await cluster.client(there).join()).toMatchObject({ elements: 3 });
  },
);

test('[INS-4] an instance that cannot hear the others opens nothing, and says so', async () => {
  const cluster = new Cluster('all', 6);
  const node = cluster.start();
  await cluster.pass(100);
  cluster.hear(node, 'off');
  await expect(cluster.client(node).join()).rejects.toThrow(/^server\.cut_off/);
  cluster.mend();
  await cluster.pass(100);
  await expect(cluster.client(node).join()).resolves.toMatchObject({ elements: 0 });
});

test('[INS-4] somebody who joined is told a moment later where the other origins stand', async () => {
  const cluster = new Cluster('all', 7);
  const [here, there] = [cluster.start(), cluster.start()];
  const ann = cluster.client(here);
  await ann.join();
  const bob = cluster.client(there);
  await bob.join();
  await cluster.pass(3_000);
  ann.draw([addStroke(ann.clientId, 1)]);
  await cluster.pass(500);
  const late = cluster.client(there);
  await late.join();
  await cluster.pass(100);
  late.sent.length = 0;
  await cluster.pass(2_500);
  expect(late.frames()).toContainEqual(
    expect.objectContaining({
      origin: here.id,
      firstSeq: 2,
      batches: [],
      members: [expect.objectContaining({ kind: 'joined' })],
    }),
  );
});

test('[INS-6] who knows more of the room than an instance is welcomed there when it knows that too, or after a while in vain', async () => {
  const cluster = new Cluster('all', 11);
  const [here, there] = [cluster.start(), cluster.start()];
  const ann = cluster.client(here);
  const { epoch } = await ann.join();
  await cluster.client(there).join();
  await cluster.pass(3_000);
  cluster.cut(here, there);
  ann.draw([addStroke(ann.clientId, 1)]);
  await cluster.pass(200);
  const have = { epoch, vector: [[here.id, 1]] };
  const inVain = cluster.client(there).join({ have });
  await cluster.pass(5_000);
  expect(await inVain).toMatchObject({ epoch, elements: 0 });
  const again = cluster.client(there);
  const joining = again.join({ secret: ann.secret, have });
  await cluster.pass(300);
  cluster.mend();
  await cluster.pass(3_000);
  expect(await joining).toMatchObject({ epoch, elements: 1, vector: have.vector, catchUp: 'none' });
});

test('[INS-6] who knows more of the room than an instance that cannot hear the others is sent to another one', async () => {
  const cluster = new Cluster('all', 13);
  const [here, there] = [cluster.start(), cluster.start()];
  const ann = cluster.client(here);
  const { epoch } = await ann.join();
  await cluster.client(there).join();
  await cluster.pass(3_000);
  cluster.hear(there, 'off');
  ann.draw([addStroke(ann.clientId, 1)]);
  await cluster.pass(200);
  const joining = cluster.client(there).join({ have: { epoch, vector: [[here.id, 1]] } });
  await expect(joining).rejects.toThrow(/^server\.cut_off/);
  await expect(cluster.client(there).join({ have: { epoch, vector: [] } })).resolves.toMatchObject({ epoch });
});

/** Ann draws on one instance, and Bob, on the other one, has her stroke before that instance does. */
async function bobKnowsFirst(seed: number) {
  const cluster = new Cluster('all', seed);
  const [here, there] = [cluster.start(), cluster.start()];
  const ann = cluster.client(here);
  await ann.join();
  const bob = cluster.client(there);
  await bob.join();
  await cluster.pass(3_000);
  const aliveOn = async (node: ClusterNode) => {
    const late = cluster.client(node);
    await late.join();
    const states = statesOf(await late.catchUp());
    return states.filter(({ values }) => values.alive).map(({ id }) => id);
  };
  return { cluster, here, there, ann, bob, aliveOn };
}

test('[INS-7] a batch that builds upon what its author knows before the instance does waits for it, and those behind it wait too', async () => {
  const { cluster, here, there, ann, bob, aliveOn } = await bobKnowsFirst(14);
  ann.draw([addStroke(ann.clientId, 1)]);
  cluster.clock.advance(1);
  expect(bob.frames().flatMap(({ batches }) => batches)).toHaveLength(1);
  bob.draw([removeStroke(ann.clientId, 1)]);
  bob.draw([addStroke(bob.clientId, 1)]);
  await cluster.pass(1_000);
  expect(bob.refusals()).toEqual([]);
  for (const node of [here, there]) expect(await aliveOn(node)).toEqual([elementId(bob.clientId, 1)]);
});

test('[INS-7] it waits as long as the instance cannot hear the others', async () => {
  const { cluster, here, there, ann, bob, aliveOn } = await bobKnowsFirst(15);
  cluster.hear(there, 'off');
  ann.draw([addStroke(ann.clientId, 1)]);
  await cluster.pass(100);
  bob.draw([removeStroke(ann.clientId, 1)]);
  await cluster.pass(60_000);
  expect(bob.refusals()).toEqual([]);
  cluster.mend();
  await cluster.pass(3_000);
  expect(bob.refusals()).toEqual([]);
  for (const node of [here, there]) expect(await aliveOn(node)).toEqual([]);
});

test('[INS-7] [ADM-3] what nobody has is refused when all have said so and its author had time to come back, and what waited behind it goes on in order', async () => {
  const { cluster, there, ann, bob, aliveOn } = await bobKnowsFirst(16);
  bob.draw([removeStroke(ann.clientId, 7)]);
  bob.draw([addStroke(bob.clientId, 1)]);
  // Not read by anybody, and sent again later by its author.
  bob.push([++bob.n, ['not an op']]);
  bob.push([++bob.n, encodeOps(bob.clientId, [addStroke(bob.clientId, 2)])]);
  // Sent twice: it waits already.
  bob.push([bob.n, encodeOps(bob.clientId, [addStroke(bob.clientId, 2)])]);
  bob.push([bob.n + 2, encodeOps(bob.clientId, [addStroke(bob.clientId, 3)])]);
  expect(bob.refusals()).toEqual([[6, 'batch.gap', 5]]);
  await cluster.pass(9_000);
  expect(bob.refusals()).toHaveLength(1);
  await cluster.pass(3_000);
  expect(bob.refusals().slice(1)).toEqual([
    [1, 'op.unknown_element'],
    [3, 'op.malformed'],
  ]);
  expect(await aliveOn(there)).toEqual([elementId(bob.clientId, 1), elementId(bob.clientId, 2)]);
});

test('[INS-7] an instance that died and is not known to be dead is waited for, and no longer', async () => {
  const { cluster, here, ann, bob } = await bobKnowsFirst(17);
  cluster.kill(here);
  bob.draw([removeStroke(ann.clientId, 7)]);
  await cluster.pass(9_000);
  expect(bob.refusals()).toEqual([]);
  await cluster.pass(6_000);
  expect(bob.refusals()).toEqual([[1, 'op.unknown_element']]);
});

test('[INS-7] an instance that fell silent is asked before anything is refused: it may only be out of reach', async () => {
  const { cluster, here, there, ann, bob, aliveOn } = await bobKnowsFirst(21);
  cluster.cut(here, there);
  await cluster.pass(20_000);
  ann.draw([addStroke(ann.clientId, 1)]);
  cluster.clock.advance(50);
  expect(bob.frames().flatMap(({ batches }) => batches)).toHaveLength(1);
  bob.draw([removeStroke(ann.clientId, 1)]);
  await cluster.pass(3_000);
  expect(bob.refusals()).toEqual([]);
  cluster.mend();
  await cluster.pass(2_000);
  expect(bob.refusals()).toEqual([]);
  for (const node of [here, there]) expect(await aliveOn(node)).toEqual([]);
});

test('[INS-7] one that said that it ends is not waited for', async () => {
  const { cluster, here, ann, bob } = await bobKnowsFirst(22);
  const closed = here.hub.close();
  await cluster.pass(100);
  await closed;
  bob.draw([removeStroke(ann.clientId, 7)]);
  expect(bob.refusals()).toEqual([[1, 'op.unknown_element']]);
});

test('[INS-7] of somebody who leaves while their batch waits nothing was dealt with', async () => {
  const { cluster, there, ann, bob } = await bobKnowsFirst(18);
  cluster.hear(there, 'off');
  ann.draw([addStroke(ann.clientId, 1)]);
  await cluster.pass(100);
  bob.draw([removeStroke(ann.clientId, 1)]);
  bob.draw([addStroke(bob.clientId, 1)]);
  await cluster.pass(100);
  bob.drop();
  cluster.mend();
  await cluster.pass(3_000);
  const again = cluster.client(there, bob.secret);
  expect(await again.join()).toMatchObject({ lastN: 0, elements: 1 });
});

test('[INS-7] who has too much waiting is sent away to come back', async () => {
  const { cluster, there, ann, bob } = await bobKnowsFirst(19);
  cluster.hear(there, 'off');
  bob.draw([removeStroke(ann.clientId, 7)]);
  for (let k = 1; k <= 300 && !bob.closed; k++) {
    bob.draw([addStroke(bob.clientId, k), firstPoints(bob.clientId, k, 2_000)]);
    cluster.clock.advance(50);
  }
  expect(bob.closed).toMatchObject({ error: expect.stringMatching(/^server\.cut_off/), allowReconnect: true });
});

test('[INS-1] hostile words and frames of a broken instance are refused with a code and do no harm', async () => {
  const backplane = localBackplane();
  const hub = new HubFixture({ backplane });
  const ann = await hub.joined();
  const listener: PeerListener = { message() {}, frame() {}, hearing() {} };
  const evil = backplane.attach('EEEEEEEEEEE' as never, listener);
  evil.send(encodePeerMessage('EEEEEEEEEEE' as never, { kind: 'beat', wants: true }));
  evil.send(Uint8Array.of(0xc1));
  evil.send(new Uint8Array(1_000));
  evil.publish('room-1' as never, [-1, 0, [], [], [], 'EEEEEEEEEEE']);
  evil.publish('room-1' as never, [1, 0, []]);
  evil.publish('room-1' as never, [1, 0, [1, 1, 'ops'], [], [], 'EEEEEEEEEEE']);
  evil.publish('room-1' as never, [1, 0, ['AAAAAAAAAAA', 1, [99, 1]], [], [], 'EEEEEEEEEEE']);
  ann.draw([addStroke(ann.clientId, 1)]);
  hub.clock.advance(100);
  expect(ann.frames().at(-1)).toMatchObject({ batches: [{ n: 1 }] });
  expect(hub.logged.filter(({ event }) => event === 'instance.refused').map(({ fields }) => fields.code)).toEqual([
    'instance.malformed',
    'frame.malformed',
    'frame.malformed',
  ]);
  expect(statesOf(await ann.catchUp())).toHaveLength(1);
});

test('an instance alone in its process says nothing and keeps no timer', async () => {
  const hub = new HubFixture();
  const ann = await hub.joined();
  ann.drop();
  hub.clock.advance(120_000);
  expect(hub.clock.timers).toBe(0);
});

test('[CLS-3] no room is let go while the service that carries everybody is away, nor before people had time to come back', async () => {
  const cluster = new Cluster('all', 12);
  const node = cluster.start();
  const ann = cluster.client(node);
  const { epoch } = await ann.join();
  ann.draw([addStroke(ann.clientId, 1)]);
  await cluster.pass(100);
  cluster.hear(node, 'off');
  ann.drop();
  await cluster.pass(120_000);
  cluster.mend();
  await cluster.pass(20_000);
  expect(node.hub.counters().rooms).toBe(1);
  const again = cluster.client(node, ann.secret);
  expect(await again.join()).toMatchObject({ epoch, elements: 1 });
  again.drop();
  await cluster.pass(40_000);
  expect(node.hub.counters().rooms).toBe(0);
});

test('[INS-2] made-up instances fill no table: beyond 256 nobody is listened to', async () => {
  const cluster = new Cluster('instance', 21);
  const here = cluster.start();
  const ann = cluster.client(here);
  const { epoch } = await ann.join();
  for (let i = 0; i < 400; i++) {
    const from = newInstanceId(cluster.random);
    const members = [{ no: 1, clientId: ann.clientId, name: 'Nobody', color: 0 }];
    const head = { epoch, merged: [], vector: [], members, counted: 1_000 };
    here.listener?.message(encodePeerMessage(from, { kind: 'head', room: 'room-1' as RoomId, askId: 1, head }));
  }
  await cluster.pass(100);
  const { elsewhere, viewers } = await cluster.client(here).join();
  expect(elsewhere).toHaveLength(256);
  expect(viewers).toBe(256_000);
});

test('[CLS-6] an instance whose mirror has moved, so that it hears everything anew, asks for what it may have missed', async () => {
  const cluster = new Cluster('all', 5);
  const [here, there] = [cluster.start(), cluster.start()];
  const ann = cluster.client(here);
  await ann.join();
  const bob = cluster.client(there);
  await bob.join();
  await cluster.pass(3_100);
  // Neither instance notices that this is lost.
  cluster.cut(here, there);
  bob.draw([addStroke(bob.clientId, 1)]);
  await cluster.pass(200);
  cluster.mend();
  const kinds: unknown[] = [];
  const { listener } = there;
  if (!listener) throw new Error('it listens');
  there.listener = {
    ...listener,
    message(bytes) {
      const read = decodePeerMessage(bytes);
      kinds.push(read.ok ? read.value.message.kind : undefined);
      listener.message(bytes);
    },
  };
  await cluster.pass(200);
  expect(kinds).toEqual([]);
  cluster.hear(here, 'on');
  await cluster.pass(1_000);
  expect(kinds).toContain('ask');
  const cy = cluster.client(here);
  await cy.join();
  expect(statesOf(await cy.catchUp())).toHaveLength(1);
});

test('[INS-9] an instance that reaches a service again sends its rooms its position once, so that members there see what they missed', async () => {
  const listeners: PeerListener[] = [];
  const local = localBackplane();
  const backplane: Backplane = {
    attach(instance, listener) {
      listeners.push(listener);
      return local.attach(instance, listener);
    },
  };
  const hub = new HubFixture({ backplane, reach: 'all' });
  const ann = await hub.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  hub.clock.advance(5_000);
  const sent = hub.groupSends.length;
  listeners[0]?.regained?.();
  hub.clock.advance(5_000);
  expect(hub.groupSends.slice(sent).map(({ group, target }) => [group, target])).toEqual([['room:room-1', 'f']]);
  const frames = ann.frames();
  // The next seq: who lacks the stroke's sees a gap [SEQ-2].
  expect(frames.at(-1)).toMatchObject({ firstSeq: (frames.at(-2)?.firstSeq ?? 0) + 1, batches: [] });
});
