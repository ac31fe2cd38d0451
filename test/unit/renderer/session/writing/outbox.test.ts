import { expect, test } from 'vitest';
import { Board } from '../../../../../core/board/board.ts';
import { decodeOps } from '../../../../../core/board/codec/op-codec.ts';
import type { ChangeMark, ElementState } from '../../../../../core/board/element.ts';
import { type ClientId, type ElementId, elementId, type InstanceId } from '../../../../../core/board/ids.ts';
import type { Op } from '../../../../../core/board/op.ts';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import { packValue, unpackValue } from '../../../../../core/wire/msgpack.ts';
import { restoreOp } from '../../../../../renderer/session/keeping/lost-copy.ts';
import { Outbox } from '../../../../../renderer/session/writing/outbox.ts';
import { addInk } from '../../../../support/ink.ts';

const ANA = 'ana________' as ClientId;
const HUB = 'hub________' as InstanceId;
const MUCH = 1 << 20;
const VALUES = { kind: 1, order: 'a1', x: 0, y: 0, color: 2, width: 56, pressured: false } as const;

const set = (k: number): Op[] => [{ kind: 'set', id: elementId(ANA, k), lamport: k, values: { x: k } }];
const add = (k: number): Op[] => [addInk({ id: elementId(ANA, k), lamport: 1, values: VALUES })];
const append = (k: number, offset: number, bytes = 4): Op[] => [
  { kind: 'append', id: elementId(ANA, k), offset, chunk: new Uint8Array(bytes) },
];
const numbers = (entries: readonly { readonly n: number }[]): number[] => entries.map(({ n }) => n);

/** The room shows the batch that is here under this n. */
function seen(outbox: Outbox, n: number, mark: ChangeMark, now: number): number | undefined {
  return outbox.seen({ n, ops: outbox.entries().find((entry) => entry.n === n)?.ops ?? set(n) }, mark, now);
}

function filled(count: number): Outbox {
  const outbox = new Outbox(ANA);
  for (let k = 1; k <= count; k++) outbox.add(set(k), k);
  return outbox;
}

test('batches leave in order, once, numbered from 1 without holes', () => {
  const outbox = filled(3);
  expect(numbers(outbox.take(MUCH, 10))).toEqual([1, 2, 3]);
  expect(outbox.take(MUCH, 10)).toEqual([]);
  expect(outbox.hasWaiting).toBe(false);
  expect(outbox.size).toBe(3);
});

test('a message carries at most the bytes asked for, but one batch always, and at most 64', () => {
  const outbox = filled(200);
  expect(numbers(outbox.take(1, 0))).toEqual([1]);
  expect(outbox.take(MUCH, 0)).toHaveLength(LIMITS.batchesPerPush);
});

test('a batch is let go when it was seen and is durable, whichever comes last', () => {
  const outbox = filled(2);
  outbox.take(MUCH, 100);
  expect(seen(outbox, 1, { origin: HUB, seq: 7 }, 130)).toBe(30);
  expect(outbox.durable(HUB, 6)).toBe(false);
  expect(outbox.size).toBe(2);
  expect(outbox.durable(HUB, 7)).toBe(true);
  expect(numbers(outbox.entries())).toEqual([2]);
  expect(outbox.durable('other______' as InstanceId, 99)).toBe(false);
});

test('[TRC-3] the times of a batch are known also after its echo, for the last 32 that were sent', () => {
  const outbox = filled(34);
  outbox.take(MUCH, 100);
  seen(outbox, 34, { origin: HUB, seq: 7 }, 130);
  outbox.durable(HUB, 7);
  expect(outbox.timesOf(34)).toEqual({ made: 34, sent: 100 });
  expect(outbox.timesOf(3)).toEqual({ made: 3, sent: 100 });
  expect(outbox.timesOf(2)).toBeUndefined();
  expect(outbox.timesOf(35)).toBeUndefined();
});

test('an echo that comes twice, or of a batch that is not here, changes nothing', () => {
  const outbox = filled(1);
  outbox.take(MUCH, 0);
  seen(outbox, 1, { origin: HUB, seq: 1 }, 5);
  expect(seen(outbox, 1, { origin: HUB, seq: 2 }, 9)).toBeUndefined();
  expect(seen(outbox, 44, { origin: HUB, seq: 3 }, 9)).toBeUndefined();
  outbox.durable(HUB, 1);
  expect(outbox.size).toBe(0);
});

