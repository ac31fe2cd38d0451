import { expect, test } from 'vitest';
import { Board } from '../../../core/board/board.ts';
import { decodePoints, encodePoints, newTail } from '../../../core/board/bodies/points-codec.ts';
import { decodeOps, encodeOps } from '../../../core/board/codec/op-codec.ts';
import { type ClientId, elementId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import { packStates, unpackStates } from '../../../core/room/catch-up.ts';
import { addInk } from '../../support/ink.ts';

const ANA = 'AnaAnaAnaAn' as ClientId;
const BEN = 'BenBenBenBe' as ClientId;
const id = elementId(ANA, 1);
const add: Op = addInk({ id, lamport: 2, values: { kind: 1, order: 'a0', x: 10, y: 20, color: 0, width: 56, pressured: false } });
const moveTo = (x: number, lamport: number): Op => ({ kind: 'set', id, lamport, values: { x } });
const alive = (is: boolean, lamport: number): Op => ({ kind: 'alive', ids: [id], lamport, alive: is });

/** Three chunks of one stroke of twelve points. */
function chunks(): Op[] {
  const tail = newTail();
  return [0, 4, 8].map((offset) => {
    const xy = Int32Array.from({ length: 8 }, (_, i) => (offset * 2 + i) * 3);
    return { kind: 'append', id, offset, chunk: encodePoints(tail, { xy, pressure: undefined }) };
  });
}

test('[OPS-3] the higher lamport wins, then the greater client id; of equal stamps the greater value counts', () => {
  const board = new Board();
  board.apply(ANA, [add]);
  board.apply(ANA, [moveTo(100, 5)]);
  board.apply(BEN, [moveTo(200, 4)]);
  expect(board.get(id)?.x).toBe(100);
  board.apply(BEN, [moveTo(300, 5)]);
  expect(board.get(id)?.x).toBe(300);
  board.apply(ANA, [moveTo(400, 5)]);
  board.apply(BEN, [moveTo(200, 5)]);
  expect(board.get(id)?.x).toBe(300);
  board.apply(BEN, [moveTo(500, 5)]);
  expect(board.get(id)?.x).toBe(500);
});

test('[OPS-3] writes may come before the add of their element, which shows with them', () => {
  const board = new Board();
  board.apply(BEN, [alive(false, 9), moveTo(77, 8)]);
  expect(board.get(id)).toBeUndefined();
  expect(board.elementCount).toBe(0);
  board.apply(ANA, [add]);
  expect(board.get(id)).toMatchObject({ alive: false, x: 77, y: 20 });
  expect([board.elementCount, board.aliveCount]).toEqual([1, 0]);
});

test('[OPS-3] registers are apart: moving does not bring back, recolouring does not move', () => {
  const board = new Board();
  board.apply(ANA, [add]);
  board.apply(BEN, [alive(false, 3)]);
  board.apply(ANA, [moveTo(5, 9)]);
  expect(board.get(id)).toMatchObject({ alive: false, x: 5, color: 0 });
});

test('[OPS-4] a chunk beyond the end waits for the part before it, one before the end changes nothing', () => {
  const board = new Board();
  const [first, second, third] = chunks() as [Op, Op, Op];
  board.apply(ANA, [third]);
  board.apply(ANA, [add, second]);
  expect(board.get(id)?.pointCount).toBe(0);
  board.apply(ANA, [first]);
  expect(board.get(id)?.pointCount).toBe(12);
  const before = board.fingerprint();
  board.apply(ANA, [first, second, third]);
  expect(board.fingerprint()).toBe(before);
  const xy = decodePoints(board.get(id)?.points ?? new Uint8Array(), false).xy;
  expect([...xy]).toEqual(Array.from({ length: 24 }, (_, i) => i * 3));
});

test('an element is ended only with all its points, and its box follows them', () => {
  const board = new Board();
  const [first, second, third] = chunks() as [Op, Op, Op];
  board.apply(ANA, [add, first, { kind: 'end', id, count: 12 }]);
  expect(board.get(id)?.ended).toBe(false);
  expect(board.get(id)?.box).toEqual({ minX: 10, minY: 23, maxX: 28, maxY: 41 });
  board.apply(ANA, [second, third]);
  expect(board.get(id)?.ended).toBe(true);
  board.apply(ANA, [moveTo(1_000, 7)]);
  expect(board.get(id)?.box).toEqual({ minX: 1_000, minY: 23, maxX: 1_066, maxY: 89 });
});

test('counts follow what is visible', () => {
  const board = new Board();
  board.apply(ANA, [add, ...chunks()]);
  const bytes = board.pointBytes;
  expect(bytes).toBeGreaterThan(20);
  board.apply(BEN, [alive(false, 3)]);
  expect([board.elementCount, board.aliveCount, board.pointBytes]).toEqual([1, 0, bytes]);
  board.apply(BEN, [alive(true, 4)]);
  expect([board.elementCount, board.aliveCount]).toEqual([1, 1]);
});

test('[RPL-3] states past a vector carry what waits: writes before their add, chunks before the part before them', () => {
  const [first, second, third] = chunks() as [Op, Op, Op];
  const early = new Board();
  early.apply(BEN, [alive(false, 9)]);
  early.apply(ANA, [third]);
  const states = unpackStates(packStates(early.statesPast()));
  if (!states.ok) throw new Error(`${states.error.code} ${states.error.detail}`);
  const board = new Board();
  board.apply(ANA, [add, first]);
  board.merge(states.value);
  board.apply(ANA, [second]);
  expect(board.get(id)).toMatchObject({ alive: false, pointCount: 12 });
  // Copies and files hold only what is on the board.
  expect([...early.states()]).toEqual([]);
});

test('[OPS-6] what waits is no copy and cannot be restored', () => {
  const early = new Board();
  early.apply(BEN, [moveTo(5, 3)]);
  const [state] = early.statesPast();
  if (!state) throw new Error('nothing waits');
  expect(decodeOps(BEN, encodeOps(BEN, [{ kind: 'restore', state }]))).toMatchObject({
    ok: false,
    error: { code: 'op.malformed' },
  });
});
