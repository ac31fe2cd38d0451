import { expect, test } from 'vitest';
import type { ClientId, InstanceId } from '../../../../../core/board/ids.ts';
import type { CatchUpItem, Welcome } from '../../../../../core/contract/hub-contract.ts';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import { unpackStates } from '../../../../../core/room/catch-up.ts';
import { Replica } from '../../../../../core/room/replica.ts';
import { parseVector, VersionVector } from '../../../../../core/room/version-vector.ts';
import { BatchLog } from '../../../../../server/hub/catch-up/batch-log.ts';
import { CatchUpMaker } from '../../../../../server/hub/catch-up/catch-up.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { seededRandom } from '../../../../support/seeded.ts';
import { bodyOf, type FakeClient, HubFixture, read, statesOf, suffixOf } from '../hub-fixture.ts';
import { addStroke, firstPoints } from '../ink.ts';
import { settled } from '../slow-store.ts';

const have = ({ epoch, origin }: Welcome, seq: number) => ({ epoch, vector: seq === 0 ? [] : [[origin, seq]] });

function drawStrokes(author: FakeClient, count: number, from = 1): void {
  for (let k = from; k < from + count; k++) author.draw([addStroke(author.clientId, k), firstPoints(author.clientId, k)]);
}

test('[RPL-1] who has the latest needs nothing, who misses what the log holds gets the suffix', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  drawStrokes(ann, 5);
  const welcome = await fixture.connect().join();
  expect(welcome.catchUp).toBe('snapshot');
  expect((await fixture.connect().join({ have: have(welcome, 5) })).catchUp).toBe('none');
  const bob = fixture.connect();
  expect((await bob.join({ have: have(welcome, 2) })).catchUp).toBe('suffix');
  const items = await bob.catchUp(have(welcome, 2));
  expect(items[0]).toMatchObject({ kind: 'start', how: 'suffix', epoch: welcome.epoch, bytes: bodyOf(items).length });
  expect(suffixOf(items)).toMatchObject([{ origin: welcome.origin, firstSeq: 3, batches: [{ n: 3 }, { n: 4 }, { n: 5 }] }]);
  expect(items.at(-1)).toMatchObject({ kind: 'end', vector: [[welcome.origin, 5]] });
});

test('[RPL-1] who misses more than the log holds gets the elements that changed since', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  const welcome = await fixture.connect().join();
  for (let k = 1; k <= LIMITS.logBatches + 10; k++) {
    ann.draw([addStroke(ann.clientId, k)]);
    fixture.clock.advance(10);
  }
  const bob = fixture.connect();
  expect((await bob.join({ have: have(welcome, 5) })).catchUp).toBe('delta');
  const items = await bob.catchUp(have(welcome, 5));
  expect(items[0]).toMatchObject({ how: 'delta', elements: LIMITS.logBatches + 5 });
  expect(statesOf(items)).toHaveLength(LIMITS.logBatches + 5);
});

test('[RPL-1] another epoch means a snapshot, whatever the vector says', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  drawStrokes(ann, 3);
  const bob = fixture.connect();
  const { origin } = await bob.join();
  const items = await bob.catchUp({ epoch: 'AAAAAAAAAAA', vector: [[origin, 3]] });
  expect(items[0]).toMatchObject({ how: 'snapshot', elements: 3 });
});

test('[RPL-2] chunks have at most 16 KiB, for lines on which 64 take ten seconds, and start tells their sum', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  for (let k = 1; k <= 60; k++) {
    ann.draw([addStroke(ann.clientId, k), firstPoints(ann.clientId, k, 3_000)]);
    fixture.clock.advance(50);
  }
  const bob = fixture.connect();
  await bob.join();
  const items = await bob.catchUp();
  const sizes = items.flatMap((item) => (item.kind === 'chunk' ? [item.bytes.length] : []));
  expect(sizes.length).toBeGreaterThan(4);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(16 * 1024);
  expect(items[0]).toMatchObject({ bytes: sizes.reduce((sum, size) => sum + size, 0), elements: 60 });
});

