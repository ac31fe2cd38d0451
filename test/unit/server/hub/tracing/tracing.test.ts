import { describe, expect, test } from 'vitest';
import { encodeOps } from '../../../../../core/board/codec/op-codec.ts';
import { newRoomKey, type RoomId, roomIdOf } from '../../../../../core/board/ids.ts';
import type { HostAct } from '../../../../../core/contract/access/host-acts.ts';
import { packTraceTimes, type TraceQuestion } from '../../../../../core/contract/tracing/trace-answer.ts';
import { formatTraceparent, parseTraceparent } from '../../../../../core/contract/tracing/trace-context.ts';
import {
  parseTraceRecords,
  type TracedBatch,
  type TracedMessage,
  type TraceRecord,
} from '../../../../../core/contract/tracing/trace-records.ts';
import { decodePeerMessage, encodePeerMessage } from '../../../../../core/room/peer-messages.ts';
import { Cluster, type ClusterNode } from '../../../../support/cluster.ts';
import { seededRandom } from '../../../../support/seeded.ts';
import { type FakeClient, HubFixture } from '../hub-fixture.ts';
import { addStroke } from '../ink.ts';
import { SlowStore, settled } from '../slow-store.ts';

const roomKey = newRoomKey(seededRandom(31));
const room = roomIdOf(roomKey);

const batchesIn = (records: readonly TraceRecord[]): TracedBatch[] => records.filter((one) => one.kind === 'batch');
const messagesIn = (records: readonly TraceRecord[]): TracedMessage[] => records.filter((one) => one.kind === 'message');
const stepsOf = ({ spans }: TracedBatch): string[] => spans.map(({ step, exact }) => (exact ? step : `~${step}`));

/** The questions that the client got so far. */
function questions(client: FakeClient): TraceQuestion[] {
  return client.notices().flatMap((notice) => (notice.kind === 'traced' ? [notice] : []));
}

/** The client's answer to the newest question, by a clock that is `ahead` of the hub's. */
function answer(client: FakeClient, mono: number, ahead: number, tookMs = 0): void {
  const question = questions(client).at(-1);
  if (!question) throw new Error('this client was not asked');
  const heard = mono + ahead;
  const own = question.n === undefined ? {} : { made: heard - 30, sent: heard - 20 };
  const painted = question.n === undefined ? heard + 4 : undefined;
  const times = packTraceTimes({
    heard,
    made: undefined,
    sent: undefined,
    ...own,
    came: heard + 1,
    painted,
    said: heard + tookMs,
  });
  void client.call('act', [{ act: 'traced', trace: question.trace, times } satisfies HostAct]);
}

async function outcome(client: FakeClient, asked: HostAct): Promise<unknown> {
  return (client.call('act', [asked]) as Promise<unknown>).then(
    () => 'done',
    (error: Error) => error.message.split(':')[0],
  );
}

/** A hub whose room is followed, with two members. */
async function followed() {
  const fixture = new HubFixture();
  const records: TraceRecord[] = [];
  const watch = fixture.hub.tracing.watch('room-1' as RoomId, (news) => void records.push(...news));
  const ann = await fixture.joined();
  const bob = await fixture.joined();
  records.length = 0;
  return { fixture, records, watch, ann, bob };
}

test('[TRC-1] nobody watches: no client is asked, no timer runs, and a room keeps nothing for the trace', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  const bob = await fixture.joined();
  const timers = fixture.clock.timers;
  ann.draw([addStroke(ann.clientId, 1)]);
  fixture.clock.advance(100);
  expect(fixture.clock.timers).toBe(timers);
  expect([...questions(ann), ...questions(bob)]).toEqual([]);
});

test('[TRC-1] the trace ends with its watcher: the next batch is not followed, and the timer ends', async () => {
  const { fixture, records, watch, ann, bob } = await followed();
  watch?.dispose();
  fixture.clock.advance(1_000);
  const timers = fixture.clock.timers;
  records.length = 0;
  fixture.settle();
  ann.draw([addStroke(ann.clientId, 1)]);
  fixture.clock.advance(3_000);
  expect(records).toEqual([]);
  expect(questions(bob)).toEqual([]);
  expect(fixture.clock.timers).toBeLessThanOrEqual(timers);
});

