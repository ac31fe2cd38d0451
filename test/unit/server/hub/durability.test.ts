import { expect, test } from 'vitest';
import { encodeOps } from '../../../../core/board/codec/op-codec.ts';
import type { RoomId } from '../../../../core/board/ids.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { localBackplane } from '../../../../server/adapters/local-backplane.ts';
import type { SnapshotStore, StoreTrouble } from '../../../../server/ports/snapshot-store.ts';
import { type Kept, memoryStore, nothingKept } from '../../../contracts/memory-store.ts';
import { HubFixture, statesOf } from './hub-fixture.ts';
import { addStroke, removeStroke } from './ink.ts';
import { SlowStore, settled } from './slow-store.ts';

test('[SAVE-1] without a store everything accepted is durable at once, and the welcome says so', async () => {
  const fixture = new HubFixture();
  const ann = fixture.connect();
  expect((await ann.join()).persistence.mode).toBe('none');
  fixture.settle();
  ann.draw([addStroke(ann.clientId, 1)]);
  expect(ann.frames()[0]).toMatchObject({ firstSeq: 1, durableSeq: 1 });
});

test('[SAVE-1] durableSeq follows the store: a frame lags while it writes, and another one says when it is done', async () => {
  const store = new SlowStore();
  const fixture = new HubFixture({ store });
  const ann = await fixture.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  expect(ann.frames().at(-1)).toMatchObject({ firstSeq: 1, durableSeq: 0, batches: [{ n: 1 }] });
  fixture.clock.advance(20);
  ann.draw([addStroke(ann.clientId, 2)]);
  fixture.clock.advance(20);
  ann.draw([addStroke(ann.clientId, 3)]);
  fixture.clock.advance(20);
  await settled();
  // One append at a time; what came meanwhile goes into the next one together.
  expect(store.waiting).toBe(1);
  await store.let();
  fixture.clock.advance(20);
  expect(ann.frames().at(-1)).toMatchObject({ firstSeq: 4, durableSeq: 1, batches: [] });
  await store.let();
  fixture.clock.advance(20);
  expect(ann.frames().at(-1)).toMatchObject({ firstSeq: 4, durableSeq: 3, batches: [] });
  expect(store.overlaps).toBe(0);
  expect([...store.kept.values()][0]?.log.map(({ firstSeq, batches }) => [firstSeq, batches.length])).toEqual([
    [1, 1],
    [2, 2],
  ]);
  // Nothing more to say: no more frames.
  fixture.settle();
  fixture.clock.advance(1_000);
  expect(ann.frames()).toEqual([]);
});

test('[SAVE-2] a store that fails makes the room read-only; what was accepted is kept and tried until it is stored', async () => {
  const store = new SlowStore();
  const fixture = new HubFixture({ store });
  const ann = await fixture.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  await settled();
  await store.fail();
  expect(ann.notices()).toEqual([{ kind: 'readOnly', code: 'room.read_only' }]);
  expect(fixture.events()).toContain('room.read_only');
  ann.draw([addStroke(ann.clientId, 2)]);
  expect(ann.refusals()).toEqual([[2, 'room.read_only']]);
  // Cursors go on, and so does looking.
  ann.push([0, null, [1, 2]]);
  fixture.clock.advance(20);
  expect(ann.frames().at(-1)?.cursors).toEqual([{ no: 1, x: 1, y: 2 }]);
  for (let failed = 0; failed < 3; failed++) {
    fixture.clock.advance(30_000);
    await store.fail();
    ann.push([0, null, [failed, 2]]);
  }
  // It is said once, not with every attempt.
  expect(ann.notices()).toHaveLength(1);
  fixture.clock.advance(30_000);
  await store.let();
  expect(ann.notices().at(-1)).toMatchObject({ kind: 'persistence', persistence: { mode: 'lmdb' } });
  expect([...store.kept.values()][0]?.log).toMatchObject([{ firstSeq: 1, batches: [{ n: 1 }] }]);
  ann.sent.length = 0;
  ann.push([3, encodeOps(ann.clientId, [addStroke(ann.clientId, 3)])]);
  expect(ann.refusals()).toEqual([]);
});

test('a room that was stored comes back with its epoch, its board, and what it knew of its clients', async () => {
  const store = new SlowStore();
  const before = new HubFixture({ store });
  const ann = before.connect();
  const { epoch } = await ann.join();
  ann.draw([addStroke(ann.clientId, 1)]);
  before.clock.advance(20);
  ann.draw([addStroke(ann.clientId, 2), removeStroke(ann.clientId, 1)]);
  before.clock.advance(20);
  await settled();
  await store.let();
  await store.let();
  // It ends without a word: the hub is never closed.
  const after = new HubFixture({ store, backplane: localBackplane() });
  const again = after.connect();
  const welcome = await again.join({ secret: ann.secret });
  expect(welcome).toMatchObject({ epoch, lastN: 2, elements: 2 });
  expect(statesOf(await again.catchUp()).map(({ values }) => values.alive)).toEqual([false, true]);
  again.n = 2;
  again.draw([addStroke(ann.clientId, 3)]);
  after.clock.advance(20);
  expect(again.refusals()).toEqual([]);
});

