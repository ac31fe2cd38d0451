import { expect, test } from 'vitest';
import { encodeOps } from '../../../../core/board/codec/op-codec.ts';
import { elementId, type InstanceId } from '../../../../core/board/ids.ts';
import type { Op } from '../../../../core/board/op.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { openBatches } from '../../../../core/room/frame.ts';
import { Replica } from '../../../../core/room/replica.ts';
import { VersionVector } from '../../../../core/room/version-vector.ts';
import { type FakeClient, HubFixture, statesOf } from './hub-fixture.ts';
import { addStroke } from './ink.ts';

const AT_ONCE = LIMITS.opsPerBatch;

test('[OPS-13] a board that was full and was erased is drawn on again, by letting go of what was removed longest ago', async () => {
  const fixture = new HubFixture();
  const ann = fixture.connect();
  const welcome = await ann.join();
  let n = 0;
  let k = 0;
  const push = (ops: readonly Op[]): void => {
    ann.push([++n, encodeOps(ann.clientId, ops)]);
    fixture.clock.advance(1_000);
  };
  const add = (count: number): void => {
    for (let left = count; left > 0; left -= AT_ONCE)
      push(Array.from({ length: Math.min(left, AT_ONCE) }, () => addStroke(ann.clientId, ++k)));
  };
  const erase = (from: number, to: number): void => {
    for (let at = from; at <= to; at += AT_ONCE) {
      const ids = Array.from({ length: Math.min(AT_ONCE, to - at + 1) }, (_, i) => elementId(ann.clientId, at + i));
      push([{ kind: 'alive', ids, lamport: 1_000_000 + at, alive: false }]);
    }
  };
  add(LIMITS.elementsPerBoard);
  expect(ann.refusals()).toEqual([]);
  push([addStroke(ann.clientId, k + 1)]);
  expect(ann.refusals()).toEqual([[n, 'board.too_many_elements']]);
  erase(1, 30_000);
  add(15_000);
  expect(ann.refusals()).toHaveLength(1);
  // What was let go of stays so: to bring it back is refused with a code of its own, and nothing else of it is known.
  push([{ kind: 'alive', ids: [elementId(ann.clientId, 1)], lamport: 2_000_000, alive: true }]);
  expect(ann.refusals().at(-1)).toEqual([n, 'op.forgotten']);
  // What was removed last can still be brought back.
  push([{ kind: 'alive', ids: [elementId(ann.clientId, 30_000)], lamport: 2_000_000, alive: true }]);
  expect(ann.refusals()).toHaveLength(2);
  expect(await sameBoards(fixture, ann, welcome)).toBe(true);
}, 120_000);

/** Whether one who was there all the time, by frames, and one who comes now, by a snapshot, have one board. */
async function sameBoards(fixture: HubFixture, ann: FakeClient, welcome: { readonly origin: InstanceId }): Promise<boolean> {
  const there = new Replica();
  for (const frame of ann.frames()) {
    const batches = openBatches(frame, () => ann.clientId);
    if (!batches.ok) throw new Error(batches.error.code);
    const { gap } = there.receive({ origin: welcome.origin, firstSeq: frame.firstSeq, batches: batches.value });
    if (gap) throw new Error('a frame is missing');
  }
  const late = fixture.connect();
  await late.join();
  const fresh = new Replica();
  fresh.merge(statesOf(await late.catchUp()), new VersionVector());
  expect(fresh.board.elementCount).toBeGreaterThan(90_000);
  return fresh.board.fingerprint() === there.board.fingerprint();
}