test('bytes under way are counted until they are answered', () => {
  const outbox = filled(2);
  const taken = outbox.take(MUCH, 0);
  const bytes = taken.reduce((sum, entry) => sum + entry.bytes, 0);
  expect(outbox.inFlightBytes).toBe(bytes);
  expect(outbox.waitingSince).toBe(0);
  seen(outbox, 1, { origin: HUB, seq: 1 }, 1);
  outbox.takeOut(2);
  expect(outbox.inFlightBytes).toBe(0);
  expect(outbox.waitingSince).toBeUndefined();
});

test('points of a stroke that wait are put together, up to a bound, and never after they were sent', () => {
  const outbox = new Outbox(ANA);
  outbox.add([...add(1), ...append(1, 0)], 0);
  outbox.add(append(1, 2), 0);
  outbox.add([...append(1, 4), { kind: 'end', id: elementId(ANA, 1), count: 6 }], 0);
  expect(outbox.size).toBe(1);
  expect(outbox.entries()[0]?.ops).toEqual([...add(1), ...append(1, 0, 12), { kind: 'end', id: elementId(ANA, 1), count: 6 }]);
  outbox.add(append(2, 0), 0);
  outbox.take(MUCH, 0);
  outbox.add(append(2, 2), 0);
  expect(outbox.size).toBe(3);
  for (let i = 0; i < 100; i++) outbox.add(append(3, i * 200, 400), 0);
  for (const { ops } of outbox.entries()) {
    for (const op of ops) if (op.kind === 'append') expect(op.chunk.length).toBeLessThanOrEqual(LIMITS.appendBytes);
  }
  const bytes = outbox
    .entries()
    .flatMap(({ ops }) => ops)
    .reduce((sum, op) => sum + (op.kind === 'append' && op.id === elementId(ANA, 3) ? op.chunk.length : 0), 0);
  expect(bytes).toBe(40_000);
});

test('points of another stroke, and other changes, stay batches of their own', () => {
  const outbox = new Outbox(ANA);
  outbox.add(add(1), 0);
  outbox.add(append(2, 0), 0);
  outbox.add(set(1), 0);
  outbox.add(append(1, 0), 0);
  expect(outbox.size).toBe(4);
});

test('[HS-3] on a new connection what the hub has stays out, what it has not waits again, in order', () => {
  const outbox = filled(5);
  outbox.take(MUCH, 0);
  seen(outbox, 1, { origin: HUB, seq: 1 }, 1);
  outbox.settle(3);
  expect(outbox.hasUnsure).toBe(true);
  expect(outbox.take(MUCH, 5), 'nothing leaves before what is unsure is settled').toEqual([]);
  outbox.takeOut(2);
  outbox.takeOut(3);
  expect(numbers(outbox.take(MUCH, 5))).toEqual([4, 5]);
});

test('what was refused without anybody hearing of it goes again under new numbers, before what comes later', () => {
  const outbox = filled(4);
  outbox.take(1, 0);
  outbox.take(1, 0);
  outbox.settle(2);
  outbox.retryUnsure();
  const again = outbox.take(MUCH, 5);
  expect(numbers(again)).toEqual([3, 4, 5, 6]);
  expect(again.map(({ ops }) => ops)).toEqual([set(1), set(2), set(3), set(4)]);
});

test('a hub that had more of this client than the client knows decides where the numbers go on', () => {
  const outbox = filled(2);
  outbox.settle(57);
  expect(numbers(outbox.take(MUCH, 0))).toEqual([58, 59]);
  outbox.add(set(3), 0);
  expect(numbers(outbox.take(MUCH, 0))).toEqual([60]);
});

test('[ADM-2] after a hole everything from there is sent again, numbered as the hub wants it', () => {
  const outbox = filled(4);
  outbox.take(MUCH, 0);
  outbox.rewind(3);
  expect(numbers(outbox.take(MUCH, 1))).toEqual([3, 4]);
  outbox.takeOut(1);
  outbox.takeOut(2);
  outbox.rewind(2);
  const again = outbox.take(MUCH, 2);
  expect(numbers(again)).toEqual([2, 3]);
  expect(again.map(({ ops }) => ops)).toEqual([set(3), set(4)]);
  outbox.add(set(5), 3);
  expect(numbers(outbox.take(MUCH, 3))).toEqual([4]);
});

