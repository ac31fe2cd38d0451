import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Random } from '../../core/base/host.ts';
import { checkBatch } from '../../core/board/admission/validate-op.ts';
import { decodeOps, encodeOps } from '../../core/board/codec/op-codec.ts';
import { type InstanceId, newInstanceId } from '../../core/board/ids.ts';
import type { OpBatch } from '../../core/board/op.ts';
import { packStates, packSuffix, unpackStates, unpackSuffix } from '../../core/room/catch-up.ts';
import { decodeFrame, encodeFrame, openBatches } from '../../core/room/frame.ts';
import { Replica } from '../../core/room/replica.ts';
import { packValue, unpackValue } from '../../core/wire/msgpack.ts';
import type { WireValue } from '../../core/wire/wire-value.ts';
import { Author } from '../support/author.ts';
import { runSeed, runs, seededRandom } from '../support/seeded.ts';

const HISTORIES = runs(1_000, 20_000);

/** One instance of the simulated cluster: its replica, what it numbered, and the frames on their way to it. */
interface Instance {
  readonly id: InstanceId;
  readonly replica: Replica;
  readonly log: OpBatch[];
  readonly inbox: Uint8Array[];
}

function frameBytes(instance: Instance, firstSeq: number): Uint8Array {
  const batches = instance.log.slice(firstSeq - 1).map(({ author, n, ops }) => ({ author, n, ops: encodeOps(author, ops) }));
  const durableSeq = firstSeq + batches.length - 1;
  return packValue(encodeFrame({ origin: instance.id, firstSeq, durableSeq, batches, cursors: [], members: [] }));
}

function receive(instance: Instance, bytes: Uint8Array): void {
  const frame = decodeFrame(unpackValue(bytes));
  if (!frame.ok) throw new Error(frame.error.code);
  const batches = openBatches(frame.value, () => undefined);
  if (!batches.ok) throw new Error(`${batches.error.code} ${batches.error.detail}`);
  instance.replica.receive({ origin: frame.value.origin as InstanceId, firstSeq: frame.value.firstSeq, batches: batches.value });
}

/** Accepts a batch as an instance does: checks it, numbers it, applies it, and sends the frame to the others by some luck. */
function accept(at: Instance, all: readonly Instance[], batch: OpBatch, random: Random): void {
  const wire = unpackValue(packValue(encodeOps(batch.author, batch.ops))) as WireValue;
  const ops = decodeOps(batch.author, wire);
  if (!ops.ok) throw new Error(`${ops.error.code} ${ops.error.detail}`);
  if (checkBatch(at.replica.board, batch.author, ops.value)) return;
  at.log.push({ ...batch, ops: ops.value });
  const seq = at.log.length;
  at.replica.receive({ origin: at.id, firstSeq: seq, batches: [{ ...batch, ops: ops.value }] });
  for (const other of all) {
    if (other === at || random.next() < 0.2) continue; // lost on the way
    const again = random.next() < 0.2 ? Math.max(1, seq - Math.floor(random.next() * 4)) : seq; // overlapping frames
    const bytes = frameBytes(at, again);
    other.inbox.push(bytes);
    if (random.next() < 0.2) other.inbox.push(bytes); // twice
  }
}

/** Brings `to` up to what `from` knows, by one of the three ways of RPL-1. */
function catchUp(to: Instance, from: Instance, how: 'suffix' | 'delta' | 'snapshot', all: readonly Instance[]): void {
  if (how === 'suffix') {
    const parts = all
      .map((origin) => ({
        origin: origin.id,
        log: origin.log,
        known: to.replica.vector.get(origin.id),
        upTo: from.replica.vector.get(origin.id),
      }))
      .filter(({ known, upTo }) => upTo > known)
      .map(({ origin, log, known, upTo }) => ({ origin, firstSeq: known + 1, batches: log.slice(known, upTo) }));
    const suffix = unpackSuffix(packSuffix(parts));
    if (!suffix.ok) throw new Error(suffix.error.code);
    for (const part of suffix.value) expect(to.replica.receive(part).gap).toBeUndefined();
    return;
  }
  const { board, vector } = from.replica;
  const states = unpackStates(packStates(board.statesPast(how === 'delta' ? to.replica.vector : undefined)));
  if (!states.ok) throw new Error(`${states.error.code} ${states.error.detail}`);
  to.replica.merge(states.value, vector.copy());
}

