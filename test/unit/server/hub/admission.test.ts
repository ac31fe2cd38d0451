import { expect, test } from 'vitest';
import { ok } from '../../../../core/base/result.ts';
import { encodeOps } from '../../../../core/board/codec/op-codec.ts';
import { elementId } from '../../../../core/board/ids.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import type { RefusalCode } from '../../../../core/contract/refusal-codes.ts';
import { HubFixture } from './hub-fixture.ts';
import { addStroke, firstPoints } from './ink.ts';

test('[ADM-2] the first batch of a client may have any n; then each is one more, and a hole names the n that is wanted', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  const ops = (k: number) => encodeOps(ann.clientId, [addStroke(ann.clientId, k)]);
  ann.push([41, ops(1)]);
  ann.push([43, ops(2)]);
  ann.push([42, ops(3)]);
  fixture.clock.advance(100);
  expect(ann.refusals()).toEqual([[43, 'batch.gap', 42]]);
  expect(ann.frames().flatMap(({ batches }) => batches.map(({ n }) => n))).toEqual([41, 42]);
});

test('[ADM-2] the first batch on a connection may jump over numbers that another instance has dealt with, and only the first', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  const ops = (k: number) => encodeOps(ann.clientId, [addStroke(ann.clientId, k)]);
  ann.push([1, ops(1)]);
  const again = fixture.connect();
  expect(await again.join({ secret: ann.secret })).toMatchObject({ lastN: 1 });
  again.push([1, ops(1)]);
  again.push([6, ops(2)]);
  again.push([8, ops(3)]);
  fixture.clock.advance(100);
  expect(again.refusals()).toEqual([[8, 'batch.gap', 7]]);
  expect(fixture.hub.counters().batches).toBe(2);
});

test('[ADM-2] a repeated n is ignored, also when it says something else', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  ann.push([1, encodeOps(ann.clientId, [addStroke(ann.clientId, 1)])]);
  ann.push([1, encodeOps(ann.clientId, [addStroke(ann.clientId, 2)])]);
  fixture.clock.advance(100);
  expect(ann.refusals()).toEqual([]);
  expect(fixture.hub.counters().batches).toBe(1);
});

test('[ADM-3] a refused batch uses up its n, and the next one is accepted', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  ann.push([1, [99, 1]]);
  ann.push([2, encodeOps(ann.clientId, [addStroke(ann.clientId, 1)])]);
  expect(ann.refusals()).toEqual([[1, 'op.unknown_code']]);
  expect(fixture.hub.counters()).toMatchObject({ batches: 1, refusals: 1 });
});

test('[ADM-3] who comes back is told again what was refused shortly before: the first answer may be lost', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  ann.push([1, [99, 1]]);
  ann.drop();
  const again = fixture.connect();
  expect(await again.join({ secret: ann.secret })).toMatchObject({ lastN: 1 });
  fixture.clock.advance(100);
  expect(again.refusals()).toEqual([[1, 'op.unknown_code']]);
  again.drop();
  fixture.clock.advance(LIMITS.emptyRoomGraceMs - 5_000);
  const later = fixture.connect();
  await fixture.connect().join();
  fixture.clock.advance(60_000);
  await later.join({ secret: ann.secret });
  fixture.clock.advance(100);
  expect(later.refusals()).toEqual([]);
});

test('several batches in one message are taken in order, and one that is refused does not stop the next', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  const ops = (k: number) => encodeOps(ann.clientId, [addStroke(ann.clientId, k)]);
  ann.push([1, ops(1), [7, 8], ops(1), ops(2)]);
  fixture.clock.advance(100);
  expect(ann.refusals()).toEqual([[2, 'op.element_exists']]);
  const [frame] = ann.frames();
  expect(frame?.batches.map(({ n }) => n)).toEqual([1, 3]);
  expect(frame?.cursors).toEqual([{ no: 1, x: 7, y: 8 }]);
});

