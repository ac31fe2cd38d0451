import { expect, test } from 'vitest';
import { checkBatch } from '../../../core/board/admission/validate-op.ts';
import { Board } from '../../../core/board/board.ts';
import { encodePoints, newTail } from '../../../core/board/bodies/points-codec.ts';
import { openStateTable } from '../../../core/board/codec/state-table.ts';
import { type ClientId, elementId } from '../../../core/board/ids.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { packStates, unpackStates } from '../../../core/room/catch-up.ts';
import { inkBirth, stampAll } from '../../support/ink.ts';

const ANA = 'AAAAAAAAAAA' as ClientId;
const STAMP = { lamport: 3, clientId: ANA };

function copyOf(pressured: boolean, count: number, x = 0) {
  const pressure = pressured ? new Uint8Array(count).fill(9) : undefined;
  const points = encodePoints(newTail(), { xy: Int32Array.from({ length: 2 * count }, (_, i) => i * i * 40), pressure });
  const values = { alive: true, order: 'a0', x, y: 0, color: 0, width: 8 };
  const body = { birth: inkBirth(1, pressured), content: points, count, endCount: count };
  const state = { id: elementId(ANA, 1), values, stamps: stampAll(values, STAMP), ...body };
  return { kind: 'restore' as const, state: { ...state, restored: true, marks: [] } };
}

test('[OPS-8] two copies of one id in one batch, with pressure and without, leave a board that everybody can read', () => {
  for (const ops of [
    [copyOf(false, 8), copyOf(true, 3)],
    [copyOf(true, 3), copyOf(false, 8)],
    [copyOf(true, 3), copyOf(false, 3)],
  ]) {
    const board = new Board();
    expect(checkBatch(board, ANA, ops)).toBeUndefined();
    board.apply(ANA, ops);
    const states = unpackStates(packStates(board.statesPast()));
    expect(states.ok).toBe(true);
    const fresh = new Board();
    if (states.ok) fresh.merge(states.value);
    expect(fresh.fingerprint()).toBe(board.fingerprint());
  }
});

test('[OPS-3] equal stamps with different values end alike, in whatever order they come', () => {
  const [one, two] = [new Board(), new Board()];
  const [left, right] = [copyOf(false, 3, 7), copyOf(false, 3, -7)];
  one.apply(ANA, [left]);
  one.apply(ANA, [right]);
  two.apply(ANA, [right]);
  two.apply(ANA, [left]);
  expect(one.get(elementId(ANA, 1))?.x).toBe(7);
  expect(two.fingerprint()).toBe(one.fingerprint());
});

test('[OPS-6] a copy that contradicts what somebody brought back is refused, a longer or shorter one of the same body is not', () => {
  const board = new Board();
  board.apply(ANA, [copyOf(false, 5)]);
  const other = copyOf(false, 6);
  const content = encodePoints(newTail(), { xy: Int32Array.from({ length: 24 }, (_, i) => 7 * i + 3), pressure: undefined });
  const forged = { ...other, state: { ...other.state, content, count: 12, endCount: 12 } };
  expect(checkBatch(board, ANA, [forged])).toEqual({ code: 'op.value', detail: 'content' });
  expect(checkBatch(board, ANA, [copyOf(false, 8)])).toBeUndefined();
  expect(checkBatch(board, ANA, [copyOf(false, 2)])).toBeUndefined();
});

test('[OPS-8] a reader takes what several instances filled at the same time', () => {
  const table = (rows: number) => openStateTable([[ANA], [], [], new Array(rows).fill(null)]);
  expect(table(LIMITS.elementsPerBoard + 1).ok).toBe(true);
  expect(table(2 * LIMITS.elementsPerBoard).ok).toBe(true);
  expect(table(2 * LIMITS.elementsPerBoard + 1)).toMatchObject({ ok: false, error: { code: 'board.too_many_elements' } });
});
