import { expect, test } from 'vitest';
import type { RoomId } from '../../../../core/board/ids.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { localBackplane } from '../../../../server/adapters/local-backplane.ts';
import { noStore } from '../../../../server/adapters/no-store.ts';
import type { SnapshotStore } from '../../../../server/ports/snapshot-store.ts';
import { type Kept, memoryStore } from '../../../contracts/memory-store.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { HubFixture } from './hub-fixture.ts';
import { addStroke } from './ink.ts';
import { settled } from './slow-store.ts';

/** A store that takes everything and cannot be closed. */
function unclosable(): SnapshotStore {
  return {
    mode: 'none',
    async open(room) {
      const stored = await noStore().open(room);
      const close = (): Promise<void> => Promise.reject(new Error('EIO'));
      return { ...stored, writer: { ...stored.writer, close } };
    },
  };
}

test('a room whose store cannot be closed is closed all the same: it answers other instances no more', async () => {
  const clock = new FakeClock();
  const backplane = localBackplane();
  const here = new HubFixture({ clock, backplane, store: unclosable() });
  const there = new HubFixture({ clock, backplane, instanceName: 'there' });
  const ann = here.connect();
  const { epoch } = await ann.join();
  ann.draw([addStroke(ann.clientId, 1)]);
  ann.drop();
  clock.advance(LIMITS.emptyRoomGraceMs + 10_000);
  await settled();
  expect(here.events()).toEqual(expect.arrayContaining(['room.unloaded', 'room.open_failed']));
  const welcome = await there.connect().join({ secret: ann.secret });
  expect(welcome.epoch).not.toBe(epoch);
  expect(welcome.elements).toBe(0);
});

/** A store that fails in the middle of each compaction of one room, before or after it has replaced the snapshot. */
function failing(kept: Map<RoomId, Kept>, broken: RoomId, when: 'before' | 'after'): SnapshotStore {
  return {
    mode: 'lmdb',
    async open(room) {
      const stored = await memoryStore(kept).open(room);
      if (room !== broken) return stored;
      let isFirst = true;
      const compact: typeof stored.writer.compact = async (snapshot, position) => {
        // Without the first one, of the empty room, nothing is called stored.
        if (isFirst || when === 'after') await stored.writer.compact(snapshot, position);
        if (isFirst) {
          isFirst = false;
          return undefined;
        }
        throw new Error('EIO');
      };
      return { ...stored, writer: { ...stored.writer, compact } };
    },
  };
}

test.each(['before', 'after'] as const)(
  'a store that fails in the middle of a compaction (%s the replacement) is named, costs no stroke, and no other room anything',
  async (when) => {
    const kept = new Map<RoomId, Kept>();
    const broken = 'room-1' as RoomId;
    const here = new HubFixture({ store: failing(kept, broken, when) });
    const [ann, bob] = [here.connect(), here.connect()];
    await ann.join({ room: broken });
    await bob.join({ room: 'room-2' as RoomId });
    for (const one of [ann, bob]) for (let k = 1; k <= 3; k++) one.draw([addStroke(one.clientId, k)]);
    here.settle();
    await settled();
    await here.hub.close();
    expect(here.events().filter((event) => event === 'room.compact_failed')).toHaveLength(1);
    expect(here.events()).not.toContain('room.open_failed');
    expect(kept.get('room-2' as RoomId)?.log).toEqual([]);
    // The next hub finds each stroke once.
    const next = new HubFixture({ store: memoryStore(kept) });
    expect(await next.connect().join({ room: broken, secret: ann.secret })).toMatchObject({ lastN: 3, elements: 3 });
    expect(await next.connect().join({ room: 'room-2' as RoomId, secret: bob.secret })).toMatchObject({ lastN: 3, elements: 3 });
  },
);

test('[SAVE-9] hubs that open a room at the same moment all let people in, though only one of them can store it first', async () => {
  const kept = new Map<RoomId, Kept>();
  const room = 'room-1' as RoomId;
  const clock = new FakeClock();
  const backplane = localBackplane();
  const shared: SnapshotStore = { ...memoryStore(kept), isShared: true };
  let opened = 0;
  /** Opened for the first time it finds nothing: the other hub stores the room a moment later. */
  const early: SnapshotStore = {
    ...shared,
    async open(id) {
      if (opened++ > 0) return shared.open(id);
      const { writer, ...nothing } = await memoryStore(new Map()).open(id);
      return { ...nothing, writer: { ...writer, compact: async () => kept.get(id)?.snapshot } };
    },
  };
  const here = new HubFixture({ clock, backplane, store: shared });
  const there = new HubFixture({ clock, backplane, store: early, instanceId: 'BBBBBBBBBBB' as never });
  const ann = here.connect();
  const { epoch } = await ann.join({ room });
  ann.draw([addStroke(ann.clientId, 1)]);
  here.settle();
  await settled();
  const joining = there.connect().join({ room });
  await settled();
  clock.advance(1_000);
  expect(await joining).toMatchObject({ epoch, elements: 1 });
  expect(there.events()).not.toContain('room.open_failed');
  expect(opened).toBe(2);
});