const REFUSED: readonly (readonly [string, (author: ReturnType<typeof elementId>) => readonly unknown[], RefusalCode])[] = [
  ['ops that are a map', () => [1, {}], 'batch.malformed'],
  ['no ops at all', () => [1], 'batch.malformed'],
  ['an empty batch', () => [1, []], 'batch.malformed'],
  ['a cursor message that carries ops', () => [0, [5, 1, 1], [1, 1]], 'batch.malformed'],
  ['an n that is no number', () => ['1', [5, 1, 1]], 'batch.malformed'],
  ['an n that is a fraction', () => [1.5, [5, 1, 1]], 'batch.malformed'],
  ['an n that is negative', () => [-1, [5, 1, 1]], 'batch.malformed'],
  ['an n beyond counting', () => [Number.MAX_VALUE, [5, 1, 1]], 'batch.malformed'],
  ['an unknown op code', () => [1, [77, 1]], 'op.unknown_code'],
  ['an op code that is text', () => [1, ['add', 1]], 'op.malformed'],
  ['a coordinate that is NaN', () => [1, [1, 1, 1, 1, 'a0', Number.NaN, 0, 2, 56, 0]], 'op.coordinate'],
  ['a coordinate that is infinite', () => [1, [1, 1, 1, 1, 'a0', 0, Number.POSITIVE_INFINITY, 2, 56, 0]], 'op.coordinate'],
  ['a coordinate outside the board', () => [1, [1, 1, 1, 1, 'a0', LIMITS.coordinate + 1, 0, 2, 56, 0]], 'op.coordinate'],
  ['a stroke of somebody else', () => [1, [1, 'AAAAAAAAAAA.1', 1, 1, 'a0', 0, 0, 2, 56, 0]], 'op.not_yours'],
  ['points for an element that is not there', () => [1, [4, 1, 0, Uint8Array.of(2, 2)]], 'op.unknown_element'],
  ['an id from the prototype', () => [1, [2, '__proto__', 1, 4, 5]], 'op.malformed'],
  ['a property from the prototype', () => [1, [2, 1, 1, 'constructor', 5]], 'op.value'],
  ['points that are no bytes', () => [1, [4, 1, 0, { length: 4 }]], 'op.malformed'],
  [
    'more batches than one message may have',
    () => [1, ...new Array(LIMITS.batchesPerPush + 2).fill([5, 1, 1])],
    'batch.too_large',
  ],
  ['more ops than one batch may have', () => [1, new Array(LIMITS.opsPerBatch + 1).fill([5, 1, 1])], 'batch.too_many_ops'],
];

test.each(REFUSED)('[ADM-5] %s: a coded refusal, a log line, and nothing that others see', async (_, args, code) => {
  const fixture = new HubFixture();
  const watcher = await fixture.joined();
  const ann = await fixture.joined();
  ann.push(args(elementId(ann.clientId, 1)));
  fixture.clock.advance(100);
  expect(ann.refusals()[0]?.[1]).toBe(code);
  expect(fixture.logged.filter(({ event }) => event === 'batch.refused')[0]?.fields).toMatchObject({ code });
  expect(watcher.sent).toEqual([]);
  expect(ann.closed).toBeUndefined();
  expect(fixture.hub.counters().batches).toBe(0);
});

test.each([[[1]], [['1', 2]], [[Number.NaN, 0]], [[1, Number.POSITIVE_INFINITY]], [[0.5, 1]], [[2e9, 0]], [{}], ['here']])(
  '[ADM-5] the cursor %j is refused, and the batch beside it is taken',
  async (cursor) => {
    const fixture = new HubFixture();
    const ann = await fixture.joined();
    ann.push([1, encodeOps(ann.clientId, [addStroke(ann.clientId, 1)]), cursor]);
    fixture.clock.advance(100);
    expect(ann.refusals()).toEqual([[0, 'presence.malformed']]);
    expect(ann.frames().flatMap(({ cursors }) => cursors)).toEqual([]);
    expect(fixture.hub.counters().batches).toBe(1);
  },
);

test('wrong offsets: a gap, an overlap, a stroke that is finished', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  ann.draw([addStroke(ann.clientId, 1), firstPoints(ann.clientId, 1, 4)]);
  const append = (offset: number) => ann.push([++ann.n, [4, 1, offset, Uint8Array.of(2, 2)]]);
  append(5);
  append(3);
  append(4);
  ann.push([++ann.n, [5, 1, 5]]);
  append(5);
  expect(ann.refusals()).toEqual([
    [2, 'append.gap'],
    [3, 'append.overlap'],
    [6, 'append.ended'],
  ]);
});

test('ten million points in one stroke: taken up to the limit, refused from there on', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  const chunk = new Uint8Array(2 * 1_000);
  let offset = 0;
  for (let sent = 0; sent < 10_000_000 && ann.closed === undefined; sent += 1_000) {
    ann.push([++ann.n, [4, 1, offset, chunk]], 2_100);
    if (ann.refusals().length === 0) offset += 1_000;
  }
  expect(offset).toBe(LIMITS.pointsPerStroke);
  expect(ann.refusals()[0]).toEqual([12, 'append.too_many_points']);
  // Sent as fast as this, it meets the rate as well, and ends.
  expect(ann.closed?.error).toMatch(/^rate\.messages: /);
  expect(fixture.hub.counters().batches).toBe(11);
});

