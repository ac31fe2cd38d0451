import { expect, test } from 'vitest';
import { Board } from '../../../core/board/board.ts';
import { encodePoints, newTail } from '../../../core/board/bodies/points-codec.ts';
import { authorOf, type ClientId, type ElementId, elementId } from '../../../core/board/ids.ts';
import { Body, ElementKind } from '../../../core/board/kinds.ts';
import type { Op } from '../../../core/board/op.ts';
import { wordsOps } from '../../../core/board/words.ts';
import { gatherMaking, type Making } from '../../../core/making/making.ts';
import { PastWrites } from '../../../core/making/past-writes.ts';
import { Replay } from '../../../core/making/replay.ts';
import { Author } from '../../support/author.ts';
import { addCut, addInk } from '../../support/ink.ts';
import { seededRandom } from '../../support/seeded.ts';
import { Writer } from '../../support/texts.ts';

const ANA = 'ana________' as ClientId;
const BEN = 'ben________' as ClientId;
const INK = { order: 'a0', x: 0, y: 0, color: 2, width: 56 } as const;

/** Runs a generator to its end. */
function finish<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function making(board: Board, past = new PastWrites()): Making {
  return finish(gatherMaking(board, past.all()));
}

/** A board on which people work, with what a client remembers of overwritten values. */
class Desk {
  readonly board = new Board();
  readonly past = new PastWrites();

  does(author: ClientId, ops: readonly Op[]): void {
    this.past.note(this.board, author, ops);
    this.board.apply(author, ops);
  }

  stroke(author: ClientId, k: number, points: number, x = 0): ElementId {
    const id = elementId(author, k);
    const xy = Int32Array.from({ length: 2 * points }, (_, i) => i * 7);
    this.does(author, [
      addInk({ id, lamport: this.board.lamport + 1, values: { ...INK, x } }),
      { kind: 'append', id, offset: 0, chunk: encodePoints(newTail(), { xy, pressure: undefined }) },
      { kind: 'end', id, count: points },
    ]);
    return id;
  }

  sets(author: ClientId, id: ElementId, x: number): void {
    this.does(author, [{ kind: 'set', id, lamport: this.board.lamport + 1, values: { x } }]);
  }

  removes(author: ClientId, id: ElementId, alive = false): void {
    this.does(author, [{ kind: 'alive', ids: [id], lamport: this.board.lamport + 1, alive }]);
  }
}

