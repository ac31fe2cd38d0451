import { expect, test } from 'vitest';
import { accessBy } from '../../../../../server/hub/access.ts';
import { peoplePerStep, returnWindowMs } from '../../../../../server/hub/rooms/drain.ts';
import { HubFixture } from '../hub-fixture.ts';
import { addStroke } from '../ink.ts';
import { SlowStore, settled } from '../slow-store.ts';

/** Time goes on until the hub has sent everybody away. */
async function passUntil(fixture: HubFixture, draining: Promise<void>): Promise<number> {
  let isDone = false;
  void draining.then(() => {
    isDone = true;
  });
  let passed = 0;
  for (; passed < 10_000; passed += 10) {
    await settled();
    if (isDone) return passed;
    fixture.clock.advance(10);
  }
  throw new Error('it drains without end');
}

test('[CLS-1] a draining hub sends what is left, tells everybody when to come back, and lets nobody in', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  ann.push([0, null, [1, 1]]);
  ann.push([0, null, [2, 2]]);
  const draining = [fixture.hub.drain(), fixture.hub.drain()];
  expect(ann.frames().at(-1)?.cursors).toEqual([{ no: 1, x: 2, y: 2 }]);
  expect(ann.notices()).toEqual([{ kind: 'draining', returnInMs: 250 }]);
  expect(ann.sent.at(-1)?.target).toBe('notice');
  await expect(fixture.connect().join()).rejects.toThrow(/^server\.draining: /);
  await Promise.all(draining);
  expect(ann.closed).toEqual({ allowReconnect: true });
  await fixture.hub.close();
  expect(fixture.clock.timers).toBe(0);
});

test('[CLS-1] a crowd is sent away a few at a time, and all of it within the bound', async () => {
  const fixture = new HubFixture();
  const crowd = await Promise.all(Array.from({ length: 200 }, (_, i) => fixture.joined(`room-${i % 4}`)));
  const draining = fixture.hub.drain();
  await settled();
  expect(crowd.filter(({ closed }) => closed).length).toBe(10);
  const passed = await passUntil(fixture, draining);
  expect(passed).toBeGreaterThan(200);
  expect(passed).toBeLessThanOrEqual(1_100);
  expect(crowd.every(({ closed }) => closed?.allowReconnect === true)).toBe(true);
  expect(crowd[0]?.notices()).toEqual([{ kind: 'draining', returnInMs: 1_000 }]);
});

test.each([1, 10, 200, 5_000, 20_000])('[CLS-1] %i people are away within a second, and come back within three', (people) => {
  expect(Math.ceil(people / peoplePerStep(people)) * 20).toBeLessThanOrEqual(1_020);
  expect(returnWindowMs(people)).toBeLessThanOrEqual(3_000);
});

test('[CLS-1] what was accepted is durable, and said to be, before anybody is sent away; what is drawn until then is stored too', async () => {
  const store = new SlowStore();
  const fixture = new HubFixture({ store });
  const ann = fixture.connect();
  const { epoch } = await ann.join();
  fixture.settle();
  ann.draw([addStroke(ann.clientId, 1)]);
  const draining = fixture.hub.drain();
  await settled();
  expect(ann.closed).toBeUndefined();
  await store.let();
  expect(ann.frames().at(-1)).toMatchObject({ firstSeq: 2, durableSeq: 1 });
  await draining;
  expect(ann.closed).toEqual({ allowReconnect: true });
  await fixture.hub.close();
  const after = new HubFixture({ store });
  expect(await after.connect().join()).toMatchObject({ epoch, elements: 1 });
});

test('[CLS-1] a store that hangs does not keep the hub from sending people away', async () => {
  const fixture = new HubFixture({ store: new SlowStore() });
  const ann = await fixture.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  const passed = await passUntil(fixture, fixture.hub.drain());
  expect(ann.closed).toEqual({ allowReconnect: true });
  expect(passed).toBeLessThanOrEqual(2_100);
});

const AWAY_FOR_GOOD = { error: 'room.host_ended: The host ended this room. You hold a copy.', allowReconnect: false };

test('[CLS-5] a hub whose host ends it says so, to everybody, and asks nobody to come back', async () => {
  const fixture = new HubFixture();
  const [ann, ben] = [await fixture.joined(), await fixture.joined('room-2')];
  ann.push([0, null, [1, 1]]);
  await fixture.hub.drain('ends');
  expect([ann.closed, ben.closed]).toEqual([AWAY_FOR_GOOD, AWAY_FOR_GOOD]);
  expect(ann.notices()).toEqual([]);
  expect(ann.frames().at(-1)?.cursors).toEqual([{ no: 1, x: 1, y: 1 }]);
  await fixture.hub.close();
});

test('[CLS-5] guests can be counted and sent away while the host stays and goes on; who comes later may', async () => {
  let told = 0;
  const fixture = new HubFixture({ authorize: accessBy({ hostKey: 'key' }), onCompany: () => told++ });
  const host = fixture.connect();
  expect((await host.join({ access: 'key' })).role).toBe('host');
  expect(fixture.hub.company()).toEqual({ guests: 0, unkeptRooms: 0 });
  const guests = [await fixture.joined(), await fixture.joined(), await fixture.joined('room-2')];
  expect((await fixture.connect().join({ access: 'kex', room: 'room-3' })).role).toBe('edit');
  expect(fixture.hub.company()).toEqual({ guests: 4, unkeptRooms: 3 });
  expect(told).toBe(5);
  fixture.hub.sendGuestsAway();
  expect(guests.map(({ closed }) => closed)).toEqual([AWAY_FOR_GOOD, AWAY_FOR_GOOD, AWAY_FOR_GOOD]);
  expect(host.closed).toBeUndefined();
  expect(fixture.hub.company().guests).toBe(0);
  await fixture.joined();
  expect(fixture.hub.company().guests).toBe(1);
});

test('[CLS-5] rooms that a store keeps do not end with the hub', async () => {
  const fixture = new HubFixture({ store: new SlowStore(), authorize: accessBy({ hostKey: 'key' }) });
  await fixture.joined();
  expect(fixture.hub.company()).toEqual({ guests: 1, unkeptRooms: 0 });
});
