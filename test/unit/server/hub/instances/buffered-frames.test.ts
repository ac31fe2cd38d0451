import { expect, test } from 'vitest';
import type { InstanceId } from '../../../../../core/board/ids.ts';
import { BufferedFrames } from '../../../../../server/hub/instances/buffered-frames.ts';

const ANN = 'AAAAAAAAAAA' as InstanceId;
const BEN = 'BBBBBBBBBBB' as InstanceId;
const MIB = 1024 * 1024;

test('what is kept is bounded by its bytes, and small frames by their number', () => {
  const large = new BufferedFrames();
  for (let seq = 1; seq <= 1_000; seq++) large.add(ANN, seq, [ANN, new Uint8Array(300 * 1024)]);
  expect(large.bytes).toBeGreaterThan(7 * MIB);
  expect(large.bytes).toBeLessThanOrEqual(8 * MIB);
  const held = [...large.take(() => true)].reduce((sum, [, bytes]) => sum + (bytes as Uint8Array).length, 0);
  expect(held).toBeGreaterThan(7 * MIB);
  expect(held).toBeLessThanOrEqual(8 * MIB);
  expect(large.bytes).toBe(0);
  const small = new BufferedFrames();
  for (let seq = 1; seq <= 5_000; seq++) small.add(ANN, seq, [ANN, seq]);
  expect(small.size).toBe(4_096);
});

test('one that is let go makes room again', () => {
  const kept = new BufferedFrames();
  kept.add(ANN, 1, [ANN, new Uint8Array(5 * MIB)]);
  kept.add(BEN, 1, [BEN, new Uint8Array(5 * MIB)]);
  expect(kept.size).toBe(1);
  kept.forget(ANN);
  expect([kept.size, kept.bytes]).toEqual([0, 0]);
  kept.add(BEN, 1, [BEN, new Uint8Array(5 * MIB)]);
  expect(kept.size).toBe(1);
});

test('those that are ready are given in their order, and the others stay in theirs', () => {
  const kept = new BufferedFrames();
  const known = new Map([
    [ANN, 2],
    [BEN, 0],
  ]);
  for (const seq of [3, 4, 6, 7]) {
    kept.add(ANN, seq, [ANN, seq]);
    kept.add(BEN, seq, [BEN, seq]);
  }
  const isReady = (origin: InstanceId, firstSeq: number): boolean => firstSeq <= (known.get(origin) ?? 0) + 1;
  const taken: unknown[] = [];
  for (const [origin, seq] of kept.take(isReady)) {
    taken.push([origin, seq]);
    // What cannot be dealt with after all is kept again, at its place.
    if (seq === 4) kept.add(ANN, 4, [ANN, 4]);
    else known.set(origin as InstanceId, seq as number);
  }
  expect(taken).toEqual([
    [ANN, 3],
    [ANN, 4],
  ]);
  expect([...kept.take(() => true)]).toEqual([
    [BEN, 3],
    [ANN, 4],
    [BEN, 4],
    [ANN, 6],
    [BEN, 6],
    [ANN, 7],
    [BEN, 7],
  ]);
});
