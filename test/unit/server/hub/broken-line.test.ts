import { expect, test } from 'vitest';
import { elementId } from '../../../../core/board/ids.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { BlockedBatches } from '../../../../server/hub/room/blocked-batches.ts';
import type { OtherInstances } from '../../../../server/hub/room/room-start.ts';
import { Cluster } from '../../../support/cluster.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { statesOf } from './hub-fixture.ts';
import { addStroke, removeStroke } from './ink.ts';
import { settled } from './slow-store.ts';

const REACHES = ['instance', 'all'] as const;

test.each(REACHES)(
  '[INS-7] a line to the others that throws ends nothing: people go on, and a batch that waits is dealt with (reach: %s)',
  async (reach) => {
    const cluster = new Cluster(reach, 31);
    const [here, there] = [cluster.start(), cluster.start()];
    const ann = cluster.client(here);
    await ann.join();
    const bob = cluster.client(there);
    await bob.join();
    await cluster.pass(3_000);
    there.line = 'throws';
    // Nobody has that stroke, and nobody can be asked.
    bob.draw([removeStroke(ann.clientId, 7)]);
    bob.draw([addStroke(bob.clientId, 1)]);
    ann.draw([addStroke(ann.clientId, 1)]);
    await cluster.pass(5_000);
    expect(bob.closed).toBeUndefined();
    expect(bob.refusals()).toEqual([]);
    there.line = 'carries';
    await cluster.pass(15_000);
    expect(bob.refusals()).toEqual([[1, 'op.unknown_element']]);
    for (const node of [here, there]) {
      const late = cluster.client(node);
      await late.join();
      const ids = statesOf(await late.catchUp()).map(({ id }) => id);
      expect(ids).toHaveLength(2);
      expect(ids).toEqual(expect.arrayContaining([elementId(ann.clientId, 1), elementId(bob.clientId, 1)]));
    }
  },
);

test('a room closes, and opens again, over a line that throws', async () => {
  const cluster = new Cluster('instance', 32);
  const [here, there] = [cluster.start(), cluster.start()];
  await cluster.client(there).join({ room: 'another' });
  const ann = cluster.client(here);
  const { epoch } = await ann.join();
  await cluster.pass(1_000);
  here.line = 'throws';
  ann.drop();
  await cluster.pass(LIMITS.emptyRoomGraceMs + 10_000);
  expect(here.hub.counters().rooms).toBe(0);
  here.line = 'carries';
  await cluster.pass(15_000);
  expect((await cluster.client(here).join()).epoch).not.toBe(epoch);
});

test('[INS-7] a question to the others that fails is asked again', async () => {
  const clock = new FakeClock();
  let asked = 0;
  const events: string[] = [];
  const log = { debug() {}, info() {}, error() {}, warn: (event: string) => void events.push(event) };
  const survey: OtherInstances['survey'] = async () => {
    if (++asked <= 2) throw new Error('broken');
    return 'whole';
  };
  const tried: boolean[] = [];
  const board = {
    accept: (_member: unknown, _n: number, _ops: unknown, _mono: number, mayLack: boolean) => {
      tried.push(mayLack);
      return mayLack ? 'lacking' : undefined;
    },
  };
  const held = new BlockedBatches({ clock, log, others: { survey } }, board as never, () => {});
  held.add({} as never, 1, []);
  for (let i = 0; i < 200; i++) {
    await settled();
    clock.advance(100);
  }
  expect(events).toEqual(['room.sync_failed', 'room.sync_failed']);
  expect(asked).toBeGreaterThan(3);
  // In the end with all that it lacks.
  expect(tried.at(-1)).toBe(false);
  expect(clock.timers).toBe(0);
});
