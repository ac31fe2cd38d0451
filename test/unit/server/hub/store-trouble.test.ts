import { expect, test } from 'vitest';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { localBackplane } from '../../../../server/adapters/local-backplane.ts';
import { noStore } from '../../../../server/adapters/no-store.ts';
import type { SnapshotStore } from '../../../../server/ports/snapshot-store.ts';
import { FakeClock } from '../fake-clock.ts';
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
