import { expect, test, vi } from 'vitest';
import { checkBatch } from '../../../core/board/admission/validate-op.ts';
import { Board } from '../../../core/board/board.ts';
import { cutSpans } from '../../../core/board/bodies/cuts.ts';
import { textOf, textPieces, typingPlace } from '../../../core/board/bodies/text-order.ts';
import { type ClientId, type ElementId, elementId } from '../../../core/board/ids.ts';
import { BOARD_ELEMENT, Body, ElementKind, type Facts, type Values } from '../../../core/board/kinds.ts';
import type { AddOp, Op } from '../../../core/board/op.ts';
import { packStates, unpackStates } from '../../../core/room/catch-up.ts';
import { addInk } from '../../support/ink.ts';

const ANA = 'AAAAAAAAAAA' as ClientId;
const BEN = 'BBBBBBBBBBB' as ClientId;
const STROKE = elementId(ANA, 1);
const NOTE = elementId(ANA, 2);

const stroke = addInk({ id: STROKE, lamport: 1, values: { order: 'a0', x: 0, y: 0, color: 1, width: 32 } });
const points: Op = { kind: 'append', id: STROKE, offset: 0, chunk: Uint8Array.of(0, 0, 20, 0, 0, 0, 0, 0) };
const note: AddOp = {
  kind: 'add',
  id: NOTE,
  lamport: 1,
  birth: { kind: ElementKind.note, body: Body.none, facts: {} },
  values: { order: 'a1', x: 0, y: 0, w: 1600, h: 1600, color: 4 },
};
const part = (id: ElementId, kind: number, body: Body, facts: Facts): AddOp => ({
  kind: 'add',
  id,
  lamport: 5,
  birth: { kind, body, facts },
  values: {},
});
const cut = (id: ElementId, target = STROKE) => part(id, ElementKind.cut, Body.spans, { target });
const run = (id: ElementId, place: Facts['place'] = []) =>
  part(id, ElementKind.run, Body.text, { target: NOTE, ...(place ? { place } : {}) });
const type = (id: ElementId, offset: number, chunk: string): Op => ({ kind: 'append', id, offset, chunk });

function accepted(board: Board, author: ClientId, ops: readonly Op[]): void {
  expect(checkBatch(board, author, ops)).toBeUndefined();
  board.apply(author, ops);
}
const copied = (board: Board): Board => {
  const states = unpackStates(packStates(board.statesPast()));
  if (!states.ok) throw new Error(states.error.code);
  const fresh = new Board();
  fresh.merge(states.value);
  return fresh;
};

test('[OPS-9] what is cut out of a stroke is the union of all living cuts, and undo of one is that it is not alive', () => {
  const board = new Board();
  accepted(board, ANA, [stroke, points, { kind: 'end', id: STROKE, count: 4 }]);
  const [anas, bens] = [elementId(ANA, 9), elementId(BEN, 1)];
  accepted(board, ANA, [cut(anas), { kind: 'cut', id: anas, spans: [0, 16] }]);
  accepted(board, BEN, [cut(bens), { kind: 'cut', id: bens, spans: [8, 20] }]);
  accepted(board, BEN, [{ kind: 'cut', id: bens, spans: [40, 44] }]);
  expect(cutSpans(board, STROKE)).toEqual([0, 20, 40, 44]);
  board.apply(BEN, [{ kind: 'alive', ids: [bens], lamport: 9, alive: false }]);
  expect(cutSpans(board, STROKE)).toEqual([0, 16]);
  expect(cutSpans(copied(board), STROKE)).toEqual([0, 16]);
  // A part is no thing of its own.
  expect(board.aliveCount).toBe(1);
});

test('[OPS-9] who cuts or types touches the whole as well, so that it is shown anew', () => {
  const board = new Board();
  accepted(board, ANA, [stroke, note]);
  const before = board.get(NOTE)?.revision ?? 0;
  const id = elementId(BEN, 1);
  expect(board.apply(BEN, [run(id), type(id, 0, 'hi')])).toEqual([id, NOTE, id, NOTE]);
  const eraser = elementId(ANA, 7);
  expect(board.apply(ANA, [cut(eraser, id)])).toEqual([eraser, id, NOTE]);
  expect(board.get(NOTE)?.revision).toBe(before + 3);
});