function runHistory(seed: number, steps: number): void {
  const random = seededRandom(seed);
  const all: Instance[] = Array.from({ length: 3 }, () => ({
    id: newInstanceId(random),
    replica: new Replica(),
    log: [],
    inbox: [],
  }));
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.next() * list.length)] as T;
  const authors = all.flatMap((instance) => [0, 1].map(() => ({ instance, author: new Author(random) })));
  const ways = ['suffix', 'delta', 'snapshot'] as const;
  let cut: Instance | undefined;
  for (let step = 0; step < steps; step++) {
    const dice = random.next();
    if (dice < 0.55) {
      const { instance, author } = pick(authors);
      accept(instance, all, author.act(instance.replica.board), random);
    } else if (dice < 0.85) {
      const instance = pick(all);
      if (instance === cut || instance.inbox.length === 0) continue;
      const [bytes] = instance.inbox.splice(Math.floor(random.next() * instance.inbox.length), 1); // any order
      receive(instance, bytes as Uint8Array);
    } else if (dice < 0.9) {
      cut = cut ? undefined : pick(all); // a partition begins or ends
    } else if (dice < 0.93) {
      // An author moves to another instance, in the middle of a stroke perhaps; that instance first hears what the old one knows.
      const moving = pick(authors);
      const to = pick(all);
      if (to === moving.instance || to === cut || moving.instance === cut) continue;
      catchUp(to, moving.instance, pick(ways), all);
      moving.instance = to;
    } else if (dice < 0.96) {
      const [to, from] = [pick(all), pick(all)];
      if (to !== from && to !== cut && from !== cut) catchUp(to, from, pick(ways), all);
    } else {
      pick(all).inbox.length = 0; // everything on the way to it is lost
    }
  }
  // Healing: everybody hears from everybody, by whatever way.
  for (let round = 0; round < 2; round++)
    for (const to of all) for (const from of all) if (to !== from) catchUp(to, from, pick(ways), all);
  const prints = all.map(({ replica }) => replica.board.fingerprint());
  expect(new Set(prints).size, `fingerprints ${prints.join(' ')}`).toBe(1);
  // The same state by the shortest way: all logs once, in order, on an empty replica.
  const fresh = new Replica();
  for (const { id, log } of all) fresh.receive({ origin: id, firstSeq: 1, batches: log });
  expect(fresh.board.fingerprint()).toBe(prints[0]);
}

test('[OPS-1] [OPS-2] [SEQ-3] [RPL-3] three instances converge after any interleaving, duplication, loss with catch-up, and partition', () => {
  const seed = runSeed();
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 5, max: 60 }), (history, steps) => runHistory(history, steps)),
    { numRuns: HISTORIES, seed },
  );
});

test('[OPS-1] the ops of a history give the same board in any order, and twice', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = seededRandom(seed);
      const origin = newInstanceId(random);
      const source = new Replica();
      const authors = [new Author(random), new Author(random), new Author(random)];
      const log: OpBatch[] = [];
      for (let i = 0; i < 40; i++) {
        const batch = (authors[i % 3] as Author).act(source.board);
        source.receive({ origin, firstSeq: log.push(batch), batches: [batch] });
      }
      const shuffled = new Replica();
      const order = [...log, ...log].map((batch) => ({ batch, at: random.next() })).sort((a, b) => a.at - b.at);
      for (const { batch } of order) shuffled.board.apply(batch.author, batch.ops);
      expect(shuffled.board.fingerprint()).toBe(source.board.fingerprint());
    }),
    { numRuns: runs(300, 5_000), seed: runSeed() },
  );
});
