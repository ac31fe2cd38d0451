import { expect, test } from 'vitest';
import { encodeWord } from '../../../../core/room/instance-words.ts';
import { localBackplane } from '../../../../server/adapters/local-backplane.ts';
import type { InstanceEars } from '../../../../server/ports/backplane.ts';
import { Cluster } from '../../../support/cluster.ts';
import { HubFixture, statesOf } from './hub-fixture.ts';
import { addStroke, firstPoints } from './ink.ts';

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
    expect(loser.notices()).toEqual([{ kind: 'epoch', epoch: lowest }]);
    expect(winner.notices()).toEqual([]);
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
        [4, k, 0, (firstPoints(ann.clientId, k, points) as { points: Uint8Array }).points],
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
  expect(states.every(({ pointCount }) => pointCount === points)).toBe(true);
  const bytes = states.reduce((sum, state) => sum + state.points.length, 0);
  expect(bytes).toBeGreaterThan(2 * 256 * 1024);
});

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
  const joining = again.join({ clientId: ann.clientId, have });
  await cluster.pass(300);
  cluster.mend();
  await cluster.pass(3_000);
  expect(await joining).toMatchObject({ epoch, elements: 1, vector: have.vector, catchUp: 'none' });
});

test('[INS-1] hostile words and frames of a broken instance are refused with a code and do no harm', async () => {
  const backplane = localBackplane();
  const hub = new HubFixture({ backplane });
  const ann = await hub.joined();
  const ears: InstanceEars = { word() {}, frame() {}, hearing() {} };
  const evil = backplane.attach('EEEEEEEEEEE' as never, ears);
  evil.say(encodeWord('EEEEEEEEEEE' as never, { kind: 'beat', wants: true }));
  evil.say(Uint8Array.of(0xc1));
  evil.say(new Uint8Array(1_000));
  evil.publish('room-1' as never, ['EEEEEEEEEEE', -1, 0, []]);
  evil.publish('room-1' as never, [null, 1, 0, []]);
  evil.publish('room-1' as never, ['EEEEEEEEEEE', 1, 0, [1, 1, 'ops']]);
  evil.publish('room-1' as never, ['EEEEEEEEEEE', 1, 0, ['AAAAAAAAAAA', 1, [99, 1]]]);
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
  const again = cluster.client(node, ann.clientId);
  expect(await again.join()).toMatchObject({ epoch, elements: 1 });
  again.drop();
  await cluster.pass(40_000);
  expect(node.hub.counters().rooms).toBe(0);
});
