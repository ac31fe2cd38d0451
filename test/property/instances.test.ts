import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ElementId, elementId } from '../../core/board/ids.ts';
import { Replica } from '../../core/room/replica.ts';
import { VersionVector } from '../../core/room/version-vector.ts';
import { Cluster, type ClusterNode } from '../support/cluster.ts';
import { runSeed, runs } from '../support/seeded.ts';
import { type FakeClient, statesOf } from '../unit/server/hub/hub-fixture.ts';
import { addStroke } from '../unit/server/hub/ink.ts';

interface Person {
  client: FakeClient;
  node: ClusterNode;
  k: number;
}

/** A removal of somebody else's stroke, by somebody who only removes: what waits would hold up what they draw. */
interface Removal {
  readonly by: FakeClient;
  readonly n: number;
  readonly id: ElementId;
}

interface Seen {
  readonly epoch: string;
  readonly fingerprint: string;
  readonly ids: ReadonlySet<ElementId>;
  readonly people: readonly string[];
}

/** What somebody who joins there gets. */
async function look(cluster: Cluster, node: ClusterNode): Promise<Seen> {
  const client = cluster.client(node);
  const welcome = await client.join();
  const replica = new Replica();
  if (welcome.catchUp !== 'none') replica.merge(statesOf(await client.catchUp()), new VersionVector());
  const people = [welcome, ...(welcome.elsewhere ?? [])].flatMap(({ members }) => members.map(({ clientId }) => clientId));
  client.drop();
  await cluster.pass(10);
  return {
    epoch: welcome.epoch,
    fingerprint: replica.board.fingerprint(),
    ids: new Set([...replica.board.elements()].map(({ id }) => id)),
    people: people.filter((id) => id !== client.clientId).toSorted(),
  };
}

async function runHistory(reach: 'instance' | 'all', seed: number, steps: number): Promise<void> {
  const cluster = new Cluster(reach, seed);
  const { random } = cluster;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.next() * list.length)] as T;
  const people: Person[] = [];
  /** What was accepted and has at every moment since been on an instance that lives. */
  const held = new Set<ElementId>();
  /** Of those that no instance may refuse: nothing was lost on the way without a sign since, and who takes them lives. */
  const removals = new Set<Removal>();
  const erasers = new Map<ClusterNode, FakeClient>();

  const start = async (): Promise<ClusterNode> => {
    const node = cluster.start();
    // Somebody always looks on, so that no instance lets the room go.
    const eraser = cluster.client(node);
    await eraser.join();
    erasers.set(node, eraser);
    return node;
  };
  const enter = async (person: Person, node: ClusterNode): Promise<void> => {
    person.client.drop();
    person.client = cluster.client(node, person.client.secret);
    person.node = node;
    const { lastN } = await person.client.join();
    person.client.n = Math.max(person.k, lastN);
  };
  await Promise.all([start(), start(), start()]);
  for (let i = 0; i < 4; i++) {
    const node = pick(cluster.alive);
    const person: Person = { client: cluster.client(node), node, k: 0 };
    await person.client.join();
    people.push(person);
  }
  for (let step = 0; step < steps; step++) {
    const dice = random.next();
    if (dice < 0.6) {
      const person = pick(people);
      if (person.node.phase === 'dead') await enter(person, pick(cluster.alive));
      const { clientId } = person.client;
      person.client.draw([addStroke(clientId, ++person.k)]);
      expect(person.client.refusals(), 'an honest batch is accepted').toEqual([]);
      held.add(elementId(clientId, person.k));
    } else if (dice < 0.68) {
      await enter(pick(people), pick(cluster.alive));
    } else if (dice < 0.76) {
      const [a, b] = [pick(cluster.alive), pick(cluster.alive)];
      if (a !== b) cluster.cut(a, b);
      removals.clear();
    } else if (dice < 0.8) {
      const deaf = pick(cluster.alive);
      if (cluster.alive.some((one) => one !== deaf && one.hears === 'on')) cluster.hear(deaf, 'off');
    } else if (dice < 0.88) {
      cluster.mend();
      const by = erasers.get(pick(cluster.alive)) as FakeClient;
      const id = pick([...held]);
      if (id === undefined) continue;
      const n = by.draw([{ kind: 'alive', ids: [id], lamport: 100, alive: false }]);
      if (cluster.lossiness === 0) removals.add({ by, n, id });
    } else if (dice < 0.92) {
      cluster.lossiness = cluster.lossiness === 0 ? 0.2 : 0;
      removals.clear();
    } else if (dice < 0.95 && cluster.alive.length > 1) {
      cluster.kill(pick(cluster.alive));
      for (const removal of removals) if (removal.by.closed) removals.delete(removal);
      const living = await Promise.all(cluster.alive.map((node) => look(cluster, node)));
      for (const id of held) if (!living.some(({ ids }) => ids.has(id))) held.delete(id);
    } else if (cluster.alive.length < 4) {
      cluster.mend();
      cluster.lossiness = 0;
      await start();
    }
    await cluster.pass(Math.floor(random.next() * (random.next() < 0.1 ? 12_000 : 120)));
  }
  // Everything heals.
  cluster.lossiness = 0;
  cluster.mend();
  for (let passed = 0; passed < 60_000; passed += 5_000) {
    const clients = [...people.map(({ client }) => client), ...erasers.values()];
    for (const client of clients) if (!client.closed) client.push([0, null, [passed, 0]]);
    await cluster.pass(5_000);
  }
  const seen: Seen[] = [];
  for (const node of cluster.alive) {
    seen.push(await look(cluster, node));
    await cluster.pass(200);
  }
  const [first] = seen as [Seen];
  for (const other of seen) {
    expect(other.epoch, 'one epoch').toBe(first.epoch);
    expect(other.fingerprint, 'one board').toBe(first.fingerprint);
    expect(other.people, 'the same people').toEqual(first.people);
  }
  expect(
    [...held].filter((id) => !first.ids.has(id)),
    'lost',
  ).toEqual([]);
  const refused = [...removals].filter(({ by, n, id }) => held.has(id) && by.refusals().some(([no]) => no === n));
  expect(refused, 'removals that were refused').toEqual([]);
}

test.each(['instance', 'all'] as const)(
  '[INS-2] [INS-3] [INS-4] [INS-5] [INS-7] three instances with deaths, partitions and lost words come to one board, one epoch and one list of people; nothing is lost or refused that an instance that lives had or knew (reach: %s)',
  async (reach) => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 10, max: 60 }), (seed, steps) => runHistory(reach, seed, steps)),
      { numRuns: runs(25, 2_000), seed: runSeed(), endOnFailure: true },
    );
  },
  300_000,
);

test('[INS-7] what two instances cut off from each other took in is known to both when they hear each other again, and a removal that comes at that moment waits for it', async () => {
  await runHistory('all', 29, 32);
});
