import { expect, test } from 'vitest';
import { reasonOf } from '../../../../../core/base/reason-of.ts';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import { Compaction } from '../../../../../server/hub/durability/compaction.ts';
import type { RoomWriter } from '../../../../../server/ports/snapshot-store.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';

/** A compaction over a store whose snapshots the test lets through or makes fail, one by one. */
class Bench {
  readonly clock = new FakeClock();
  readonly failures: string[] = [];
  readonly met: number[] = [];
  taken = 0;
  begun = 0;
  most = 0;
  readonly compaction: Compaction;
  readonly #open: PromiseWithResolvers<Uint8Array | undefined>[] = [];

  constructor(batches = 0) {
    const stored: RoomWriter = {
      append: () => 'durable',
      position: () => 0,
      compact: () => {
        this.begun++;
        const one = Promise.withResolvers<Uint8Array | undefined>();
        this.#open.push(one);
        this.most = Math.max(this.most, this.writing);
        return one.promise;
      },
      setAside: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    this.compaction = new Compaction(stored, this.clock, batches, {
      take: () => {
        this.taken++;
        return { epoch: undefined, vector: [], savedAt: 0, states: [], life: { since: 0, clients: [] } };
      },
      meet: async (newer) => void this.met.push(...newer),
      failed: (error) => this.failures.push(reasonOf(error)),
    });
  }

  get writing(): number {
    return this.#open.length;
  }
  async let(): Promise<void> {
    this.#open.shift()?.resolve(undefined);
    await this.turns();
  }
  /** Another hub has replaced the snapshot. */
  async newer(mark: number): Promise<void> {
    this.#open.shift()?.resolve(Uint8Array.of(mark));
    await this.turns();
  }
  async fail(): Promise<void> {
    this.#open.shift()?.reject(new Error('EIO'));
    await this.turns();
  }
  async turns(): Promise<void> {
    for (let i = 0; i < 50; i++) {
      await Promise.resolve();
      this.clock.advance(0);
    }
  }
}

const LONG = LIMITS.logBatches + 1;

test('one snapshot is written at a time, whoever asks for the next one, and the end waits for all of them', async () => {
  const bench = new Bench();
  bench.compaction.grown(LONG, 0);
  await bench.turns();
  bench.compaction.renew();
  await bench.turns();
  // The first ends, the renewal begins; meanwhile the log grows long again.
  await bench.let();
  expect(bench.begun).toBe(2);
  bench.compaction.grown(LONG, 0);
  await bench.turns();
  let isFinished = false;
  const finished = bench.compaction.finish().then(() => {
    isFinished = true;
  });
  await bench.turns();
  expect(bench.writing).toBe(1);
  await bench.let();
  expect(bench.begun).toBe(3);
  expect(isFinished).toBe(false);
  await bench.let();
  await finished;
  expect(bench.most).toBe(1);
  expect(bench.begun).toBe(3);
});

test('what is asked for before a snapshot begins is in that one; two more are not written', async () => {
  const bench = new Bench();
  bench.compaction.grown(LONG, 0);
  await bench.turns();
  for (let i = 0; i < 5; i++) bench.compaction.renew();
  await bench.let();
  await bench.let();
  expect(bench.begun).toBe(2);
  await bench.compaction.finish();
  expect(bench.taken).toBe(2);
});

test('a snapshot that could not be written is tried again until it is: the store names an epoch that is no more', async () => {
  const bench = new Bench();
  bench.compaction.renew();
  await bench.turns();
  for (let tries = 1; tries <= 3; tries++) {
    await bench.fail();
    expect(bench.failures).toHaveLength(tries);
    expect(bench.writing).toBe(0);
    bench.clock.advance(60_000);
    await bench.turns();
    expect(bench.begun).toBe(tries + 1);
  }
  await bench.let();
  bench.clock.advance(600_000);
  await bench.turns();
  expect(bench.begun).toBe(4);
  expect(bench.clock.timers).toBe(0);
});

test('a store that fails is not asked for a snapshot with every batch', async () => {
  const bench = new Bench();
  bench.compaction.grown(LONG, 0);
  await bench.turns();
  await bench.fail();
  for (let i = 0; i < 100; i++) bench.compaction.grown(1, 10);
  await bench.turns();
  expect(bench.begun).toBe(1);
});

test('the end of the room tries once more what failed, and nothing is written after it', async () => {
  const bench = new Bench();
  bench.compaction.renew();
  await bench.turns();
  await bench.fail();
  const finished = bench.compaction.finish();
  await bench.turns();
  expect(bench.begun).toBe(2);
  await bench.fail();
  await finished;
  bench.compaction.renew();
  bench.compaction.grown(LONG, 0);
  bench.clock.advance(600_000);
  await bench.turns();
  expect(bench.begun).toBe(2);
  expect(bench.clock.timers).toBe(0);
});

test('a room whose log was there already stores it at the end, and one without news stores nothing', async () => {
  const old = new Bench(3);
  const finished = old.compaction.finish();
  await old.turns();
  expect(old.begun).toBe(1);
  await old.let();
  await finished;
  const idle = new Bench();
  await idle.compaction.finish();
  expect(idle.begun).toBe(0);
});

test('[SAVE-9] a snapshot that another hub stored is taken in before the next attempt, which is made of what is there then; without an end that is a failure', async () => {
  const bench = new Bench();
  bench.compaction.grown(LONG, 0);
  await bench.turns();
  await bench.newer(7);
  expect([bench.met, bench.taken, bench.begun]).toEqual([[7], 2, 2]);
  await bench.let();
  expect([bench.writing, bench.failures]).toEqual([0, []]);
  bench.compaction.renew();
  await bench.turns();
  for (let attempt = 0; attempt < 20; attempt++) await bench.newer(attempt);
  expect(bench.failures).toEqual(['other hubs replace the stored snapshot all the time']);
});
