import { expect, test } from 'vitest';
import { newRoomKey, type RoomId, roomIdOf } from '../../../../core/board/ids.ts';
import type { RoomPass } from '../../../../core/contract/access/room-pass.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { DECIDED_VERSION, SNAPSHOT_VERSION } from '../../../../core/room/snapshot/snapshot.ts';
import type { SnapshotStore, StoredDamage } from '../../../../server/ports/snapshot-store.ts';
import { type Kept, memoryStore } from '../../../contracts/memory-store.ts';
import { seededRandom } from '../../../support/seeded.ts';
import { HubFixture, statesOf } from './hub-fixture.ts';
import { addStroke } from './ink.ts';
import { settled } from './slow-store.ts';

const ROOM = 'room-1' as RoomId;

/** The hub ends without a word, as after a power cut, and another one takes its place. */
const restarted = (kept: Map<RoomId, Kept>, over: Partial<SnapshotStore> = {}): HubFixture =>
  new HubFixture({ store: { ...memoryStore(kept), ...over }, instanceName: `life ${kept.get(ROOM)?.dropped}` });

test('[SAVE-3] what is sent again after a compaction and a restart is recognised: the snapshot knows every client', async () => {
  const kept = new Map<RoomId, Kept>();
  const before = restarted(kept);
  const ann = await before.joined();
  const gone = await before.joined();
  gone.draw([addStroke(gone.clientId, 1)]);
  gone.drop();
  for (let k = 1; k <= 3; k++) ann.draw([addStroke(ann.clientId, k)]);
  before.settle();
  await before.hub.close();
  expect(kept.get(ROOM)?.log).toEqual([]);
  for (let life = 0; life < 3; life++) {
    const after = restarted(kept);
    const again = after.connect();
    const welcome = await again.join({ secret: ann.secret });
    expect(welcome).toMatchObject({ lastN: 3, elements: 4 });
    expect(await after.connect().join({ secret: gone.secret })).toMatchObject({ lastN: 1 });
    again.n = 2;
    again.draw([addStroke(ann.clientId, 3)]);
    after.settle();
    expect(after.hub.counters().batches).toBe(0);
    await after.hub.close();
  }
});

test('[SEQ-1] [SAVE-3] a room that the same hub opens again numbers on: who comes gets all, and the next restart has it', async () => {
  const kept = new Map<RoomId, Kept>();
  const fixture = restarted(kept);
  const ann = await fixture.joined();
  for (let k = 1; k <= 2; k++) ann.draw([addStroke(ann.clientId, k)]);
  fixture.settle();
  await settled();
  ann.drop();
  fixture.clock.advance(LIMITS.emptyRoomGraceMs + 10_000);
  expect(fixture.hub.counters().rooms).toBe(0);
  await settled();
  const bob = fixture.connect();
  const { epoch, vector, origin } = await bob.join();
  expect(vector).toEqual([[origin, 2]]);
  // A client asks for what it lacks of the epoch that it has just heard of.
  expect(statesOf(await bob.catchUp({ epoch, vector: [] }))).toHaveLength(2);
  fixture.settle();
  bob.draw([addStroke(bob.clientId, 1)]);
  expect(bob.frames()).toMatchObject([{ firstSeq: 3, durableSeq: 2, batches: [{ n: 1 }] }]);
  fixture.clock.advance(20);
  await settled();
  fixture.clock.advance(20);
  expect(bob.frames().at(-1)).toMatchObject({ firstSeq: 4, durableSeq: 3 });
  expect(await restarted(kept).connect().join()).toMatchObject({ epoch, elements: 3 });
});

test('[SAVE-3] a room that was restarted has lived since it began, and says when it was saved', async () => {
  const kept = new Map<RoomId, Kept>();
  const before = new HubFixture({ store: memoryStore(kept, () => 4_000) });
  const first = before.connect();
  const { epoch, persistence } = await first.join();
  expect(persistence).toEqual({ mode: 'lmdb', since: before.clock.now() });
  first.draw([addStroke(first.clientId, 1)]);
  before.settle();
  await settled();
  const after = restarted(kept);
  after.clock.advance(50_000);
  const ann = after.connect();
  expect(await ann.join()).toMatchObject({ epoch, persistence: { mode: 'lmdb', since: persistence.since, savedAt: 4_000 } });
  ann.draw([addStroke(ann.clientId, 1)]);
  after.settle();
  await settled();
  expect((await after.connect().join()).persistence.savedAt).toBe(after.clock.now());
});