test.each<[string, (board: Board) => Op[], string]>([
  ['a cut of what is not there', () => [cut(elementId(BEN, 1), elementId(BEN, 7))], 'op.unknown_element'],
  ['a cut without a target', () => [part(elementId(BEN, 1), ElementKind.cut, Body.spans, {})], 'op.value'],
  ['somebody else’s cut', () => [{ kind: 'cut', id: elementId(ANA, 9), spans: [1, 2] }], 'op.not_yours'],
  [
    'spans of a stroke',
    () => [
      addInk({ ...stroke, id: elementId(BEN, 1), values: stroke.values as never }),
      { kind: 'cut', id: elementId(BEN, 1), spans: [1, 2] },
    ],
    'op.value',
  ],
  [
    'text in a stroke',
    () => [addInk({ ...stroke, id: elementId(BEN, 1), values: stroke.values as never }), type(elementId(BEN, 1), 0, 'x')],
    'op.value',
  ],
  ['points in a text', () => [run(elementId(BEN, 1)), { ...points, id: elementId(BEN, 1) } as Op], 'op.value'],
  ['a run after what nobody typed', () => [run(elementId(BEN, 1), [elementId(ANA, 3), 5, 1])], 'op.value'],
  ['a run after a run that is not there', () => [run(elementId(BEN, 1), [elementId(ANA, 8), 0, 1])], 'op.unknown_element'],
  [
    'a rectangle without its size',
    () => [{ ...note, id: elementId(BEN, 1), values: { order: 'a1', x: 0, y: 0 } } as AddOp],
    'op.value',
  ],
  [
    'a pen stroke with a body of text',
    () => [{ ...stroke, id: elementId(BEN, 1), birth: { kind: 1, body: Body.text, facts: {} } }],
    'op.value',
  ],
  [
    'more spans than one cut may have',
    () => [
      cut(elementId(BEN, 1)),
      ...[0, 1].map(
        (half): Op => ({
          kind: 'cut',
          id: elementId(BEN, 1),
          spans: Array.from({ length: 1_200 }, (_, i) => 2_400 * half + 2 * i),
        }),
      ),
    ],
    'cut.too_many_spans',
  ],
  [
    'too long a run',
    () => [run(elementId(BEN, 1)), type(elementId(BEN, 1), 0, 'x'.repeat(9_999)), type(elementId(BEN, 1), 9_999, 'yy')],
    'text.too_long',
  ],
])('[ADM-5] %s is refused', (_, ops, code) => {
  const board = new Board();
  accepted(board, ANA, [stroke, points, note, run(elementId(ANA, 3)), type(elementId(ANA, 3), 0, 'abc')]);
  const before = board.fingerprint();
  expect(checkBatch(board, BEN, ops(board))?.code).toBe(code);
  expect(board.fingerprint()).toBe(before);
});

test('[OPS-10] two people typing at the same place do not mix their words, and nobody’s letters are lost', () => {
  const ana = new Board();
  accepted(ana, ANA, [note, run(elementId(ANA, 3)), type(elementId(ANA, 3), 0, '()')]);
  const ben = copied(ana);
  const inTheMiddle = typingPlace(ana, NOTE, 1, () => false);
  if (!('place' in inTheMiddle)) throw new Error('a run of its own was expected');
  const anas: Op[] = [run(elementId(ANA, 4), inTheMiddle.place), ...[...'left'].map((c, i) => type(elementId(ANA, 4), i, c))];
  const bens: Op[] = [run(elementId(BEN, 1), inTheMiddle.place), ...[...'right'].map((c, i) => type(elementId(BEN, 1), i, c))];
  accepted(ana, ANA, anas);
  accepted(ben, BEN, bens);
  ana.apply(BEN, bens);
  ben.apply(ANA, anas);
  expect(textOf(ana, NOTE)).toBe('(leftright)');
  expect(textOf(ben, NOTE)).toBe('(leftright)');
  expect(ana.fingerprint()).toBe(ben.fingerprint());
});

test('[OPS-10] erasing is a cut of the run: two erase and type at once, each undo brings back its own', () => {
  const board = new Board();
  const [first, eraser] = [elementId(ANA, 3), elementId(BEN, 1)];
  accepted(board, ANA, [note, run(first), type(first, 0, 'hello world')]);
  accepted(board, BEN, [cut(eraser, first), { kind: 'cut', id: eraser, spans: [0, 6] }]);
  expect(textOf(board, NOTE)).toBe('world');
  // Typing goes on at the end of one's own run.
  expect(typingPlace(board, NOTE, 5, () => true)).toEqual({ on: first, offset: 11 });
  accepted(board, ANA, [type(first, 11, '!')]);
  board.apply(BEN, [{ kind: 'alive', ids: [eraser], lamport: 20, alive: false }]);
  expect(textOf(board, NOTE)).toBe('hello world!');
  board.apply(ANA, [{ kind: 'alive', ids: [first], lamport: 21, alive: false }]);
  expect(textOf(board, NOTE)).toBe('');
  expect(textPieces(board, NOTE).every(({ shown }) => !shown)).toBe(true);
});

