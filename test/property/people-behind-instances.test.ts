import fc from 'fast-check';
import { expect, test } from 'vitest';
import { silentLog } from '../../core/base/host.ts';
import { type ElementId, newRoomId } from '../../core/board/ids.ts';
import { createSession } from '../../renderer/session/board-session.ts';
import type { Session } from '../../renderer/session/session.ts';
import { Cluster, type ClusterNode } from '../support/cluster.ts';
import { ClusterLine } from '../support/cluster-line.ts';
import { runSeed, runs, seededRandom } from '../support/seeded.ts';
import { draw, remove, visible } from '../unit/renderer/session/world.ts';

/** Steps take up to 12 s, and a mirror is opened again after 15 s at most. */
const MOST_DEAF_MS = 5_000;

/** People who draw in one room by several instances. Each is led to any instance that lives, as by a balancer. */
class Town {
  readonly cluster: Cluster;
  readonly people: Session[] = [];
  readonly #room;
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
    this.cluster = new Cluster('all', seed);
    this.#room = newRoomId(this.cluster.random);
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.cluster.random.next() * list.length)] as T;
  }

  /** `where`: undefined for any instance. */
  person(where?: () => ClusterNode | undefined): Session {
    const { cluster } = this;
    const line = new ClusterLine(cluster, where ?? (() => this.pick(cluster.alive)));
    const session = createSession({
      room: this.#room,
      name: `person ${this.people.length}`,
      color: 1,
      connect: line.connect,
      clock: cluster.clock,
      random: seededRandom(this.#seed * 1_000 + this.people.length),
      log: silentLog,
    });
    session.start();
    this.people.push(session);
    return session;
  }

  get isLive(): boolean {
    return this.people.every((person) => person.status().state.phase === 'live');
  }

  async calmDown(): Promise<void> {
    this.cluster.mend();
    for (let passed = 0; passed < 120_000; passed += 1_000) {
      await this.cluster.pass(1_000);
      if (passed >= 20_000 && this.isLive && this.people.every((person) => person.status().unsent === 0)) return;
    }
  }

  /** Everybody has the same board, a newcomer on every instance too. Gives it. */
  async board(): Promise<readonly ElementId[]> {
    for (const node of this.cluster.alive) this.person(() => node);
    await this.cluster.pass(5_000);
    const [first, ...others] = this.people as [Session, ...Session[]];
    for (const person of this.people) {
      expect(person.status(), 'everybody is there').toMatchObject({ state: { phase: 'live' }, unsent: 0, lostCopy: undefined });
      expect(person.status().refused, 'nothing was refused').toBeUndefined();
    }
    for (const other of others) expect(other.fingerprint(), 'one board').toBe(first.fingerprint());
    return visible(first);
  }
}

test('[INS-8] what only one instance knew is not lost with it: its author sends it again to another one', async () => {
  const town = new Town(1);
  const { cluster } = town;
  const [here, there] = [cluster.start(), cluster.start()];
  let where = here;
  const ana = town.person(() => where);
  town.person(() => there);
  await cluster.pass(5_000);
  cluster.hear(there, 'off');
  const drawn = draw(ana);
  await cluster.pass(1_000);
  // Everybody has seen it, the author too; the instance that is left has not.
  for (const person of town.people) expect(visible(person)).toEqual([drawn]);
  expect(ana.status().unsent).toBe(0);
  where = there;
  cluster.kill(here);
  await town.calmDown();
  expect(await town.board()).toEqual([drawn]);
});

test('[INS-8] what another instance has said to know is kept no longer', async () => {
  const town = new Town(2);
  const { cluster } = town;
  const [here, there] = [cluster.start(), cluster.start()];
  let pushes = 0;
  let where = here;
  const ana = town.person(() => where);
  town.person(() => there);
  await cluster.pass(5_000);
  draw(ana);
  await cluster.pass(5_000);
  // The next frame tells it.
  const last = draw(ana);
  await cluster.pass(5_000);
  ana.pointAt({ x: 1, y: 1 });
  await cluster.pass(500);
  where = there;
  const push = there.hub.methods.get('p');
  (there.hub.methods as Map<string, unknown>).set('p', {
    kind: 'call',
    run(call: { args: readonly unknown[] }) {
      if (call.args[0] !== 0) pushes++;
      return push?.run(call as never);
    },
  });
  cluster.kill(here);
  await town.calmDown();
  expect(await town.board()).toContain(last);
  expect(pushes).toBe(0);
});

async function runHistory(seed: number, steps: number): Promise<void> {
  const town = new Town(seed);
  const { cluster } = town;
  const { random } = cluster;
  const drawn = new Set<ElementId>();
  for (let i = 0; i < 3; i++) cluster.start();
  for (let i = 0; i < 4; i++) town.person();
  await cluster.pass(5_000);
  let deafSince = Number.POSITIVE_INFINITY;
  const mend = (): void => {
    cluster.mend();
    deafSince = Number.POSITIVE_INFINITY;
  };
  for (let step = 0; step < steps; step++) {
    // Nobody is deaf for longer than a mirror takes to come back.
    if (cluster.clock.mono() - deafSince > MOST_DEAF_MS) mend();
    const dice = random.next();
    if (dice < 0.6) drawn.add(draw(town.pick(town.people)));
    else if (dice < 0.72) {
      const person = town.pick(town.people);
      const id = town.pick(visible(person));
      if (id === undefined) continue;
      remove(person, id);
      drawn.delete(id);
    } else if (dice < 0.82) {
      const deaf = town.pick(cluster.alive);
      if (cluster.alive.some((one) => one !== deaf && one.hears === 'on')) {
        cluster.hear(deaf, 'off');
        deafSince = Math.min(deafSince, cluster.clock.mono());
      }
    } else if (dice < 0.92) mend();
    else if (cluster.alive.length > 1) {
      // One that serves the room is always left, and heard by the others before it may be the next.
      const victim = town.pick(cluster.alive);
      if (cluster.alive.some((one) => one !== victim && one.hub.counters().rooms > 0)) cluster.kill(victim);
      await cluster.pass(Math.floor(random.next() * 5_000));
      mend();
      await cluster.pass(6_000);
      // Not earlier: one that starts while those who serve the room are deaf knows of nobody, and opens a second life of it.
      if (cluster.alive.length < 3) cluster.start();
    }
    await cluster.pass(Math.floor(random.next() * (random.next() < 0.1 ? 12_000 : 400)));
  }
  await town.calmDown();
  expect([...drawn].sort(), 'every stroke, and nothing that was removed').toEqual(await town.board());
}

test('[INS-6] [INS-7] [INS-8] people who draw and remove while instances die and go deaf end with one board, on which everything is that anybody drew and nobody removed', async () => {
  await fc.assert(fc.asyncProperty(fc.integer(), fc.integer({ min: 10, max: 60 }), runHistory), {
    numRuns: runs(25, 2_000),
    seed: runSeed(),
    endOnFailure: true,
  });
}, 600_000);
