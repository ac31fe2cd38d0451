import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Board } from '../../../core/board/board.ts';
import { type ClientId, type ElementId, elementId } from '../../../core/board/ids.ts';
import { BOARD_ELEMENT } from '../../../core/board/kinds.ts';
import type { Op } from '../../../core/board/op.ts';
import { History } from '../../../core/board/undo/history.ts';
import { addInk } from '../../support/ink.ts';
import { runSeed, seededRandom } from '../../support/seeded.ts';

const ANA = 'ana________' as ClientId;
const BO = 'bo_________' as ClientId;
const VALUES = { kind: 1, order: 'a1', x: 0, y: 0, color: 2, width: 56, pressured: false } as const;

/** A board, its person, and somebody else who changes it too. */
class Desk {
  readonly board = new Board();
  readonly history = new History(ANA);
  #k = 0;

  get lamport(): number {
    return this.board.lamport + 1;
  }

  /** Own ops, in the order in which the session treats them. */
  do(ops: readonly Op[], gesture: number): void {
    this.history.record(this.board, ops, gesture);
    this.board.apply(ANA, ops);
  }
  other(ops: readonly Op[]): void {
    this.board.apply(BO, ops);
  }
  undo(): readonly Op[] {
    const ops = this.history.undo(this.board, this.lamport);
    this.board.apply(ANA, ops);
    return ops;
  }
  redo(): readonly Op[] {
    const ops = this.history.redo(this.board, this.lamport);
    this.board.apply(ANA, ops);
    return ops;
  }