function registers(board: Board): Record<string, unknown> {
  const entries = [...board.elements()].map(({ id, alive, x, y, color, order }) => [id, { alive, x, y, color, order }]);
  return Object.fromEntries(entries.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('a client that saw all of a board shows each moment of it as it was (seed %i)', (seed) => {
  const random = seededRandom(seed);
  const desk = new Desk();
  const authors = [new Author(random), new Author(random), new Author(random)];
  const moments = new Map<number, unknown>();
  for (let i = 0; i < 120; i++) {
    const author = authors[Math.floor(random.next() * authors.length)] as Author;
    const before = desk.board.lamport;
    desk.does(author.clientId, author.act(desk.board).ops);
    if (desk.board.lamport > before) moments.set(desk.board.lamport, registers(desk.board));
  }
  const made = making(desk.board, desk.past);
  expect(made.steps.map(({ lamport }) => lamport)).toEqual([...moments.keys()]);
  const replay = new Replay(made);
  for (const [i, { lamport }] of made.steps.entries()) {
    replay.forward(replay.tickAfter(i), Number.POSITIVE_INFINITY);
    expect(registers(replay.board)).toEqual(moments.get(lamport));
  }
  for (const { id, points, alive } of desk.board.elements())
    expect(replay.board.get(id)).toMatchObject({ points: new Uint8Array(points), alive });
});

test('a client that came late shows what is there in its order, with the last places', () => {
  const desk = new Desk();
  const first = desk.stroke(ANA, 1, 4);
  const second = desk.stroke(BEN, 1, 4);
  desk.sets(BEN, first, 500);
  desk.removes(ANA, second);
  const late = new Board();
  late.merge(desk.board.states());
  const made = making(late);
  expect(made.steps.map(({ author }) => author)).toEqual([ANA, BEN, ANA]);
  const replay = new Replay(made);
  replay.forward(replay.tickAfter(0), 10);
  expect(registers(replay.board)).toEqual({ [first]: { alive: true, x: 500, y: 0, color: 2, order: 'a0' } });
  replay.forward(made.ticks, 10);
  expect(registers(replay.board)).toEqual(registers(desk.board));
});

test('a stroke grows point by point, and going back begins with an empty board', () => {
  const desk = new Desk();
  const id = desk.stroke(ANA, 1, 60);
  const made = making(desk.board);
  expect(made.ticks).toBe(60);
  const replay = new Replay(made);
  expect(replay.forward(20, 10)).toEqual({ ids: expect.arrayContaining([id]), isGrowing: true });
  expect(replay.board.get(id)).toMatchObject({ pointCount: 20, ended: false });
  expect(replay.step?.author).toBe(ANA);
  replay.forward(45, 10);
  expect(replay.board.get(id)?.pointCount).toBe(45);
  replay.rewind();
  expect([...replay.board.elements()]).toEqual([]);
  replay.forward(60, 10);
  expect(replay.board.get(id)).toMatchObject({ pointCount: 60, ended: true, points: desk.board.get(id)?.points });
});

test('typed text and erased parts are steps of those who typed and erased', () => {
  const desk = new Desk();
  const [ana, ben] = [new Writer(ANA), new Writer(BEN)];
  const { id, ops } = ana.holder(desk.board, ElementKind.text);
  desk.does(ANA, ops);
  desk.does(ANA, ana.types(desk.board, id, 0, 'hello 🎈'));
  desk.does(BEN, ben.erases(desk.board, id, 0, 2));
  const ink = desk.stroke(ANA, 9_000, 10);
  desk.does(BEN, addCut(elementId(BEN, 9_000), ink, desk.board.lamport + 1, [0, 32]));
  const made = making(desk.board, desk.past);
  expect(made.steps.map(({ author }) => author)).toEqual([ANA, ANA, BEN, ANA, BEN]);
  const replay = new Replay(made);
  for (let tick = 0; tick <= made.ticks; tick++) {
    replay.forward(tick, 10);
    for (const { text } of replay.board.elements()) expect(text.isWellFormed()).toBe(true);
  }
  expect(replay.board.fingerprint()).toBe(desk.board.fingerprint());
});

test('an element whose birth others have overwritten is older than the author’s next one', () => {
  const desk = new Desk();
  const first = desk.stroke(ANA, 1, 2);
  desk.stroke(ANA, 2, 2);
  desk.removes(BEN, first);
  const values = { ...INK, x: 9 };
  desk.board.apply(BEN, [{ kind: 'set', id: first, lamport: desk.board.lamport + 1, values }]);
  const made = making(desk.board);
  expect(made.steps[0]?.comes.map(({ id }) => id)).toContain(first);
});

test('one drag of many elements is one step for each write, and the board’s own name has none', () => {
  const desk = new Desk();
  const ids = [desk.stroke(ANA, 1, 2), desk.stroke(ANA, 2, 2)];
  for (let x = 1; x <= 5; x++) {
    const lamport = desk.board.lamport + 1;
    desk.does(
      BEN,
      ids.map((id) => ({ kind: 'set', id, lamport, values: { x } })),
    );
  }
  desk.does(ANA, [
    { kind: 'set', id: 'the_board__.0' as ElementId, lamport: desk.board.lamport + 1, values: { title: 'Plans' } },
  ]);
  const made = making(desk.board, desk.past);
  expect(made.steps.filter(({ author }) => author === BEN).map(({ ticks }) => ticks)).toEqual([12, 2, 2, 2, 2]);
  expect(made.steps).toHaveLength(7);
  expect(new Replay(made).board.get('the_board__.0' as ElementId)?.get('title')).toBe('Plans');
});

test('chat and dots have no part in the making', () => {
  const desk = new Desk();
  desk.stroke(ANA, 1, 4);
  const words = { id: elementId(ANA, 2), lamport: 2, text: 'hello', by: 'Ana', byColor: 1, sentAt: 5 };
  desk.does(ANA, wordsOps(words));
  const birth = { kind: ElementKind.dot, body: Body.none, facts: { ballot: 'b' } };
  desk.does(BEN, [{ kind: 'add', id: elementId(BEN, 1), lamport: 3, birth, values: { x: 1, y: 1 } }]);
  expect(making(desk.board).steps.map(({ author, lamport }) => [author, lamport])).toEqual([[ANA, 1]]);
});

test('past values are bounded: the oldest go first', () => {
  const past = new PastWrites(8);
  const board = new Board();
  const id = elementId(ANA, 1);
  board.apply(ANA, [addInk({ id, lamport: 1, values: INK })]);
  for (let x = 1; x <= 20; x++) {
    const op: Op = { kind: 'set', id, lamport: x + 1, values: { x } };
    past.note(board, ANA, [op]);
    board.apply(ANA, [op]);
  }
  expect(past.all().length).toBeLessThanOrEqual(8);
  expect(past.all().at(-1)).toMatchObject({ name: 'x', value: 19 });
});

test('a large board is gathered and played in short steps, and leaves the board as it was', () => {
  const desk = new Desk();
  for (let k = 1; k <= 20_000; k++) desk.stroke(k % 2 ? ANA : BEN, k, 3);
  const before = desk.board.fingerprint();
  const gathering = gatherMaking(desk.board, []);
  let pauses = 0;
  let made: Making | undefined;
  while (made === undefined) {
    const step = gathering.next();
    if (step.done) made = step.value;
    else pauses++;
  }
  expect(pauses).toBeGreaterThan(100);
  expect(made.steps).toHaveLength(20_000);
  const replay = new Replay(made);
  const part = replay.forward(made.ticks, 500);
  expect(part.ids).not.toBe('all');
  expect(replay.done).toBe(500);
  while (replay.at < made.ticks) replay.forward(made.ticks, 500);
  expect(replay.board.fingerprint()).toBe(before);
  expect(desk.board.fingerprint()).toBe(before);
  expect(new Set(made.steps.map(({ comes }) => authorOf(comes[0]?.id as ElementId)))).toEqual(new Set([ANA, BEN]));
});