test('[ADM-1] a viewer is refused before anything else is looked at, and may still point', async () => {
  const fixture = new HubFixture({ authorize: () => ok({ grant: 'view', isOwn: false, link: undefined, passHash: undefined }) });
  const ann = await fixture.joined();
  ann.push([1, 'no ops at all']);
  expect(ann.refusals()).toEqual([[1, 'access.denied']]);
  ann.push([0, null, [3, 4]]);
  fixture.clock.advance(100);
  expect(ann.frames().flatMap(({ cursors }) => cursors)).toEqual([{ no: 1, x: 3, y: 4 }]);
});

test('[ADM-1] the message rate is looked at before the shape, the byte rate after it', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  for (let i = 0; i < LIMITS.messagesBurst; i++) ann.push([0, null, [i, 0]]);
  ann.push([1, [99]]);
  expect(ann.refusals()).toEqual([[1, 'rate.messages']]);
  fixture.clock.advance(1_000);
  ann.sent.length = 0;
  for (let sent = 0; sent < LIMITS.bytesBurst; sent += LIMITS.messageBytes) ann.push([0, null, [0, 0]], LIMITS.messageBytes);
  ann.push([2, encodeOps(ann.clientId, [addStroke(ann.clientId, 1)])], LIMITS.messageBytes);
  ann.push([3], LIMITS.messageBytes);
  expect(ann.refusals()).toEqual([
    [2, 'rate.bytes'],
    [3, 'batch.malformed'],
  ]);
});

test('a client at the pace of its tick is never refused', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  for (let i = 0; i < 2_000; i++) {
    ann.push([++ann.n, [4, 1, i, Uint8Array.of(2, 2)], [i, i]], 60);
    fixture.clock.advance(1_000 / 60);
  }
  expect(ann.refusals()).toEqual([]);
});

test('[ADM-4] a flood is refused, and closed when it goes on; the others go on drawing', async () => {
  const fixture = new HubFixture();
  const watcher = await fixture.joined();
  const flooder = await fixture.joined();
  let sent = 0;
  while (flooder.closed === undefined && sent < 10_000) {
    flooder.push([0, null, [sent, 0]]);
    sent++;
  }
  expect(sent).toBeLessThanOrEqual(LIMITS.messagesBurst + LIMITS.strikesBurst + 1);
  expect(flooder.closed?.error).toMatch(/^rate\.messages: /);
  expect(fixture.events()).toContain('connection.flooding');
  // What is still under way from it counts for nothing.
  flooder.push([1, encodeOps(flooder.clientId, [addStroke(flooder.clientId, 1)])]);
  expect(fixture.hub.counters().batches).toBe(0);
  expect(fixture.events()).not.toContain('push.before_join');
  watcher.draw([addStroke(watcher.clientId, 1)]);
  expect(fixture.hub.counters()).toMatchObject({ batches: 1, members: 1 });
});

test('[ADM-4] a push before join closes the connection', () => {
  const fixture = new HubFixture();
  const client = fixture.connect();
  client.push([1, [5, 1, 1]]);
  expect(client.closed).toMatchObject({ error: expect.stringMatching(/^join\.needed: /), allowReconnect: false });
  expect(fixture.events()).toContain('push.before_join');
});

test('calls other than pushes are counted by the same rate', async () => {
  const fixture = new HubFixture();
  const client = fixture.connect();
  let refused = '';
  for (let i = 0; i < 2_000 && client.closed === undefined; i++) {
    await client.join({ version: 0 }).catch((error: Error) => {
      refused = error.message;
    });
  }
  expect(refused).toMatch(/^rate\.messages: /);
  expect(client.closed?.error).toMatch(/^rate\.messages: /);
});

test('a hub in memory remembers what one client had refused without growing', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  for (let i = 1; i <= 150; i++) ann.push([i, [4, 1, 0, Uint8Array.of(2, 2)]]);
  ann.drop();
  const again = fixture.connect();
  await again.join({ secret: ann.secret });
  fixture.clock.advance(100);
  expect(again.refusals().map(([n]) => n)).toEqual(Array.from({ length: 64 }, (_, i) => 87 + i));
});