  add(gesture: number): ElementId {
    const id = elementId(ANA, ++this.#k);
    this.do([addInk({ id, lamport: this.lamport, values: VALUES })], gesture);
    return id;
  }
  x(id: ElementId, x: number): Op {
    return { kind: 'set', id, lamport: this.lamport, values: { x } };
  }
  alive(alive: boolean, ...ids: ElementId[]): Op {
    return { kind: 'alive', ids, lamport: this.lamport, alive };
  }
}

test('a gesture that ends where it began leaves no step, and redo goes on as before it', () => {
  const desk = new Desk();
  const kept = desk.add(1);
  desk.do([desk.x(kept, 40)], 2);
  desk.undo();
  // The first finger of a tap begins a stroke, and the second takes it back.
  const stroke = desk.add(3);
  expect(desk.history.canRedo).toBe(false);
  desk.do([desk.alive(false, stroke)], 3);
  expect(desk.history.canRedo).toBe(true);
  // A drag comes to where it began, goes on, and is cancelled.
  for (const x of [7, 0, 9, 0]) desk.do([desk.x(kept, x)], 4);
  desk.redo();
  expect(desk.board.get(kept)?.x).toBe(40);
  desk.undo();
  desk.undo();
  expect(desk.board.get(kept)?.alive).toBe(false);
  expect(desk.history.canUndo).toBe(false);
});

test('a gesture that is not cancelled clears redo, also when an earlier part of it was', () => {
  const desk = new Desk();
  const kept = desk.add(1);
  desk.do([desk.x(kept, 40)], 2);
  desk.undo();
  for (const x of [7, 0, 9]) desk.do([desk.x(kept, x)], 3);
  expect(desk.history.canRedo).toBe(false);
  desk.undo();
  expect(desk.board.get(kept)?.x).toBe(0);
  desk.redo();
  expect(desk.board.get(kept)?.x).toBe(9);
  expect(desk.history.canRedo).toBe(false);
});

test('undo removes what was added, redo brings it back', () => {
  const desk = new Desk();
  const id = desk.add(1);
  expect(desk.history.canUndo).toBe(true);
  desk.undo();
  expect(desk.board.get(id)?.alive).toBe(false);
  expect(desk.history).toMatchObject({ canUndo: false, canRedo: true });
  desk.redo();
  expect(desk.board.get(id)?.alive).toBe(true);
  expect(desk.history).toMatchObject({ canUndo: true, canRedo: false });
});

test('one gesture is one step, whatever the number of its batches', () => {
  const desk = new Desk();
  const id = desk.add(1);
  for (let x = 10; x <= 50; x += 10) desk.do([desk.x(id, x)], 2);
  desk.undo();
  expect(desk.board.get(id)).toMatchObject({ x: 0, alive: true });
  desk.redo();
  expect(desk.board.get(id)?.x).toBe(50);
  desk.undo();
  desk.undo();
  expect(desk.board.get(id)?.alive).toBe(false);
});

test('undo never reverts what somebody else changed since', () => {
  const desk = new Desk();
  const id = desk.add(1);
  desk.do([desk.x(id, 10)], 2);
  desk.other([desk.x(id, 77)]);
  expect(desk.undo()).toEqual([expect.objectContaining({ kind: 'alive', alive: false })]);
  expect(desk.board.get(id)).toMatchObject({ x: 77, alive: false });
});

test('what somebody else removed stays removed, and undo goes on to the step before', () => {
  const desk = new Desk();
  const first = desk.add(1);
  const second = desk.add(2);
  desk.other([desk.alive(false, second)]);
  desk.undo();
  expect(desk.board.get(first)?.alive).toBe(false);
  expect(desk.history.canUndo).toBe(false);
});

test('when somebody else moved a thing in the middle of a drag, undo goes back to where they put it', () => {
  const desk = new Desk();
  const id = desk.add(1);
  desk.do([desk.x(id, 10)], 2);
  desk.other([desk.x(id, 500)]);
  desk.do([desk.x(id, 20)], 2);
  desk.undo();
  expect(desk.board.get(id)?.x).toBe(500);
});

test('undo of clear brings back exactly what it removed', () => {
  const desk = new Desk();
  const kept = [desk.add(1), desk.add(2)];
  const gone = desk.add(3);
  desk.do([desk.alive(false, gone)], 4);
  desk.do([desk.alive(false, ...kept, gone)], 5);
  desk.undo();
  expect(kept.map((id) => desk.board.get(id)?.alive)).toEqual([true, true]);
  expect(desk.board.get(gone)?.alive).toBe(false);
});

test('undo of a clear covers the work of others, too', () => {
  const desk = new Desk();
  const id = elementId(BO, 1);
  desk.other([addInk({ id, lamport: desk.lamport, values: VALUES })]);
  desk.do([desk.alive(false, id)], 1);
  desk.undo();
  expect(desk.board.get(id)?.alive).toBe(true);
});

test('undo of a restored copy removes what the restore brought, and nothing that was there', () => {
  const source = new Desk();
  const [there, lost] = [source.add(1), source.add(2)];
  const desk = new Desk();
  const restore = (id: ElementId): Op => {
    const state = source.board.state(id);
    if (!state) throw new Error('no state');
    return { kind: 'restore', state: { ...state, restored: true } };
  };
  desk.other([restore(there)]);
  desk.do([restore(there), restore(lost)], 1);
  desk.undo();
  expect(desk.board.get(there)?.alive).toBe(true);
  expect(desk.board.get(lost)?.alive).toBe(false);
});

test('undo after undo reaches the step below, although the register now holds a write of the undo', () => {
  const desk = new Desk();
  const id = desk.add(1);
  for (const [gesture, x] of [
    [2, 10],
    [3, 20],
    [4, 30],
  ] as const)
    desk.do([desk.x(id, x)], gesture);
  const seen: (number | undefined)[] = [];
  for (let i = 0; i < 3; i++) {
    desk.undo();
    seen.push(desk.board.get(id)?.x);
  }
  for (let i = 0; i < 3; i++) {
    desk.redo();
    seen.push(desk.board.get(id)?.x);
  }
  expect(seen).toEqual([20, 10, 0, 10, 20, 30]);
});

test('a gesture that ends where it began leaves the steps below it to be taken back', () => {
  const desk = new Desk();
  const [moved, other] = [desk.add(1), desk.add(1)];
  desk.do([desk.x(moved, 10)], 2);
  desk.do([desk.x(moved, 20), desk.x(other, 20)], 3);
  desk.do([desk.x(moved, 10)], 3);
  desk.undo();
  expect([moved, other].map((id) => desk.board.get(id)?.get('x'))).toEqual([10, 0]);
  desk.undo();
  expect(desk.board.get(moved)).toMatchObject({ x: 0, alive: true });
  for (let step = 0; step < 2; step++) desk.redo();
  expect([moved, other].map((id) => desk.board.get(id)?.get('x'))).toEqual([10, 20]);
});

test('a gesture that only goes and comes back is no step, and the one below it is taken back', () => {
  const desk = new Desk();
  const id = desk.add(1);
  desk.do([desk.x(id, 10)], 2);
  desk.do([desk.x(id, 20)], 3);
  desk.do([desk.x(id, 10)], 3);
  desk.undo();
  expect(desk.board.get(id)).toMatchObject({ x: 0, alive: true });
});

test('a write of the value that stands already is no step of its own', () => {
  const desk = new Desk();
  const id = desk.add(1);
  desk.do([desk.x(id, 10)], 2);
  desk.do([desk.x(id, 10)], 3);
  desk.undo();
  expect(desk.board.get(id)?.x).toBe(0);
});

test('a new change ends the chance to redo', () => {
  const desk = new Desk();
  desk.add(1);
  desk.undo();
  desk.add(2);
  expect(desk.history.canRedo).toBe(false);
  expect(desk.redo()).toEqual([]);
});

test('points alone are no step, and undo takes back no points', () => {
  const desk = new Desk();
  const id = desk.add(1);
  desk.do([{ kind: 'append', id, offset: 0, chunk: Uint8Array.of(2, 2) }], 1);
  desk.do([{ kind: 'end', id, count: 1 }], 1);
  desk.undo();
  expect(desk.board.get(id)).toMatchObject({ alive: false, pointCount: 1 });
  expect(desk.history.canUndo).toBe(false);
});

test('a change of what is not on the board is no step', () => {
  const desk = new Desk();
  const unknown = elementId(BO, 9);
  desk.do([desk.alive(false, unknown), desk.x(unknown, 5)], 1);
  expect(desk.history.canUndo).toBe(false);
});

test('the first name of a board is a step of its own, although the board was never written to', () => {
  const desk = new Desk();
  desk.do([{ kind: 'set', id: BOARD_ELEMENT, lamport: desk.lamport, values: { title: 'Retro' } }], 1);
  desk.undo();
  expect(desk.board.get(BOARD_ELEMENT)?.get('title')).toBe('');
  desk.redo();
  expect(desk.board.get(BOARD_ELEMENT)?.get('title')).toBe('Retro');
});

test('the oldest of more than 500 steps is forgotten', () => {
  const desk = new Desk();
  const id = desk.add(0);
  for (let i = 1; i <= 600; i++) desk.do([desk.x(id, i)], i);
  let steps = 0;
  while (desk.undo().length > 0) steps++;
  expect(steps).toBe(500);
  expect(desk.board.get(id)).toMatchObject({ x: 100, alive: true });
});

test('undoing everything and redoing everything gives the same picture, for any history of one person', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 40 }), (seed, steps) => {
      const { next } = seededRandom(seed);
      const desk = new Desk();
      const ids: ElementId[] = [];
      const pick = (): ElementId => ids[Math.floor(next() * ids.length)] as ElementId;
      const picture = (): unknown =>
        [...desk.board.elements()]
          .filter(({ alive }) => alive)
          .map(({ id, x, color }) => ({ id, x, color }))
          .sort((a, b) => (a.id < b.id ? -1 : 1));
      for (let step = 0; step < steps; step++) {
        const dice = next();
        if (ids.length === 0 || dice < 0.3) ids.push(desk.add(step));
        else if (dice < 0.6) desk.do([desk.x(pick(), Math.floor(next() * 5))], step);
        else if (dice < 0.8) desk.do([desk.alive(next() < 0.4, pick(), pick())], step);
        else if (dice < 0.9) desk.undo();
        else desk.redo();
      }
      while (desk.redo().length > 0);
      const full = picture();
      while (desk.undo().length > 0);
      expect(picture()).toEqual([]);
      while (desk.redo().length > 0);
      expect(picture()).toEqual(full);
    }),
    { numRuns: 500, seed: runSeed() },
  );
});

test('whatever others do, undo and redo leave their newest writes alone', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 40 }), (seed, steps) => {
      const { next } = seededRandom(seed);
      const desk = new Desk();
      const ids: ElementId[] = [desk.add(-1)];
      const theirs = new Map<ElementId, number>();
      const pick = (): ElementId => ids[Math.floor(next() * ids.length)] as ElementId;
      for (let step = 0; step < steps; step++) {
        const dice = next();
        if (dice < 0.15) ids.push(desk.add(step));
        else if (dice < 0.4) {
          const id = pick();
          theirs.delete(id);
          desk.do([desk.x(id, Math.floor(next() * 5))], step);
        } else if (dice < 0.6) {
          const id = pick();
          theirs.set(id, 1_000 + step);
          desk.other([desk.x(id, 1_000 + step)]);
        } else if (dice < 0.9) desk.undo();
        else desk.redo();
        for (const [id, x] of theirs) expect(desk.board.get(id)?.x).toBe(x);
      }
    }),
    { numRuns: 500, seed: runSeed() },
  );
});
