import { expect, test } from 'vitest';
import { encodeOps } from '../../../../core/board/codec/op-codec.ts';
import { ClientMethod } from '../../../../core/contract/hub-contract.ts';
import { openBatches } from '../../../../core/room/frame.ts';
import { Replica } from '../../../../core/room/replica.ts';
import { type FakeClient, HubFixture, read, suffixOf } from './hub-fixture.ts';
import { addStroke, firstPoints, removeStroke } from './ink.ts';

test('[FRM-2] the first change after a pause leaves at once, then at most one frame per interval', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  ann.push([0, null, [1, 1]]);
  expect(ann.frames()).toHaveLength(1);
  for (let i = 2; i < 12; i++) {
    fixture.clock.advance(3);
    ann.push([0, null, [i, i]]);
  }
  // 30 ms: the leading edge, and one more after 16 ms.
  expect(ann.frames()).toHaveLength(2);
  fixture.clock.advance(16);
  expect(ann.frames()).toHaveLength(3);
});

test('an idle room has no timer of its own; one with news has one', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  const idle = fixture.clock.timers;
  ann.push([0, null, [1, 1]]);
  expect(fixture.clock.timers).toBe(idle);
  for (let i = 0; i < 5; i++) ann.push([0, null, [i, 1]]);
  expect(fixture.clock.timers).toBe(idle + 1);
  fixture.clock.advance(16);
  expect(fixture.clock.timers).toBe(idle);
});

test('[FRM-1] one group send reaches every member, the author included, with the ops as they came', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  const bob = await fixture.joined();
  const ops = encodeOps(ann.clientId, [addStroke(ann.clientId, 1)]);
  ann.push([1, ops]);
  expect(fixture.groupSends).toHaveLength(1);
  expect(ann.sent[0]?.args).toBe(bob.sent[0]?.args);
  expect(ann.frames()[0]).toMatchObject({ origin: undefined, firstSeq: 1, durableSeq: 1, batches: [{ author: 1, n: 1 }] });
  expect(ann.frames()[0]?.batches[0]?.ops).toBe(ops);
});

test('[SEQ-1] what a room accepts is numbered 1, 2, 3 … without holes, whoever drew it', async () => {
  const fixture = new HubFixture();
  const people = [await fixture.joined(), await fixture.joined(), await fixture.joined()];
  for (let round = 1; round <= 20; round++) {
    for (const person of people) {
      person.draw([addStroke(person.clientId, round)]);
      // Refused ones take no seq.
      person.push([++person.n, [99]]);
    }
    fixture.clock.advance(5);
  }
  fixture.clock.advance(100);
  const [first] = people;
  let next = 1;
  for (const frame of first?.frames() ?? []) {
    expect(frame.firstSeq).toBe(next);
    next += frame.batches.length;
  }
  expect(next).toBe(61);
});

test('[SEQ-2] a frame without batches carries the next seq', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  fixture.clock.advance(100);
  ann.push([0, null, [1, 1]]);
  expect(ann.frames().at(-1)).toMatchObject({ firstSeq: 2, durableSeq: 1, batches: [] });
});

test('[SEQ-3] a receiver that missed a frame sees the hole in the next one', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  const bob = await fixture.joined();
  const replica = new Replica();
  const authors = new Map([[1, ann.clientId]]);
  const receive = (frame: ReturnType<typeof bob.frames>[number]) =>
    replica.receive({
      origin: 'AAAAAAAAAAA' as never,
      firstSeq: frame.firstSeq,
      batches: read(openBatches(frame, (no) => authors.get(no))),
    });
  for (const k of [1, 2, 3]) {
    ann.draw([addStroke(ann.clientId, k)]);
    fixture.clock.advance(100);
  }
  ann.push([0, null, [1, 1]]);
  const [first, , third, cursorOnly] = bob.frames();
  if (!first || !third || !cursorOnly) throw new Error('three frames and a cursor were sent');
  expect(receive(first).gap).toBeUndefined();
  expect(receive(third).gap).toMatchObject({ knownSeq: 1 });
  expect(receive(cursorOnly).gap).toMatchObject({ knownSeq: 1 });
  expect(replica.board.elementCount).toBe(1);
});