test('[TRC-3] [TRC-5] a batch is followed from the pen to the pixels, whatever the clocks of its clients show', async () => {
  const { fixture, records, ann, bob } = await followed();
  const sentAt = fixture.clock.mono();
  ann.push([++ann.n, encodeOps(ann.clientId, [addStroke(ann.clientId, 1)])], 312);
  expect(questions(bob)).toHaveLength(1);
  expect(questions(ann)).toMatchObject([{ n: 1, seq: 1 }]);
  answer(ann, sentAt, 5_000_000);
  answer(bob, sentAt, -7_000);
  fixture.clock.advance(300);
  const [batch] = batchesIn(records);
  if (!batch) throw new Error('no batch was followed');
  expect(batch).toMatchObject({ who: ann.clientId, n: 1, seq: 1, bytes: 312 });
  expect(stepsOf(batch)).toEqual(['outbox', '~socket', 'instance', 'frame', '~echo', '~peer', 'pixels']);
  const took = Object.fromEntries(batch.spans.map(({ step, at, ms }) => [step, [at, ms]]));
  expect(took).toMatchObject({ outbox: [0, 10], socket: [10, 20], echo: [30, 1], peer: [30, 1], pixels: [31, 3] });
  expect(batch.spans.find(({ step }) => step === 'frame')).toMatchObject({ receivers: 2, bytes: expect.any(Number) });
  expect(batch.at).toBe(fixture.clock.now() - fixture.clock.mono() + sentAt - 30);
});

test('[TRC-5] an answer that travels slower than its question does not let a batch arrive before it was sent', async () => {
  const { fixture, records, ann, bob } = await followed();
  ann.draw([addStroke(ann.clientId, 1)]);
  const ask = questions(ann)[0];
  const start = fixture.clock.mono();
  // The clocks agree. The question took no time, the answer 79 ms, and the batch left 10 ms before it came.
  fixture.clock.advance(80);
  const times = packTraceTimes({
    heard: start,
    made: start - 12,
    sent: start - 10,
    came: start + 1,
    painted: undefined,
    said: start + 1,
  });
  await outcome(ann, { act: 'traced', trace: ask?.trace as NonNullable<typeof ask>['trace'], times });
  answer(bob, fixture.clock.mono(), 0);
  fixture.clock.advance(300);
  const [batch] = batchesIn(records);
  expect(batch && stepsOf(batch).slice(0, 4)).toEqual(['outbox', '~socket', 'instance', 'frame']);
  expect(batch?.spans.find(({ step }) => step === 'outbox')?.ms).toBe(2);
  expect(batch?.spans.every(({ at, ms }) => at >= 0 && ms >= 0)).toBe(true);
});

test('[TRC-3] only who was asked is heard, once, and nonsense costs the hub nothing', async () => {
  const { fixture, records, ann, bob } = await followed();
  ann.draw([addStroke(ann.clientId, 1)]);
  const [question] = questions(bob);
  const { trace } = question as TraceQuestion;
  const stranger = await fixture.connect();
  await stranger.join({ room: 'room-1' });
  const times = packTraceTimes({ heard: 1, made: undefined, sent: undefined, came: 2, painted: 3, said: 4 });
  for (const client of [stranger, bob, bob]) await outcome(client, { act: 'traced', trace, times });
  for (const bad of [
    [],
    [1, 2],
    [3, null, null, 2, 1, 9],
    ['x', null, null, null, null, 1],
    [9, null, null, null, null, 1],
    [1, -9e14, 0, 2, null, 9],
  ])
    expect(await outcome(ann, { act: 'traced', trace, times: bad })).toBe('done');
  fixture.clock.advance(3_000);
  expect(batchesIn(records)).toHaveLength(1);
  expect(batchesIn(records)[0]?.spans.filter(({ step }) => step === 'peer')).toHaveLength(1);
  expect(await outcome(bob, { act: 'traced', trace: 'no trace id', times } as unknown as HostAct)).toBe('host.malformed');
});