test('[RPL-3] after end the reader has the same board as the hub, also when people draw while it reads', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  drawStrokes(ann, 20);
  const bob = fixture.connect();
  const welcome = await bob.join();
  const items: CatchUpItem[] = [];
  for await (const item of bob.call('catchUp', [{}]) as AsyncIterable<CatchUpItem>) {
    items.push(item);
    drawStrokes(ann, 1, 21 + items.length);
    fixture.clock.advance(20);
  }
  const replica = new Replica();
  const end = items.at(-1) as unknown as { readonly vector: unknown };
  replica.merge(statesOf(items), parseVector(end.vector) ?? new VersionVector());
  for (const frame of bob.frames()) {
    const batches = frame.batches.map(({ n }) => ({
      author: ann.clientId,
      n,
      ops: [addStroke(ann.clientId, n), firstPoints(ann.clientId, n)],
    }));
    expect(replica.receive({ origin: welcome.origin, firstSeq: frame.firstSeq, batches }).gap).toBeUndefined();
  }
  expect(replica.vector.get(welcome.origin)).toBe(ann.n);
  expect(replica.board.elementCount).toBe(ann.n);
});

test('two hundred who come at once get the same bytes, made once', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  drawStrokes(ann, 50);
  const chunks = new Set<CatchUpItem>();
  for (let i = 0; i < 200; i++) {
    const client = fixture.connect();
    await client.join();
    for (const item of await client.catchUp()) if (item.kind === 'chunk') chunks.add(item);
  }
  // The head of the table and its one part.
  expect(chunks.size).toBe(2);
  drawStrokes(ann, 1, 51);
  const late = fixture.connect();
  await late.join();
  expect((await late.catchUp())[0]).toMatchObject({ elements: 51 });
});

test('one catch-up at a time for one client, and not without end', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  drawStrokes(ann, 2);
  const running = (ann.call('catchUp', [{}]) as AsyncIterable<unknown>)[Symbol.asyncIterator]();
  await running.next();
  await expect(async () => ann.catchUp()).rejects.toThrow(/^catch_up\.busy: /);
  await running.return?.();
  let served = 0;
  await expect(async () => {
    for (; served < 1_000; served++) await ann.catchUp();
  }).rejects.toThrow(/^rate\.messages: /);
  expect(served).toBeLessThanOrEqual(LIMITS.catchUpsBurst);
});

test.each([
  [7],
  ['all'],
  [{ resume: 5 }],
  [{ resume: { id: 5, at: 1 } }],
  [{ resume: { id: 'x', at: -1 } }],
  [{ have: 5 }],
  [{ have: { epoch: 'AAAAAAAAAAA' } }],
  [{ have: { epoch: 'x', vector: [] } }],
])('the request %j is refused with a code', async (request) => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  expect(() => ann.call('catchUp', [request])).toThrow(/^catch_up\.malformed: /);
  expect(fixture.logged.at(-1)).toMatchObject({ event: 'catch_up.refused', fields: { code: 'catch_up.malformed' } });
});

test('catching up needs a room', () => {
  expect(() => new HubFixture().connect().call('catchUp', [{}])).toThrow(/^join\.needed: /);
});

test('a large board is encoded in steps: the room goes on in between, and what it accepts then comes as frames', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  for (let k = 1; k <= 700; k++) {
    ann.draw([addStroke(ann.clientId, k)]);
    fixture.clock.advance(10);
  }
  const bob = fixture.connect();
  const welcome = await bob.join();
  const items: CatchUpItem[] = [];
  const reading = (async () => {
    for await (const item of bob.call('catchUp', [{}]) as AsyncIterable<CatchUpItem>) items.push(item);
  })();
  await Promise.resolve();
  expect(items).toEqual([]);
  ann.draw([addStroke(ann.clientId, 701)]);
  for (let step = 0; step < 3; step++) {
    fixture.clock.advance(20);
    for (let i = 0; i < 10; i++) await Promise.resolve();
  }
  await reading;
  expect(items.at(-1)).toMatchObject({ kind: 'end', vector: [[welcome.origin, 700]] });
  expect(statesOf(items).length).toBeGreaterThanOrEqual(700);
  expect(bob.frames().flatMap(({ firstSeq, batches }) => batches.map((_, i) => firstSeq + i))).toContain(701);
});