test('[PRS-1] a frame carries the last cursor of each member, and none of those who rest', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  const bob = await fixture.joined();
  await fixture.joined();
  ann.push([0, null, [0, 0]]);
  fixture.settle();
  for (let i = 0; i < 5; i++) {
    ann.push([0, null, [i, -i]]);
    bob.push([0, null, [2 * i, i]]);
  }
  bob.push([0, null, []]);
  fixture.clock.advance(16);
  expect(
    ann
      .frames()
      .at(-1)
      ?.cursors.toSorted((a, b) => a.no - b.no),
  ).toEqual([{ no: 1, x: 4, y: -4 }, { no: 2 }]);
});

test('an author is named by number once a frame has announced it, by id before that and after it has left', async () => {
  const fixture = new HubFixture();
  const watcher = await fixture.joined();
  watcher.push([0, null, [0, 0]]);
  const ann = fixture.connect();
  await ann.join();
  ann.draw([addStroke(ann.clientId, 1)]);
  fixture.clock.advance(100);
  ann.draw([addStroke(ann.clientId, 2)]);
  ann.draw([removeStroke(ann.clientId, 1)]);
  ann.drop();
  fixture.clock.advance(100);
  expect(watcher.frames().flatMap(({ batches }) => batches.map(({ author, n }) => [author, n]))).toEqual([
    [ann.clientId, 1],
    [2, 2],
    [ann.clientId, 3],
  ]);
});

test('who comes into a room sees the pointers that rest there', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  ann.push([0, null, [11, 12]]);
  fixture.settle();
  const bob = fixture.connect();
  await bob.join();
  fixture.clock.advance(100);
  expect(bob.frames().flatMap(({ cursors }) => cursors)).toEqual([{ no: 1, x: 11, y: 12 }]);
  expect(ann.frames().flatMap(({ cursors }) => cursors)).toEqual([]);
});

test('a large room gets fewer frames', async () => {
  const fixture = new HubFixture();
  const clients = [];
  for (let i = 0; i < 150; i++) clients.push(await fixture.joined());
  expect((await fixture.connect().join()).frameMs).toBeGreaterThan(16);
  fixture.settle();
  for (let ms = 0; ms < 330; ms++) {
    clients[ms % 150]?.push([0, null, [ms, ms]]);
    fixture.clock.advance(1);
  }
  expect(fixture.groupSends.length).toBeLessThanOrEqual(14);
  expect(fixture.groupSends.length).toBeGreaterThan(8);
});

test('points that were accepted do not change when the bytes they came in do', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  const welcome = await fixture.connect().join();
  const ops = [addStroke(ann.clientId, 1), firstPoints(ann.clientId, 1, 2)];
  ann.draw(ops);
  const [, append] = ops;
  if (append?.kind !== 'append') throw new Error('the second op appends');
  const bytes = new Uint8Array(append.chunk as Uint8Array);
  (append.chunk as Uint8Array).fill(0);
  const late = fixture.connect();
  await late.join();
  const have = { epoch: welcome.epoch, vector: [] };
  const items = await late.catchUp(have);
  expect(suffixOf(items)[0]?.batches[0]?.ops[1]).toMatchObject({ chunk: bytes });
});

test('[FRM-3] behind a service people’s movements are told 20 to 5 times a second by the size of the room, what they draw each 100 ms at most', async () => {
  const fixture = new HubFixture({ reach: 'all' });
  const clients = [await fixture.joined()];
  const ann = clients[0] as FakeClient;
  expect((await fixture.connect().join()).cursorMs).toBe(50);
  while (clients.length < 30) clients.push(await fixture.joined());
  expect(await fixture.connect().join()).toMatchObject({ frameMs: 100, cursorMs: 200 });
  fixture.settle();
  for (let ms = 0; ms < 1_000; ms += 10) {
    for (const [i, client] of clients.slice(1).entries()) client.push([0, null, [ms, i]]);
    fixture.clock.advance(10);
  }
  expect(ann.frames().length).toBeLessThanOrEqual(6);
  expect(ann.frames().length).toBeGreaterThanOrEqual(5);
  fixture.settle();
  // A batch does not wait for the cursors' turn.
  clients[1]?.push([0, null, [1, 1]]);
  clients[2]?.push([0, null, [2, 2]]);
  fixture.clock.advance(40);
  ann.push([1, encodeOps(ann.clientId, [addStroke(ann.clientId, 1)])]);
  fixture.clock.advance(61);
  expect(ann.frames().flatMap(({ batches }) => batches)).toHaveLength(1);
});

