import { expect, test } from 'vitest';
import type { Bill, Role } from '../../../../core/contract/hub-contract.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { Cluster } from '../../../support/cluster.ts';
import { type FakeClient, HubFixture } from './hub-fixture.ts';
import { addStroke } from './ink.ts';

const ask = (client: FakeClient, args: readonly unknown[] = [], bytes?: number): Bill | null =>
  client.call('bill', args, bytes) as Bill | null;

test('[BILL-1] behind a service that bills, the welcome says so; elsewhere it does not, and the answer is nil', async () => {
  const billed = new HubFixture({ reach: 'all' });
  expect((await billed.connect().join()).billed).toBe(true);
  const own = new HubFixture();
  const ann = own.connect();
  expect(await ann.join()).not.toHaveProperty('billed');
  expect(ask(ann)).toBeNull();
});

test('[BILL-1] [BILL-3] who may not draw is not told what the room costs', async () => {
  const role: Role = 'view';
  const hub = new HubFixture({ reach: 'all', authorize: () => role });
  const ann = hub.connect();
  expect(await ann.join()).not.toHaveProperty('billed');
  expect(() => ask(ann)).toThrow(/^access\.denied: /);
  expect(hub.events()).toContain('bill.refused');
});

test('[BILL-2] the answer is what this instance makes the service bill for the room, a second, over the last ten', async () => {
  const hub = new HubFixture({ reach: 'all' });
  const [ann] = [await hub.joined(), await hub.joined()];
  const elsewhere = await hub.joined('room-2');
  hub.clock.advance(20_000);
  expect(ask(ann)).toEqual({ unitsPerSecond: 0, instances: 1 });
  hub.clock.advance(20_000);
  // Ten strokes: one unit each to the hub, and a frame to two people and the instance itself.
  for (let i = 1; i <= 10; i++) {
    ann.draw([addStroke(ann.clientId, i)]);
    hub.clock.advance(100);
  }
  hub.clock.advance(5_000);
  const overSeconds = 40 / (ask(ann)?.unitsPerSecond ?? Number.NaN);
  expect(overSeconds).toBeGreaterThanOrEqual(9);
  expect(overSeconds).toBeLessThanOrEqual(10);
  // The other room has only its own.
  expect(ask(elsewhere)?.unitsPerSecond).toBe(0);
  hub.clock.advance(10_000);
  expect(ask(ann)).toEqual({ unitsPerSecond: 0, instances: 1 });
});

test('[BILL-2] asking costs its two messages and changes nothing else, whoever asks and whether metrics are read between', async () => {
  const hub = new HubFixture({ reach: 'all' });
  const [ann, ben] = [await hub.joined(), await hub.joined()];
  hub.clock.advance(20_000);
  ann.draw([addStroke(ann.clientId, 1)]);
  hub.clock.advance(5_000);
  const before = hub.hub.counters();
  const frames = ann.sent.length;
  const first = ask(ann);
  expect(first?.unitsPerSecond).toBeCloseTo(before.billedPerSecond, 9);
  // One message to the hub and one back.
  expect(hub.hub.counters().billedUnits).toBe(before.billedUnits + 2);
  ask(ben, [new Uint8Array(5_000)], 5_000);
  expect(hub.hub.counters()).toMatchObject({
    billedUnits: before.billedUnits + 2 + 4,
    batches: before.batches,
    frames: before.frames,
  });
  hub.clock.advance(200);
  expect(ann.sent).toHaveLength(frames);
  // Nobody starts the figure anew: it has the stroke and what was asked since.
  expect(ask(ben)?.unitsPerSecond).toBeGreaterThan(first?.unitsPerSecond ?? Number.NaN);
});

test('[BILL-2] a frame costs what the transport has sent, and nothing where it could send nothing', async () => {
  const hub = new HubFixture({ reach: 'all' });
  const [ann] = [await hub.joined(), await hub.joined()];
  const unitsOfStroke = (k: number, bytes: number): number => {
    hub.groupSendBytes = bytes;
    const before = hub.hub.counters().billedUnits;
    ann.draw([addStroke(ann.clientId, k)]);
    hub.clock.advance(200);
    return hub.hub.counters().billedUnits - before;
  };
  // One to the hub, and the frame to two people and the instance itself.
  expect(unitsOfStroke(1, 100)).toBe(1 + 3);
  expect(unitsOfStroke(2, 5_000)).toBe(1 + 3 * 3);
  expect(unitsOfStroke(3, 0)).toBe(1);
});

test('[BILL-2] every instance that serves the room answers for its own share, and says how many there are', async () => {
  const cluster = new Cluster('all', 12);
  const [here, there] = [cluster.start(), cluster.start()];
  const [ann, ben] = [cluster.client(here), cluster.client(there)];
  await ann.join();
  await ben.join();
  await cluster.pass(20_000);
  ann.draw([addStroke(ann.clientId, 1)]);
  await cluster.pass(1_000);
  const [mine, others] = [ask(ann), ask(ben)];
  expect(mine).toMatchObject({ instances: 2 });
  expect(mine?.unitsPerSecond).toBeGreaterThan(0);
  expect(others).toEqual({ unitsPerSecond: 0, instances: 2 });
  cluster.kill(there);
  await cluster.pass(20_000);
  expect(ask(ann)).toMatchObject({ instances: 1 });
});

test('[BILL-3] who has not joined, or has left, is refused', async () => {
  const hub = new HubFixture({ reach: 'all' });
  const ann = hub.connect();
  expect(() => ask(ann)).toThrow(/^join\.needed: /);
  await ann.join();
  ann.call('leave', []);
  expect(() => ask(ann)).toThrow(/^join\.needed: /);
});

test('[BILL-3] asking counts against the rate of messages', async () => {
  const hub = new HubFixture({ reach: 'all' });
  const ann = await hub.joined();
  for (let i = 0; i < LIMITS.messagesBurst; i++) ask(ann);
  expect(() => ask(ann)).toThrow(/^rate\.messages: /);
  hub.clock.advance(1_000);
  expect(ask(ann)).toMatchObject({ instances: 1 });
  // Who does not stop is sent away, as for any other flood.
  for (let i = 0; i < LIMITS.messagesBurst + LIMITS.strikesBurst && !ann.closed; i++) {
    try {
      ask(ann);
    } catch (error) {
      expect(String(error)).toContain('rate.messages');
    }
  }
  expect(ann.closed).toMatchObject({ error: expect.stringContaining('rate.messages'), allowReconnect: false });
});