test('[TRC-3] a client that does not answer delays the record, and is missing in it', async () => {
  const { fixture, records, ann } = await followed();
  ann.draw([addStroke(ann.clientId, 1)]);
  fixture.clock.advance(2_000);
  expect(batchesIn(records)).toEqual([]);
  fixture.clock.advance(1_000);
  expect(batchesIn(records).map(stepsOf)).toEqual([['instance', 'frame']]);
});

test('[TRC-2] one batch a second is followed, and a few clients are asked, however many draw', async () => {
  const { fixture, ann, bob } = await followed();
  const crowd = [];
  for (let i = 0; i < 12; i++) crowd.push(await fixture.joined());
  for (let i = 0; i < 30; i++) {
    for (const client of [ann, bob]) client.draw([addStroke(client.clientId, i + 1)]);
    fixture.clock.advance(100);
  }
  const asked = [ann, bob, ...crowd].flatMap(questions);
  const traces = new Set(asked.map(({ trace }) => trace)).size;
  expect(traces).toBeGreaterThanOrEqual(2);
  expect(traces).toBeLessThanOrEqual(3);
  // The author and four others.
  expect(asked).toHaveLength(5 * traces);
});

test('[TRC-2] of several who draw each is followed now and then, also who never draws first', async () => {
  const { fixture, records, ann, bob } = await followed();
  for (let i = 0; i < 600; i++) {
    for (const client of [ann, bob]) client.draw([addStroke(client.clientId, i + 1)]);
    fixture.clock.advance(100);
  }
  fixture.clock.advance(3_000);
  const batches = batchesIn(records);
  expect(batches.length).toBeGreaterThan(30);
  for (const { clientId } of [ann, bob]) expect(batches.filter(({ who }) => who === clientId).length).toBeGreaterThan(8);
});