test('[OPS-10] a text nested as deep as a board has elements is read', () => {
  const board = new Board();
  accepted(board, ANA, [note]);
  const deep = 20_000;
  let last: ElementId | undefined;
  for (let k = 0; k < deep; k++) {
    const id = elementId(ANA, 10 + k);
    board.apply(ANA, [run(id, last ? [last, 0, 1] : []), type(id, 0, 'x')]);
    last = id;
  }
  expect(textOf(board, NOTE)).toHaveLength(deep);
});

test('[OPS-8] [OPS-9] a stroke with as many cuts as two instances may accept at once is read', () => {
  const board = new Board();
  board.apply(ANA, [stroke, points]);
  for (let k = 0; k < 150_000; k++) {
    const id = elementId(BEN, 1 + k);
    board.apply(BEN, [cut(id), { kind: 'cut', id, spans: [k % 40, (k % 40) + 1] }]);
  }
  expect(cutSpans(board, STROKE)).toEqual([0, 40]);
});

test('[OPS-10] a run with very many cuts and very many runs inside is read, its cuts once', () => {
  const board = new Board();
  const outer = elementId(ANA, 3);
  accepted(board, ANA, [note]);
  board.apply(ANA, [run(outer), type(outer, 0, 'ab'.repeat(5_000))]);
  for (let k = 0; k < 5_000; k++) {
    const [inner, erased] = [elementId(BEN, 10 + k), elementId(BEN, 10_000 + k)];
    board.apply(BEN, [run(inner, [outer, 2 * k + 1, 0]), type(inner, 0, 'x')]);
    board.apply(BEN, [cut(erased, outer), { kind: 'cut', id: erased, spans: [2 * k, 2 * k + 1] }]);
  }
  const asked = vi.spyOn(board, 'partsOf');
  expect(textOf(board, NOTE)).toBe('xb'.repeat(5_000));
  // Of the note, of the run with the cuts, and of each run inside.
  expect(asked.mock.calls.length).toBeLessThanOrEqual(5_002);
});

test('[OPS-11] kinds and properties of a later version are stored, sent on and restored', () => {
  const board = new Board();
  const id = elementId(BEN, 1);
  const later: AddOp = {
    kind: 'add',
    id,
    lamport: 3,
    birth: { kind: 900, body: Body.none, facts: { p200: ['x', 1] } as Facts },
    values: { order: 'a0', p99: 'new' } as Values,
  };
  accepted(board, BEN, [later]);
  accepted(board, ANA, [{ kind: 'set', id: STROKE, lamport: 4, values: {} }].slice(1) as Op[]);
  accepted(board, BEN, [{ kind: 'set', id, lamport: 4, values: { p98: true } as Values }]);
  const fresh = copied(board);
  expect(fresh.fingerprint()).toBe(board.fingerprint());
  const state = fresh.state(id);
  expect(state).toMatchObject({ birth: later.birth, values: { alive: true, order: 'a0', p98: true, p99: 'new' } });
  const restored = new Board();
  if (state) accepted(restored, ANA, [{ kind: 'restore', state }]);
  expect(restored.state(id)).toMatchObject({ birth: later.birth, values: { p98: true, p99: 'new' } });
});

test('[OPS-12] the board’s own title, lock and background are registers of one element that nobody adds', () => {
  const board = new Board();
  accepted(board, BEN, [{ kind: 'set', id: BOARD_ELEMENT, lamport: 1, values: { title: 'Plan', background: 1 } }]);
  expect(copied(board).get(BOARD_ELEMENT)?.get('title')).toBe('Plan');
  expect(board.get(BOARD_ELEMENT)?.get('locked')).toBe(false);
  expect([board.aliveCount, board.elementCount]).toEqual([0, 0]);
  expect(copied(board).fingerprint()).toBe(board.fingerprint());
});

test('[OPS-4] who makes one stroke longer at two hubs keeps what both agree on, everywhere', () => {
  const [one, two] = [new Board(), new Board()];
  const begin: Op[] = [stroke, points];
  const left: Op = { kind: 'append', id: STROKE, offset: 4, chunk: Uint8Array.of(2, 2, 4, 4) };
  const right: Op = { kind: 'append', id: STROKE, offset: 4, chunk: Uint8Array.of(2, 2, 6, 6, 8, 8) };
  for (const [board, at] of [
    [one, left],
    [two, right],
  ] as const)
    accepted(board, ANA, [...begin, at]);
  one.apply(ANA, [...begin, right]);
  two.apply(ANA, [...begin, left]);
  expect(one.get(STROKE)?.pointCount).toBe(5);
  expect(one.fingerprint()).toBe(two.fingerprint());
  expect(checkBatch(one, ANA, [{ kind: 'append', id: STROKE, offset: 5, chunk: Uint8Array.of(2, 2) }])?.code).toBe(
    'append.ended',
  );
  expect(copied(one).fingerprint()).toBe(one.fingerprint());
});