test('[SAVE-5] the welcome says what of each origin was in the store when the room was opened, and no more', async () => {
  const kept = new Map<RoomId, Kept>();
  const before = restarted(kept);
  const ann = before.connect();
  const first = await ann.join();
  expect(first).not.toHaveProperty('stored');
  ann.draw([addStroke(ann.clientId, 1)]);
  ann.draw([addStroke(ann.clientId, 2)]);
  before.settle();
  await settled();
  const after = restarted(kept);
  const again = after.connect();
  expect(await again.join({ secret: ann.secret })).toMatchObject({ stored: [[first.origin, 2]] });
  again.n = 2;
  again.draw([addStroke(ann.clientId, 3)]);
  after.settle();
  expect(await after.connect().join()).toMatchObject({ stored: [[first.origin, 2]], elements: 3 });
});

test('[ADM-2] [SAVE-3] numbers that were refused before a restart do not hold a client up after it', async () => {
  const kept = new Map<RoomId, Kept>();
  const before = restarted(kept);
  const ann = await before.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  before.settle();
  // The same element again is refused, and uses up its n.
  expect(ann.draw([addStroke(ann.clientId, 1)])).toBe(2);
  expect(ann.refusals()).toEqual([[2, 'op.element_exists']]);
  const after = restarted(kept);
  const again = after.connect();
  expect(await again.join({ secret: ann.secret })).toMatchObject({ lastN: 1 });
  again.n = 2;
  again.draw([addStroke(ann.clientId, 2)]);
  expect(again.refusals()).toEqual([]);
  // Once only: from here on a hole is a hole.
  again.n = 4;
  again.draw([addStroke(ann.clientId, 3)]);
  expect(again.refusals()).toEqual([[5, 'batch.gap', 4]]);
});

test('a room compacts by itself when its log is long, and what comes meanwhile stays in the log', async () => {
  const kept = new Map<RoomId, Kept>();
  const fixture = restarted(kept);
  const ann = await fixture.joined();
  for (let k = 1; k <= LIMITS.logBatches + 10; k++) {
    ann.draw([addStroke(ann.clientId, k)]);
    fixture.clock.advance(20);
    if (k % 100 === 0) await settled();
  }
  await settled();
  const { log = [], dropped = 0 } = kept.get(ROOM) ?? {};
  expect(dropped).toBeGreaterThan(0);
  expect(log.length).toBeLessThan(20);
  expect(await restarted(kept).connect().join()).toMatchObject({ elements: LIMITS.logBatches + 10 });
});

/** A store in which the last of three appends cannot be read. */
async function damagedLog(): Promise<{
  readonly kept: Map<RoomId, Kept>;
  readonly epoch: string;
  readonly over: Partial<SnapshotStore>;
}> {
  const kept = new Map<RoomId, Kept>();
  const fixture = restarted(kept);
  const ann = fixture.connect();
  const { epoch } = await ann.join();
  for (let k = 1; k <= 3; k++) {
    ann.draw([addStroke(ann.clientId, k)]);
    fixture.settle();
    await settled();
  }
  return { kept, epoch, over: damaging(kept, { part: 'log', lost: 1 }) };
}

function damaging(kept: Map<RoomId, Kept>, damage: StoredDamage): Partial<SnapshotStore> {
  return {
    async open(room) {
      const stored = await memoryStore(kept).open(room);
      return { ...stored, log: stored.log.slice(0, -1), damage };
    },
  };
}

test('[SAVE-4] a damaged log: the room opens with what is before the damage, in a new epoch, and the original stays aside', async () => {
  const { kept, epoch, over } = await damagedLog();
  const fixture = restarted(kept, over);
  const ann = fixture.connect();
  const welcome = await ann.join();
  expect(welcome.elements).toBe(2);
  expect(welcome.epoch).not.toBe(epoch);
  expect(statesOf(await ann.catchUp())).toHaveLength(2);
  expect(fixture.logged.find(({ event }) => event === 'room.salvaged')?.fields).toMatchObject({ lost: 1, elements: 2 });
  expect(kept.get(ROOM)?.aside).toMatchObject([{ log: [{ firstSeq: 1 }, { firstSeq: 2 }, { firstSeq: 3 }] }]);
  // From here on it is a board like any other.
  expect(await restarted(kept).connect().join()).toMatchObject({ epoch: welcome.epoch, elements: 2 });
});

