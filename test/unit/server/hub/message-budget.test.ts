import { expect, test } from 'vitest';
import { MessageBudget, unitsOf } from '../../../../server/hub/message-budget.ts';
import { Cluster } from '../../../support/cluster.ts';
import { HubFixture } from './hub-fixture.ts';
import { addStroke } from './ink.ts';

test('a message counts once for every 2 KiB begun, and for every receiver', () => {
  expect([1, 2_048, 2_049, 4_096, 10_000].map(unitsOf)).toEqual([1, 1, 2, 2, 5]);
  const budget = new MessageBudget(0);
  expect(budget.add(4_096, 4)).toBe(8);
  expect(budget.perSecond(2_000)).toBe(4);
  budget.add(10, 3);
  // Asked twice within a moment it says the same.
  expect(budget.perSecond(2_500)).toBe(4);
  expect(budget.perSecond(3_000)).toBe(3);
});

test('behind a service the hub counts what is billed: a push to it, and its frame to everybody and to each instance', async () => {
  const cluster = new Cluster('all', 11);
  const [here, there] = [cluster.start(), cluster.start()];
  const ann = cluster.client(here);
  await ann.join();
  for (const node of [here, there, there]) await cluster.client(node).join();
  await cluster.pass(5_000);
  const before = here.hub.counters().billedUnits;
  const quiet = there.hub.counters().billedUnits;
  ann.draw([addStroke(ann.clientId, 1)]);
  await cluster.pass(1_000);
  const { billedUnits, billedPerSecond } = here.hub.counters();
  // One to the hub; one to each of four people and two instances.
  expect(billedUnits - before).toBe(1 + 4 + 2);
  expect(billedPerSecond).toBeGreaterThan(0);
  expect(there.hub.counters().billedUnits).toBe(quiet);
});

test('without a service nothing is billed', async () => {
  const hub = new HubFixture();
  const ann = await hub.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  hub.clock.advance(1_000);
  expect(hub.hub.counters()).toMatchObject({ batches: 1, billedUnits: 0, billedPerSecond: 0 });
});