test('closing a room stores what is left and puts a snapshot in the place of the log', async () => {
  const store = new SlowStore();
  const fixture = new HubFixture({ store });
  const ann = await fixture.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  ann.draw([addStroke(ann.clientId, 2)]);
  const closing = fixture.hub.close();
  await settled();
  await store.let();
  await store.let();
  await closing;
  const [kept] = store.kept.values();
  expect(kept?.log).toEqual([]);
  const after = new HubFixture({ store });
  expect((await after.connect().join()).elements).toBe(2);
});

test('a store that cannot be reached refuses the join, and nothing is put in the place of what it holds', async () => {
  const store = new SlowStore();
  store.openError = new Error('no such folder');
  const fixture = new HubFixture({ store });
  const ann = fixture.connect();
  await expect(ann.join()).rejects.toThrow(/^store\.unavailable: /);
  expect(fixture.events()).toContain('room.open_failed');
  store.openError = undefined;
  expect((await ann.join()).persistence.mode).toBe('lmdb');
});

test('a stored board that is damaged is refused and left as it is', async () => {
  const store = new SlowStore();
  const damaged = Uint8Array.of(0x49, 0x4e, 0x4b, 0x52, 1, 0, 0, 0, 0, 0x90);
  store.kept.set('room-1' as never, { ...nothingKept(), snapshot: damaged });
  const fixture = new HubFixture({ store });
  await expect(fixture.connect().join()).rejects.toThrow(/^store\.damaged: /);
  expect([...store.kept.values()][0]?.snapshot).toBe(damaged);
});

test('people who come to a closed room at once open it once', async () => {
  const store = new SlowStore();
  let opened = 0;
  const counting: SnapshotStore = {
    mode: store.mode,
    open(room) {
      opened++;
      return store.open(room);
    },
  };
  const fixture = new HubFixture({ store: counting });
  const welcomes = await Promise.all(Array.from({ length: 20 }, () => fixture.connect().join()));
  expect(opened).toBe(1);
  expect(new Set(welcomes.map(({ epoch }) => epoch)).size).toBe(1);
});

test('who comes while the room is being closed waits for its last life to be stored', async () => {
  const store = new SlowStore();
  const fixture = new HubFixture({ store });
  const ann = await fixture.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  ann.drop();
  fixture.clock.advance(LIMITS.emptyRoomGraceMs + 10_000);
  expect(fixture.hub.counters().rooms).toBe(0);
  const again = fixture.connect();
  const joining = again.join({ secret: ann.secret });
  await settled();
  expect(fixture.events().filter((event) => event === 'room.opened')).toHaveLength(1);
  await store.let();
  await store.let();
  expect(await joining).toMatchObject({ elements: 1 });
});

test('[SAVE-2] a store that is known to take nothing makes rooms read-only before anything is lost, and says when it is over', async () => {
  let trouble: StoreTrouble | undefined;
  const rooms = new Map<RoomId, Kept>();
  const inner = memoryStore(rooms);
  const fixture = new HubFixture({
    store: {
      mode: 'lmdb',
      open: (room) => inner.open(room),
      get trouble() {
        return trouble;
      },
    },
  });
  const ann = await fixture.joined();
  trouble = { kind: 'full', reason: 'the disk is full' };
  ann.draw([addStroke(ann.clientId, 1)]);
  expect(ann.refusals()).toEqual([[1, 'room.read_only']]);
  fixture.clock.advance(10_000);
  expect(ann.notices()).toEqual([{ kind: 'readOnly', code: 'room.read_only' }]);
  expect(await fixture.connect().join()).toMatchObject({ readOnly: 'room.read_only', elements: 0 });
  trouble = undefined;
  fixture.clock.advance(10_000);
  expect(ann.notices().at(-1)).toMatchObject({ kind: 'persistence', persistence: { mode: 'lmdb' } });
  ann.draw([addStroke(ann.clientId, 2)]);
  expect(ann.refusals()).toHaveLength(1);
  // A room that was read only because of it, and is empty, is no reason to keep it.
  trouble = { kind: 'full', reason: 'the disk is full' };
  await settled();
  fixture.everybodyLeaves();
  fixture.clock.advance(60_000);
  await settled();
  expect(fixture.hub.counters().rooms).toBe(0);
});