test('what was refused for the moment waits until everything is answered, and goes before what comes later', () => {
  const outbox = filled(3);
  outbox.take(MUCH, 0);
  outbox.tryAgain(2);
  expect([outbox.isAfterRetry(1), outbox.isAfterRetry(3)]).toEqual([false, true]);
  outbox.add(set(4), 1);
  expect(outbox.take(MUCH, 1)).toEqual([]);
  seen(outbox, 1, { origin: HUB, seq: 1 }, 2);
  seen(outbox, 3, { origin: HUB, seq: 2 }, 2);
  const again = outbox.take(MUCH, 3);
  expect(numbers(again)).toEqual([4, 5]);
  expect(again.map(({ ops }) => ops)).toEqual([set(2), set(4)]);
});

test('it is bounded as a board is', () => {
  const outbox = new Outbox(ANA);
  const large = append(1, 0, LIMITS.appendBytes);
  let batches = 0;
  while (outbox.canTake(large)) {
    outbox.add(large, 0);
    batches++;
  }
  expect(batches * LIMITS.appendBytes).toBeLessThanOrEqual(LIMITS.pointBytesPerBoard);
  expect(batches * LIMITS.appendBytes).toBeGreaterThan(LIMITS.pointBytesPerBoard * 0.9);
});

test('cleared, it is empty, and numbers go on', () => {
  const outbox = filled(2);
  outbox.take(MUCH, 0);
  outbox.clear();
  expect(outbox).toMatchObject({ size: 0, inFlightBytes: 0, hasWaiting: false, oldestQueuedAt: undefined });
  outbox.add(set(3), 0);
  expect(numbers(outbox.take(MUCH, 0))).toEqual([3]);
});

test('[ADM-2] with a hub that lags behind nothing gets an n that another batch had, and what is sent again keeps its own', () => {
  const outbox = filled(5);
  outbox.take(MUCH, 0);
  for (const n of [1, 2, 3]) seen(outbox, n, { origin: HUB, seq: n }, 1);
  outbox.durable(HUB, 3);
  outbox.add(set(6), 2);
  outbox.settle(2);
  const again = outbox.take(MUCH, 3);
  expect(numbers(again)).toEqual([4, 5, 6]);
  expect(again.map(({ ops }) => ops)).toEqual([set(4), set(5), set(6)]);

  for (const n of [4, 5, 6]) seen(outbox, n, { origin: HUB, seq: n }, 4);
  outbox.durable(HUB, 6);
  outbox.settle(3);
  outbox.add(set(7), 5);
  expect(numbers(outbox.take(MUCH, 6))).toEqual([7]);
});

test('[ADM-2] where a number between was refused, all that is sent again to a hub that lags behind is numbered beyond what was used', () => {
  const outbox = filled(5);
  outbox.take(MUCH, 0);
  for (const n of [1, 2, 4]) outbox.takeOut(n);
  outbox.settle(2);
  expect(numbers(outbox.take(MUCH, 1))).toEqual([6, 7]);
});

test('[ADM-2] what a hub that lags behind has refused goes again beyond what was used, and so does what comes after it', () => {
  const outbox = filled(4);
  outbox.take(MUCH, 0);
  seen(outbox, 1, { origin: HUB, seq: 1 }, 1);
  outbox.settle(2);
  outbox.retryUnsure();
  const again = outbox.take(MUCH, 2);
  expect(numbers(again)).toEqual([5, 6, 7]);
  expect(again.map(({ ops }) => ops)).toEqual([set(2), set(3), set(4)]);
});

test('[ADM-2] a batch that was never sent is not settled by a foreign one of its n, nor by its equal, and leaves under another n', () => {
  for (const foreign of [set(8), set(1)]) {
    const outbox = filled(2);
    expect(outbox.seen({ n: 1, ops: foreign }, { origin: HUB, seq: 1 }, 3)).toBeUndefined();
    expect(outbox.durable(HUB, 1)).toBe(false);
    expect(outbox.size).toBe(2);
    const sent = outbox.take(MUCH, 5);
    expect(numbers(sent)).toEqual([2, 3]);
    expect(sent.map(({ ops }) => ops)).toEqual([set(1), set(2)]);
  }
});