test('two who come while a large board is being encoded get the same bytes', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  for (let k = 1; k <= 600; k++) {
    ann.draw([addStroke(ann.clientId, k)]);
    fixture.clock.advance(10);
  }
  const readers = [fixture.connect(), fixture.connect()];
  for (const reader of readers) await reader.join();
  const [first, second] = await Promise.all(readers.map((reader) => reader.catchUp()));
  const bufferOf = (items: readonly CatchUpItem[] = []) =>
    items.flatMap((item) => (item.kind === 'chunk' ? [item.bytes as Uint8Array] : []))[0]?.buffer;
  expect(bufferOf(first)).toBeDefined();
  expect(bufferOf(first)).toBe(bufferOf(second));
});

/** A board whose body has several chunks. */
async function largeBoard(): Promise<{ readonly fixture: HubFixture; readonly ann: FakeClient }> {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  for (let k = 1; k <= 40; k++) {
    ann.draw([addStroke(ann.clientId, k), firstPoints(ann.clientId, k, 3_000)]);
    fixture.clock.advance(50);
  }
  return { fixture, ann };
}

const startOf = (items: readonly CatchUpItem[]): Extract<CatchUpItem, { readonly kind: 'start' }> => {
  const [start] = items;
  if (start?.kind !== 'start') throw new Error('a catch-up begins with start');
  return start;
};

test('[RPL-4] who was cut off goes on in the same body, also when the board has changed since', async () => {
  const { fixture, ann } = await largeBoard();
  const bob = fixture.connect();
  await bob.join();
  const first = await bob.catchUpPart(2);
  drawStrokes(ann, 3, 41);
  fixture.clock.advance(5_000);
  const again = fixture.connect();
  await again.join();
  const { id, bytes } = startOf(first);
  const rest = await again.catchUp(undefined, { id, at: bodyOf(first).length });
  expect(startOf(rest)).toMatchObject({ id, at: bodyOf(first).length, bytes });
  const whole = read(unpackStates(new Uint8Array(Buffer.concat([bodyOf(first), bodyOf(rest)]))));
  expect(whole).toHaveLength(40);
  expect(rest.at(-1)).toMatchObject({ kind: 'end', vector: [[expect.any(String), 40]] });
});

test('[RPL-4] a body that is gone, is of another life or has fewer bytes is begun anew', async () => {
  const { fixture } = await largeBoard();
  const bob = fixture.connect();
  await bob.join();
  const first = startOf(await bob.catchUpPart(2));
  const reader = await fixture.joined();
  const resumed = async (id: string, at: number) => startOf(await reader.catchUp(undefined, { id, at }));
  expect(await resumed('AAAAAAAAAAA', 10)).toMatchObject({ at: 0, bytes: first.bytes });
  expect(await resumed(first.id, first.bytes + 1)).toMatchObject({ at: 0 });
  expect(await resumed(first.id, first.bytes)).toMatchObject({ id: first.id, at: first.bytes });
  fixture.clock.advance(70_000);
  const late = await resumed(first.id, 10);
  expect(late).toMatchObject({ at: 0, bytes: first.bytes });
  expect(late.id).not.toBe(first.id);
});

test('who all lack something else get the snapshot once several deltas are being made', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  const welcome = await fixture.connect().join();
  for (let k = 1; k <= LIMITS.logBatches + 20; k++) {
    ann.draw([addStroke(ann.clientId, k)]);
    fixture.clock.advance(10);
  }
  const readers = await Promise.all(Array.from({ length: 8 }, () => fixture.joined()));
  const bodies = await Promise.all(readers.map((reader, i) => reader.catchUp(have(welcome, i + 1))));
  expect(bodies.map((items) => startOf(items).how)).toEqual([...Array(4).fill('delta'), ...Array(4).fill('snapshot')]);
  expect(new Set(bodies.slice(4).map((items) => startOf(items).id)).size).toBe(1);
});

