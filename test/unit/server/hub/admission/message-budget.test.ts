import { expect, test } from 'vitest';
import { MessageBudget, unitsOf } from '../../../../../server/hub/admission/message-budget.ts';
import { Cluster } from '../../../../support/cluster.ts';
import { HubFixture } from '../hub-fixture.ts';
import { addStroke } from '../ink.ts';

test('a message counts once for every 2 KiB begun, and for every receiver', () => {
  expect([1, 2_048, 2_049, 4_096, 10_000].map(unitsOf)).toEqual([1, 1, 2, 2, 5]);
  expect(new MessageBudget(500).add(4_096, 4, 500)).toBe(8);
});

test('a rate is of the last ten seconds, whoever asks and how often', () => {
  const budget = new MessageBudget(500);
  budget.add(10, 45, 600);
  // That people have just come in is not what the room costs.
  expect(budget.perSecond(600)).toBeCloseTo(45 / 9.1, 6);
  for (let i = 0; i < 3; i++) expect(budget.perSecond(10_499)).toBeCloseTo(4.5, 2);
  budget.add(10, 90, 5_700);
  expect(budget.perSecond(6_000)).toBeCloseTo(135 / 9.5, 6);
  // The first second is forgotten as a whole, then the sixth.
  expect(budget.perSecond(10_500)).toBeCloseTo(10, 6);
  expect(budget.perSecond(15_499)).toBeCloseTo(9, 2);
  expect(budget.perSecond(15_500)).toBe(0);
  // After a long silence nothing of before comes back.
  budget.add(10, 9, 65_500);
  expect(budget.perSecond(65_500)).toBe(1);
  expect(budget.perSecond(90_000)).toBe(0);
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

test('a frame costs what the transport has sent, and nothing where it could send nothing', async () => {
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

test('without a service nothing is billed', async () => {
  const hub = new HubFixture();
  const ann = await hub.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  hub.clock.advance(1_000);
  expect(hub.hub.counters()).toMatchObject({ batches: 1, billedUnits: 0, billedPerSecond: 0 });
});
