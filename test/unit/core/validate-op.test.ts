import { expect, test } from 'vitest';
import { checkBatch } from '../../../core/board/admission/validate-op.ts';
import { Board } from '../../../core/board/board.ts';
import { encodePoints, newTail } from '../../../core/board/bodies/points-codec.ts';
import { decodeOps } from '../../../core/board/codec/op-codec.ts';
import type { ElementState } from '../../../core/board/element.ts';
import { type ClientId, elementId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { addInk, inkBirth } from '../../support/ink.ts';

const ANA = 'AnaAnaAnaAn' as ClientId;
const BEN = 'BenBenBenBe' as ClientId;
const id = elementId(ANA, 1);
const values = { kind: 1, order: 'a0', x: 0, y: 0, color: 0, width: 56, pressured: false } as const;
const add: Op = addInk({ id, lamport: 1, values });
const chunk = (count: number): Uint8Array =>
  encodePoints(newTail(), { xy: Int32Array.from({ length: count * 2 }, (_, i) => i), pressure: undefined });
const append = (offset: number, points = chunk(4)): Op => ({ kind: 'append', id, offset, chunk: points });

function boardWith(...ops: Op[]): Board {
  const board = new Board();
  board.apply(ANA, ops);
  return board;
}

test.each<[string, Board, ClientId, Op[], string]>([
  ['adding in another client’s name', new Board(), BEN, [add], 'op.not_yours'],
  ['adding twice', boardWith(add), ANA, [add], 'op.element_exists'],
  ['adding twice in one batch', new Board(), ANA, [add, add], 'op.element_exists'],
  ['going on with another’s stroke', boardWith(add), BEN, [append(0)], 'op.not_yours'],
  ['appending to nothing', new Board(), ANA, [append(0)], 'op.unknown_element'],
  ['a gap in a stroke', boardWith(add, append(0)), ANA, [append(5)], 'append.gap'],
  ['an overlap', boardWith(add, append(0)), ANA, [append(3)], 'append.overlap'],
  ['a gap inside one batch', new Board(), ANA, [add, append(0), append(5)], 'append.gap'],
  ['appending after the end', boardWith(add, append(0), { kind: 'end', id, count: 4 }), ANA, [append(4)], 'append.ended'],
  ['ending with points missing', boardWith(add, append(0)), ANA, [{ kind: 'end', id, count: 5 }], 'append.gap'],
  [
    'ending twice',
    boardWith(add, append(0), { kind: 'end', id, count: 4 }),
    ANA,
    [{ kind: 'end', id, count: 4 }],
    'append.ended',
  ],
  ['points that are none', boardWith(add), ANA, [append(0, Uint8Array.from([0x80]))], 'append.malformed'],
  ['a lamport that would use up the numbers', new Board(), ANA, [{ ...add, lamport: Number.MAX_SAFE_INTEGER }], 'op.value'],
  ['moving nothing', new Board(), BEN, [{ kind: 'set', id, lamport: 2, values: { x: 1 } }], 'op.unknown_element'],
  ['removing nothing', new Board(), BEN, [{ kind: 'alive', ids: [id], lamport: 2, alive: false }], 'op.unknown_element'],
])('[ADM-1] %s is refused and changes nothing', (_, board, author, ops, code) => {
  const before = board.fingerprint();
  expect(checkBatch(board, author, ops)?.code).toBe(code);
  expect(board.fingerprint()).toBe(before);
});

test('[ADM-1] ten million points do not fit one stroke, whatever the chunks', () => {
  const board = boardWith(add);
  let accepted = 0;
  let code: string | undefined;
  for (let offset = 0; offset < 10_000_000 && code === undefined; offset += 1_000) {
    const op = append(offset, chunk(1_000));
    code = checkBatch(board, ANA, [op])?.code;
    if (code === undefined) {
      board.apply(ANA, [op]);
      accepted += 1_000;
    }
  }
  expect(code).toBe('append.too_many_points');
  expect(accepted).toBe(LIMITS.pointsPerStroke);
});

test('[ADM-1] anybody may move, remove and bring back anything on the board', () => {
  const board = boardWith(add, append(0));
  const ops: Op[] = [
    { kind: 'set', id, lamport: 2, values: { x: 5 } },
    { kind: 'alive', ids: [id], lamport: 3, alive: false },
    { kind: 'alive', ids: [id], lamport: 4, alive: true },
  ];
  expect(checkBatch(board, BEN, ops)).toBeUndefined();
});

test('[OPS-6] a copy of an element that is here may be restored again; one of another kind may not', () => {
  const board = boardWith(add, append(0), { kind: 'end', id, count: 4 });
  const state = board.state(id) as ElementState;
  expect(checkBatch(board, BEN, [{ kind: 'restore', state }])).toBeUndefined();
  expect(checkBatch(board, BEN, [{ kind: 'restore', state: { ...state, birth: inkBirth(2) } }])?.code).toBe('op.value');
});

const addWire = (patch: Record<number, unknown>): unknown[] => Object.assign([1, 1, 1, 1, 'a0', 0, 0, 0, 56, 0], patch);

test.each<[string, unknown, string]>([
  ['no list', 7, 'batch.malformed'],
  ['an empty batch', [], 'batch.malformed'],
  ['an unknown op code', [99, 1], 'op.unknown_code'],
  ['a code that is no number', ['x'], 'op.malformed'],
  ['NaN for x', addWire({ 5: Number.NaN }), 'op.coordinate'],
  ['infinity for y', addWire({ 6: Number.POSITIVE_INFINITY }), 'op.coordinate'],
  ['a fraction for x', addWire({ 5: 0.5 }), 'op.coordinate'],
  ['a place off the board', addWire({ 5: LIMITS.coordinate + 1 }), 'op.coordinate'],
  ['a colour that does not exist', addWire({ 7: 8 }), 'op.value'],
  ['a width of zero', addWire({ 8: 0 }), 'op.value'],
  ['an order key with a bad character', addWire({ 4: 'a 0' }), 'op.value'],
  ['an order key that is too long', addWire({ 4: 'a'.repeat(LIMITS.orderKeyChars + 1) }), 'op.value'],
  ['an order key that the library cannot go on from', addWire({ 4: 'b0' }), 'op.value'],
  ['an order key with a trailing zero', addWire({ 4: 'a0V0' }), 'op.value'],
  ['no kind', addWire({ 3: 0 }), 'op.malformed'],
  ['a kind beyond all', addWire({ 3: 70_000 }), 'op.malformed'],
  ['a body that does not exist', addWire({ 9: 5 }), 'op.malformed'],
  ['a fact that is written later', [2, 1, 1, 128, 'AAAAAAAAAAA.1'], 'op.value'],
  ['half of a surrogate pair', [7, 1, 0, '\ud83d'], 'op.malformed'],
  ['half of a surrogate pair in a property', [2, 1, 1, 24, '\ud83d'], 'op.value'],
  ['a map in a property of a later version', [2, 1, 1, 99, { a: 1 }], 'op.value'],
  ['bytes in a property of a later version', [2, 1, 1, 99, new Uint8Array(2)], 'op.value'],
  ['a list nested too deep', [2, 1, 1, 99, [[[[1]]]]], 'op.value'],
  ['a span that ends before it begins', [8, 1, 4, 4], 'op.malformed'],
  ['half a span', [8, 1, 4], 'op.malformed'],
  ['a negative lamport', addWire({ 2: -1 }), 'op.malformed'],
  ['ordinal zero', addWire({ 1: 0 }), 'op.malformed'],
  ['a whole id that is none', addWire({ 1: '__proto__' }), 'op.malformed'],
  ['a field too many', [...addWire({}), 1], 'op.malformed'],
  ['an append with a negative offset', [4, 1, -1, chunk(1)], 'op.malformed'],
  ['an append without points', [4, 1, 0, new Uint8Array(0)], 'op.malformed'],
  ['points as text that is no base64', [4, 1, 0, '???'], 'op.malformed'],
  ['too many bytes in one append', [4, 1, 0, new Uint8Array(LIMITS.appendBytes + 1)], 'append.too_many_points'],
  ['a property that is none any more', [2, 1, 1, 8, 1], 'op.value'],
  ['a property beyond all', [2, 1, 1, 256, 1], 'op.value'],
  ['a property twice', [2, 1, 1, 4, 1, 4, 2], 'op.value'],
  ['kind is not settable', [2, 1, 1, 1, 2], 'op.value'],
  ['more ops than a batch may have', new Array(LIMITS.opsPerBatch + 1).fill([5, 1, 0]), 'batch.too_many_ops'],
  ['more elements than an op may name', [3, 1, 0, ...new Array(LIMITS.refsPerOp + 1).fill(1)], 'batch.too_many_ops'],
  ['a copy that is none', [6, [[], [], []]], 'op.malformed'],
])('[OPS-7] %s is refused with its code', (_, raw, code) => {
  expect(decodeOps(ANA, raw)).toMatchObject({ ok: false, error: { code } });
});

test('[OPS-7] points may come as base64, as the JSON hub protocol carries them', () => {
  const points = chunk(4);
  expect(decodeOps(ANA, [4, 1, 0, Buffer.from(points).toString('base64')])).toEqual({
    ok: true,
    value: [{ kind: 'append', id, offset: 0, chunk: points }],
  });
});