/** A clock in which work takes time: every look at it is `stepMs` later. */
class TickingClock extends FakeClock {
  stepMs = 0;
  override mono(): number {
    const now = super.mono();
    this.advance(this.stepMs);
    return now;
  }
}

test('a costly body that is a little old is given out again while the log can heal it, and no longer', async () => {
  const clock = new TickingClock();
  const log = new BatchLog(5, 1_000_000);
  const replica = new Replica();
  const origin = 'OOOOOOOOOOO' as InstanceId;
  const author = 'AAAAAAAAAAA' as ClientId;
  const accept = (n: number): void => {
    const ops = [addStroke(author, n)];
    replica.receive({ origin, firstSeq: n, batches: [{ author, n, ops }] });
    log.add({ author, n, ops }, 1);
  };
  const maker = new CatchUpMaker({ isOfEpoch: () => true, origin, replica, log }, clock, seededRandom(1));
  for (let n = 1; n <= 10; n++) accept(n);
  clock.stepMs = 50;
  const first = await maker.make(undefined, 10);
  clock.stepMs = 0;
  expect(first.elements).toBe(10);
  accept(11);
  expect(await maker.make(undefined, 11)).toBe(first);
  // Ten times as long as it took, and it is made anew.
  clock.advance(2_000);
  const second = await maker.make(undefined, 11);
  expect(second.elements).toBe(11);
  clock.stepMs = 50;
  clock.advance(2_000);
  accept(12);
  const third = await maker.make(undefined, 12);
  clock.stepMs = 0;
  // The log has room for five: after six more it does not reach back to the body any more.
  for (let n = 13; n <= 18; n++) accept(n);
  const fourth = await maker.make(undefined, 18);
  expect([third.elements, fourth.elements]).toEqual([12, 18]);
  maker.forgetOld(clock.mono() + 61_000);
  expect(await maker.make(undefined, 18)).not.toBe(fourth);
});

test('people who read slowly keep sixteen bodies of a room at most: those of the oldest are told to ask again', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  const readers: AsyncIterator<unknown>[] = [];
  for (let i = 1; i <= 18; i++) {
    drawStrokes(ann, 1, i);
    fixture.clock.advance(1_000);
    const reader = (await fixture.joined()).call('catchUp', [{}]) as AsyncIterable<unknown>;
    const items = reader[Symbol.asyncIterator]();
    await items.next();
    readers.push(items);
  }
  const reading = Promise.allSettled(readers.map((items) => items.next()));
  for (let turn = 0; turn < 5; turn++) {
    await settled();
    fixture.clock.advance(0);
  }
  const outcomes = await reading;
  expect(outcomes.map(({ status }) => status)).toEqual([...Array(2).fill('rejected'), ...Array(16).fill('fulfilled')]);
  expect(outcomes[0]).toMatchObject({ reason: { message: expect.stringMatching(/^catch_up\.outdated: /) } });
  const again = await (await fixture.joined()).catchUp();
  expect(again[0]).toMatchObject({ elements: 18 });
});

test('two hundred who read one body slowly are no reason to cut anybody off', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  drawStrokes(ann, 3);
  fixture.clock.advance(1_000);
  const readers = await Promise.all(
    Array.from({ length: 200 }, async () => {
      const stream = (await fixture.joined()).call('catchUp', [{}]) as AsyncIterable<unknown>;
      return stream[Symbol.asyncIterator]();
    }),
  );
  for (const items of readers) await items.next();
  const rest = Promise.all(readers.map((items) => items.next()));
  for (let i = 0; i < 20; i++) {
    fixture.clock.advance(0);
    await settled();
  }
  expect((await rest).every(({ done }) => done !== true)).toBe(true);
});