test('[FRM-3] who is in the room is told when its pace changes, and not otherwise', async () => {
  const fixture = new HubFixture({ reach: 'all' });
  const ann = await fixture.joined();
  const paces = (): unknown[] => ann.sent.flatMap(({ target, args }) => (target === ClientMethod.notice ? args : []));
  const others = [];
  for (let i = 0; i < 3; i++) {
    others.push(fixture.connect());
    await others.at(-1)?.join();
  }
  expect(paces()).toEqual([]);
  others.push(fixture.connect());
  await others.at(-1)?.join();
  expect(paces()).toEqual([{ kind: 'pace', frameMs: 66, cursorMs: 100 }]);
  others.pop()?.drop();
  expect(paces().at(-1)).toEqual({ kind: 'pace', frameMs: 50, cursorMs: 50 });
});

test('[FRM-5] members of a busy hub are told a slower pace, and get fewer and fuller frames', async () => {
  let used = 0;
  const fixture = new HubFixture({ takeUsed: () => used });
  const ann = await fixture.joined();
  const bob = await fixture.joined();
  const framesIn = (ms: number): number => {
    ann.sent.length = 0;
    for (let passed = 0; passed < ms; passed += 5) {
      bob.push([0, null, [passed, used]]);
      fixture.clock.advance(5);
    }
    return ann.frames().length;
  };
  expect(framesIn(400)).toBeGreaterThanOrEqual(20);
  used = 1;
  fixture.settle();
  fixture.clock.advance(2_000);
  const told = ann.notices().findLast(({ kind }) => kind === 'pace');
  expect(told).toMatchObject({ frameMs: expect.any(Number), cursorMs: expect.any(Number) });
  // Newcomers learn it from the welcome.
  const late = await fixture.connect().join();
  expect(late.frameMs).toBe(33);
  expect(late.cursorMs).toBe(100);
  expect(framesIn(400)).toBeLessThanOrEqual(9);
  used = 0;
  fixture.clock.advance(60_000);
  ann.push([0, null, [1, 1]]);
  expect((await fixture.connect().join()).cursorMs).toBeUndefined();
  const last = ann.notices().at(-1);
  expect(last).toEqual({ kind: 'pace', frameMs: expect.any(Number) });
});

test.each(['instance', 'all'] as const)(
  '[FRM-4] what clients are sent has a fixed number of arguments, whatever there is to say (reach: %s)',
  async (reach) => {
    const fixture = new HubFixture({ reach });
    const ann = await fixture.joined();
    const bob = await fixture.joined();
    ann.push([0, null, [1, 1]]);
    fixture.clock.advance(100);
    ann.draw([addStroke(ann.clientId, 1)]);
    fixture.clock.advance(100);
    ann.push([9, encodeOps(ann.clientId, [addStroke(ann.clientId, 2)])]);
    ann.push([0, null, 'nowhere']);
    bob.drop();
    fixture.clock.advance(100);
    const others = Array.from({ length: 6 }, () => fixture.connect());
    for (const other of others) await other.join();
    void fixture.hub.drain();
    const sent = [ann, bob, ...others].flatMap((client) => client.sent);
    const counts = (of: string): number[] => [
      ...new Set(sent.filter(({ target }) => target === of).map(({ args }) => args.length)),
    ];
    expect(counts(ClientMethod.frame)).toEqual([1]);
    expect(counts(ClientMethod.refused)).toEqual([3]);
    expect(counts(ClientMethod.notice)).toEqual([1]);
  },
);

test('[FRM-4] each method but p takes a fixed number of arguments', () => {
  const { methods } = new HubFixture().hub;
  const parameters = Object.fromEntries([...methods].map(([name, method]) => [name, method.parameters]));
  expect(parameters).toEqual({ join: 1, catchUp: 1, act: 1, leave: 0, p: undefined });
});