test('[TRC-2] messages are listed by type, and what is too much is counted instead', async () => {
  const { fixture, records, ann, bob } = await followed();
  ann.draw([addStroke(ann.clientId, 1)]);
  bob.push([0, null, [5, 5]]);
  fixture.clock.advance(1_000);
  expect(messagesIn(records).map(({ type, who }) => [type, who])).toEqual(
    expect.arrayContaining([
      ['push', ann.clientId],
      ['cursor', bob.clientId],
      ['frame', undefined],
    ]),
  );
  records.length = 0;
  for (let i = 0; i < 100; i++) bob.push([0, null, [i, 5]]);
  fixture.clock.advance(1_000);
  const listed = messagesIn(records).length;
  const unlisted = records.flatMap((one) => (one.kind === 'unlisted' ? [one.messages] : []));
  expect(listed).toBeLessThanOrEqual(121);
  expect(unlisted.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(0);
});

test('[TRC-1] records hold no content and no names', async () => {
  const { fixture, records, ann } = await followed();
  const eve = fixture.connect();
  await eve.join({ name: 'A quite secret name' });
  eve.draw([addStroke(eve.clientId, 1)]);
  ann.draw([addStroke(ann.clientId, 1)]);
  fixture.clock.advance(3_000);
  expect(batchesIn(records).length).toBeGreaterThan(0);
  const text = JSON.stringify(records);
  expect(text).not.toContain('secret name');
  expect(text).not.toContain(eve.secret);
  const fields = new Set(
    records.flatMap((one) => [...Object.keys(one), ...(one.kind === 'batch' ? one.spans.flatMap(Object.keys) : [])]),
  );
  const allowed =
    'kind trace parent who n origin seq at bytes spans instance type batches receivers units messages step where ms exact';
  expect([...fields].filter((field) => !allowed.split(' ').includes(field))).toEqual([]);
});

test('[TRC-4] a host watches while it asks again; who is no host is refused, and one that loses the grant gets nothing more', async () => {
  const fixture = new HubFixture();
  const host = fixture.connect();
  await host.join({ room, roomKey });
  const ann = await fixture.joined(room);
  const told = (): number => host.notices().filter(({ kind }) => kind === 'trace').length;
  expect(await outcome(ann, { act: 'trace', on: true })).toBe('host.needed');
  expect(await outcome(host, { act: 'trace', on: true })).toBe('done');
  ann.draw([addStroke(ann.clientId, 1)]);
  fixture.clock.advance(3_000);
  const records = host.notices().flatMap((notice) => (notice.kind === 'trace' ? notice.records : []));
  expect(batchesIn(records)).toMatchObject([{ who: ann.clientId, n: 1 }]);
  expect(told()).toBeGreaterThan(0);
  expect(ann.notices().filter(({ kind }) => kind === 'trace')).toEqual([]);
  // Not renewed for more than half a minute.
  fixture.clock.advance(31_000);
  fixture.settle();
  ann.draw([addStroke(ann.clientId, 2)]);
  fixture.clock.advance(3_000);
  expect(told()).toBe(0);
  await outcome(host, { act: 'trace', on: true });
  await outcome(host, { act: 'give', who: host.clientId, grant: 'draw' });
  fixture.settle();
  ann.draw([addStroke(ann.clientId, 3)]);
  fixture.clock.advance(3_000);
  expect(told()).toBe(0);
});

test('[TRC-5] with a store the record waits until the batch is durable, and says how long that took', async () => {
  const store = new SlowStore();
  const fixture = new HubFixture({ store });
  const records: TraceRecord[] = [];
  fixture.hub.tracing.watch('room-1' as RoomId, (news) => void records.push(...news));
  const ann = await fixture.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  answer(ann, fixture.clock.mono(), 0);
  fixture.clock.advance(1_000);
  expect(batchesIn(records)).toEqual([]);
  await settled();
  await store.let();
  fixture.clock.advance(300);
  const [batch] = batchesIn(records);
  expect(batch?.spans.find(({ step }) => step === 'store')).toMatchObject({ ms: 1_000, exact: true });
});

test('[TRC-5] behind a service that bills, a frame says how many units of 2 KiB it costs', async () => {
  const fixture = new HubFixture({ reach: 'all' });
  fixture.groupSendBytes = 5_000;
  const records: TraceRecord[] = [];
  fixture.hub.tracing.watch('room-1' as RoomId, (news) => void records.push(...news));
  const ann = await fixture.joined();
  await fixture.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  fixture.clock.advance(3_000);
  // Two people, and the hub's own client.
  expect(batchesIn(records)[0]?.spans.find(({ step }) => step === 'frame')).toMatchObject({
    bytes: 5_000,
    receivers: 3,
    units: 9,
  });
});

describe.each(['all', 'instance'] as const)('two instances, reach %s', (reach) => {
  async function pair(seed: number, isWatched = true) {
    const cluster = new Cluster(reach, seed);
    const nodes = [cluster.start(), cluster.start()] as const;
    cluster.clock.advance(200);
    const enter = async (node: ClusterNode): Promise<FakeClient> => {
      const client = cluster.client(node);
      await client.join({ room });
      return client;
    };
    const [ann, bob] = [await enter(nodes[0]), await enter(nodes[1])];
    await cluster.pass(3_000);
    const records: TraceRecord[] = [];
    if (isWatched) nodes[1].hub.tracing.watch(room, (news) => void records.push(...news));
    await cluster.pass(500);
    for (const client of [ann, bob]) client.sent.length = 0;
    return { cluster, nodes, ann, bob, records };
  }

  test('[TRC-6] who watches at one instance sees the batches of the other, with what both saw', async () => {
    const { cluster, nodes, ann, bob, records } = await pair(51);
    // People may draw elsewhere too, so not every batch is followed.
    for (let k = 1; k < 100 && questions(ann).length === 0; k++) {
      ann.draw([addStroke(ann.clientId, k)]);
      await cluster.pass(100);
    }
    answer(ann, cluster.clock.mono(), 1_000);
    answer(bob, cluster.clock.mono(), -1_000);
    await cluster.pass(3_500);
    const batches = batchesIn(records).filter(({ who }) => who === ann.clientId);
    expect(batches).toHaveLength(1);
    expect(batches[0]).toMatchObject({ origin: nodes[0].id, seq: questions(ann)[0]?.seq });
    const spans = batches[0]?.spans ?? [];
    expect(spans.find(({ step }) => step === 'backplane')).toMatchObject({ where: nodes[1].id, exact: false });
    expect(spans.find(({ step }) => step === 'peer')).toMatchObject({ where: bob.clientId, exact: false });
    expect(spans.find(({ step }) => step === 'pixels')).toMatchObject({ ms: 3, exact: true });
    expect(messagesIn(records).some(({ type, instance }) => type === 'peerFrame' && instance === nodes[1].id)).toBe(true);
  });

  test('[TRC-8] the same people draw the same board with the trace and without it', async () => {
    const outcomes = [];
    for (const isWatched of [true, false]) {
      const { cluster, nodes, ann, bob, records } = await pair(77, isWatched);
      const seen: number[] = [];
      for (let k = 1; k <= 30; k++) {
        ann.draw([addStroke(ann.clientId, k)]);
        bob.draw([addStroke(bob.clientId, k)]);
        await cluster.pass(70);
      }
      await cluster.pass(5_000);
      for (const client of [ann, bob]) seen.push(client.frames().flatMap(({ batches }) => batches).length);
      const late = cluster.client(nodes[0]);
      const { vector, elements } = await late.join({ room });
      outcomes.push({ elements, seen, seqs: vector.map(([, seq]) => seq).sort(), refused: [ann.refusals(), bob.refusals()] });
      expect(batchesIn(records).length > 0).toBe(isWatched);
      expect([...questions(ann), ...questions(bob)].length > 0).toBe(isWatched);
    }
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(outcomes[0]).toMatchObject({ elements: 60, seqs: [30, 30], refused: [[], []] });
  });
});

test('[TRC-6] [INS-1] messages about the trace survive their wire, and malformed ones are refused', () => {
  const [from] = [newInstance()];
  const who = 'AAAAAAAAAAA';
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const record = { kind: 'unlisted', at: 5, instance: from, messages: 3 } as const;
  for (const talk of [
    { what: 'watch', lifeMs: 30_000 },
    { what: 'told', trace, seq: 5, who },
    { what: 'part', part: { trace, heard: 1, said: 2, came: 1.5, bytes: 9, peers: [{ who, came: 1, painted: 2 }] } },
    { what: 'records', records: [record] },
  ]) {
    const bytes = encodePeerMessage(from, { kind: 'trace', room, talk } as never);
    expect(decodePeerMessage(bytes)).toMatchObject({ ok: true, value: { message: { kind: 'trace', room, talk } } });
  }
  for (const talk of [
    { what: 'watch', lifeMs: 3_600_000 },
    { what: 'told', trace: 'x', seq: 5, who },
    { what: 'part', part: { trace, heard: 3, said: 2, came: undefined, bytes: 9, peers: [] } },
    { what: 'part', part: { trace, heard: 1, said: 2, came: 1, bytes: 9, peers: [{ who, came: 2, painted: 1 }] } },
  ]) {
    const bytes = encodePeerMessage(from, { kind: 'trace', room, talk } as never);
    expect(decodePeerMessage(bytes)).toMatchObject({ ok: false, error: { code: 'instance.malformed' } });
  }
});

function newInstance() {
  const cluster = new Cluster('instance', 3);
  return cluster.start().id;
}

test('[TRC-1] records that another machine sent are read with care', () => {
  const good = { kind: 'unlisted', at: 5, instance: 'AAAAAAAAAAA', messages: 3 };
  expect(
    parseTraceRecords([good, { ...good, messages: -1 }, { ...good, at: Number.NaN }, null, 'x', { kind: 'other', at: 1 }]),
  ).toEqual([good]);
  expect(parseTraceRecords({})).toEqual([]);
});

test('[TRC-7] the header traceparent is read and written as W3C Trace Context says', () => {
  const header = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const read = parseTraceparent(header);
  expect(read).toEqual({ trace: header.slice(3, 35), span: header.slice(36, 52), isSampled: true });
  expect(read && formatTraceparent(read)).toBe(header);
  // A later version may add fields, the known one may not.
  expect(parseTraceparent(`cc${header.slice(2)}-what-comes`)).toMatchObject({ isSampled: true });
  for (const bad of [
    undefined,
    '',
    `${header}-more`,
    `ff${header.slice(2)}`,
    header.toUpperCase(),
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-4bf92f3577b34da6a3ce929d0e0e4736-${'0'.repeat(16)}-01`,
    [header],
  ])
    expect(parseTraceparent(bad)).toBeUndefined();
});