test('[SAVE-4] a damaged log that cannot be set aside is left alone, and nobody joins', async () => {
  const { kept, over } = await damagedLog();
  const open = over.open as SnapshotStore['open'];
  const fixture = restarted(kept, {
    async open(room) {
      const stored = await open(room);
      return { ...stored, writer: { ...stored.writer, setAside: () => Promise.reject(new Error('the disk is full')) } };
    },
  });
  await expect(fixture.connect().join()).rejects.toThrow(/^store\.unavailable: /);
  expect(kept.get(ROOM)?.log).toHaveLength(3);
});

test('[SAVE-4] a damaged snapshot: nobody joins, and nothing is touched', async () => {
  const { kept } = await damagedLog();
  const fixture = restarted(kept, damaging(kept, { part: 'snapshot' }));
  const before = structuredClone(kept.get(ROOM));
  await expect(fixture.connect().join()).rejects.toThrow(/^store\.damaged: /);
  expect(kept.get(ROOM)).toEqual(before);
  expect(fixture.events()).toContain('room.open_failed');
});

test('[SAVE-2] who joins while the store fails is told so', async () => {
  const kept = new Map<RoomId, Kept>();
  const fixture = restarted(kept, {
    async open(room) {
      const stored = await memoryStore(kept).open(room);
      return { ...stored, writer: { ...stored.writer, append: () => Promise.reject(new Error('the disk is full')) } };
    },
  });
  const ann = fixture.connect();
  expect(await ann.join()).not.toHaveProperty('readOnly');
  ann.draw([addStroke(ann.clientId, 1)]);
  fixture.settle();
  await settled();
  expect(await fixture.connect().join()).toMatchObject({ readOnly: 'room.read_only', elements: 1 });
  expect(fixture.hub.counters().readOnlyRooms).toBe(1);
});

test('[RGT-10] the password, the lock and bans outlive a restart with a store, also when the hub is killed right after them', async () => {
  const kept = new Map<RoomId, Kept>();
  const roomKey = newRoomKey(seededRandom(4));
  const room = roomIdOf(roomKey);
  const pass = 'p'.repeat(22) as RoomPass;
  const before = restarted(kept);
  const host = before.connect();
  await host.join({ room, roomKey });
  const ann = before.connect();
  await ann.join({ room });
  // No one has drawn yet: a name alone leaves no record [SAVE-6], and the first drawing takes the decisions along.
  await host.call('act', [{ act: 'pass', pass }]);
  await host.call('act', [{ act: 'ban', who: ann.clientId, link: false }]);
  await settled();
  expect([...kept.values()].map(({ snapshot, log }) => [snapshot, log])).toEqual([[undefined, []]]);
  host.draw([addStroke(host.clientId, 1)]);
  before.settle();
  await settled();
  await host.call('act', [{ act: 'lock', on: true }]);
  await settled();
  const after = restarted(kept);
  await expect(after.connect().join({ room })).rejects.toThrow(/^pass\.needed: /);
  await expect(after.connect().join({ room, secret: ann.secret, pass })).rejects.toThrow(/^room\.banned: /);
  expect(await after.connect().join({ room, pass })).toMatchObject({ grant: 'comment', locked: true, elements: 1 });
});

test('[RGT-10] a snapshot without decisions keeps the format that older hubs read, one with them is of a newer format', async () => {
  const kept = new Map<RoomId, Kept>();
  const fixture = restarted(kept);
  const roomKey = newRoomKey(seededRandom(4));
  const host = fixture.connect();
  await host.join({ room: roomIdOf(roomKey), roomKey });
  host.draw([addStroke(host.clientId, 1)]);
  fixture.settle();
  await settled();
  const versionOf = (): number | undefined => [...kept.values()][0]?.snapshot?.[4];
  expect(versionOf()).toBe(SNAPSHOT_VERSION);
  await host.call('act', [{ act: 'lock', on: true }]);
  await settled();
  expect(versionOf()).toBe(DECIDED_VERSION);
});