test('[ADM-2] a batch that is on its way is not settled by other ops of its n, and is sent again once the others are answered', () => {
  const outbox = filled(2);
  outbox.take(MUCH, 0);
  outbox.seen({ n: 1, ops: set(8) }, { origin: HUB, seq: 1 }, 3);
  expect(outbox.take(MUCH, 4)).toEqual([]);
  expect(outbox.seen({ n: 2, ops: set(2) }, { origin: HUB, seq: 2 }, 5)).toBe(5);
  outbox.durable(HUB, 2);
  const again = outbox.take(MUCH, 6);
  expect(numbers(again)).toEqual([3]);
  expect(again[0]?.ops).toEqual(set(1));
  expect(outbox.seen({ n: 3, ops: set(1) }, { origin: HUB, seq: 3 }, 9)).toBe(3);
});

test('[ADM-2] numbers that another session used up beyond the own ones are left out', () => {
  const outbox = filled(2);
  outbox.seen({ n: 40, ops: set(8) }, { origin: HUB, seq: 1 }, 3);
  outbox.add(set(3), 4);
  expect(numbers(outbox.take(MUCH, 5))).toEqual([41, 42, 43]);
});

test('an echo is known by its ops, of whatever kind, as they come off the wire', () => {
  const bo = 'bo_________' as ClientId;
  const id = elementId(bo, 3);
  const board = new Board();
  const drawn: Op[] = [
    addInk({ id, lamport: 1, values: VALUES }),
    { kind: 'append', id, offset: 0, chunk: Uint8Array.of(2, 4, 6, 8) },
    { kind: 'end', id, count: 2 },
  ];
  board.apply(bo, drawn, { origin: HUB, seq: 1 });
  board.apply(ANA, [{ kind: 'set', id, lamport: 2, values: { x: -0, color: 4 } }], { origin: HUB, seq: 2 });
  const copies = new Board();
  copies.apply(ANA, [restoreOp(stateOf(board, id))]);
  const batches: Op[][] = [
    [restoreOp(stateOf(board, id))],
    [restoreOp(stateOf(copies, id)), { kind: 'alive', ids: [id, elementId(ANA, 1)], lamport: 9, alive: true }],
    [...add(1), ...append(1, 0), { kind: 'end', id: elementId(ANA, 1), count: 2 }],
    [{ kind: 'set', id, lamport: 3, values: { width: 8, x: -0, y: -7, order: 'a2' } }],
  ];
  const outbox = new Outbox(ANA);
  for (const ops of batches) outbox.add(ops, 0);
  for (const { n, wire } of outbox.take(MUCH, 1)) {
    const shown = decodeOps(ANA, unpackValue(packValue(wire)));
    expect(shown.ok ? 'read' : shown.error).toBe('read');
    if (shown.ok) expect(outbox.seen({ n, ops: shown.value }, { origin: HUB, seq: n }, 4)).toBe(3);
  }
});

test('[SAVE-1] a batch that the room shows and whose echo was missed stays until every change of its elements is durable', () => {
  const outbox = new Outbox(ANA);
  outbox.add(add(1), 0);
  outbox.add(add(2), 0);
  outbox.take(MUCH, 1);
  outbox.settle(2);
  const other = 'BBBBBBBBBBB' as InstanceId;
  outbox.found(1, [
    { origin: HUB, seq: 4 },
    { origin: other, seq: 9 },
  ]);
  outbox.found(2, []);
  expect(outbox.entries().map(({ n }) => n)).toEqual([1]);
  expect(outbox.durable(HUB, 3)).toBe(false);
  expect(outbox.durable(HUB, 4)).toBe(false);
  expect(outbox.durable(other, 8)).toBe(false);
  expect(outbox.durable(other, 9)).toBe(true);
  expect(outbox.size).toBe(0);
});

function stateOf(board: Board, id: ElementId): ElementState {
  const state = board.state(id);
  if (!state) throw new Error('no such element');
  return state;
}
