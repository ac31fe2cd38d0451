import { expect, test } from 'vitest';
import { checkBatch } from '../../core/board/admission/validate-op.ts';
import type { Board } from '../../core/board/board.ts';
import { cutSpans } from '../../core/board/bodies/cuts.ts';
import { encodePoints, newTail } from '../../core/board/bodies/points-codec.ts';
import { without } from '../../core/board/bodies/spans.ts';
import { eraseText, type TextEditor, typeText } from '../../core/board/bodies/text-edits.ts';
import { textOf, textPieces } from '../../core/board/bodies/text-order.ts';
import { type ClientId, type ElementId, elementId, type InstanceId } from '../../core/board/ids.ts';
import { Body, ElementKind } from '../../core/board/kinds.ts';
import type { Op, OpBatch } from '../../core/board/op.ts';
import { History } from '../../core/board/undo/history.ts';
import { packStates, unpackStates } from '../../core/room/catch-up.ts';
import { Replica } from '../../core/room/replica.ts';
import { addInk } from '../support/ink.ts';
import { runSeed, runs, seededRandom } from '../support/seeded.ts';

const HISTORIES = runs(100, 2_000);
const STEPS = 40;
const NOTE = elementId('AAAAAAAAAAA' as ClientId, 1);
const WORDS = ['alpha ', 'beta ', 'gamma ', 'x', '🙂 '];

/** A person at an instance of their own, which hears the others late and in pieces. */
class Person {
  readonly id: ClientId;
  readonly origin: InstanceId;
  readonly replica = new Replica();
  readonly history: History;
  readonly log: OpBatch[] = [];
  #made = 1;
  #gesture = 0;

  constructor(letter: string) {
    this.id = letter.repeat(11) as ClientId;
    this.origin = `hubOf_____${letter}` as InstanceId;
    this.history = new History(this.id);
  }

  get board(): Board {
    return this.replica.board;
  }
  newId = (): ElementId => elementId(this.id, ++this.#made);
  gesture(): number {
    return ++this.#gesture;
  }

  /** Through the hub's door. */
  do(ops: readonly Op[], gesture: number | undefined): void {
    if (ops.length === 0) return;
    expect(checkBatch(this.board, this.id, ops)).toBeUndefined();
    if (gesture !== undefined) this.history.record(this.board, ops, gesture);
    const batch = { author: this.id, n: this.log.length + 1, ops };
    this.log.push(batch);
    this.replica.receive({ origin: this.origin, firstSeq: this.log.length, batches: [batch] });
  }

  hear(other: Person, most = Number.POSITIVE_INFINITY): void {
    const known = this.replica.vector.get(other.origin);
    const batches = other.log.slice(known, known + most);
    if (batches.length > 0) this.replica.receive({ origin: other.origin, firstSeq: known + 1, batches });
  }

  catchUp(other: Person): void {
    const states = unpackStates(packStates(other.board.statesPast(this.replica.vector)));
    if (!states.ok) throw new Error(states.error.code);
    this.replica.merge(states.value, other.replica.vector.copy());
  }

  turn(back: boolean): void {
    const lamport = this.board.lamport + 1;
    this.do(back ? this.history.undo(this.board, lamport) : this.history.redo(this.board, lamport), undefined);
  }
}

/** Each hears somebody, sometimes; batches of one instance stay in order. */
function gossip(people: readonly Person[], below: (n: number) => number): void {
  const [to, from] = [people[below(3)] as Person, people[below(3)] as Person];
  if (to === from) return;
  if (below(5) === 0) to.catchUp(from);
  else to.hear(from, 1 + below(6));
}

function settle(people: readonly Person[]): void {
  for (const to of people) for (const from of people) to.hear(from);
}

/** What one sees: of each living stroke what is left of it, of each living note its text. */
function picture(board: Board): string[] {
  return [...board.elements()]
    .filter(({ alive, kind }) => alive && (kind === ElementKind.pen || kind === ElementKind.note))
    .map(({ id, kind, pointCount, x }) =>
      kind === ElementKind.note
        ? `${id} ${textOf(board, id)}`
        : `${id} ${x} ${without(16 * Math.max(0, pointCount - 1), cutSpans(board, id))}`,
    )
    .sort();
}

test('[OPS-9] any interleaving of drawing, erasing in part, moving and undoing by three people over three instances ends in one picture', () => {
  const seed = runSeed();
  for (let history = 0; history < HISTORIES; history++) {
    const { next } = seededRandom(seed + history);
    const below = (n: number): number => Math.floor(next() * n);
    const people = ['A', 'B', 'C'].map((letter) => new Person(letter));
    for (let step = 0; step < STEPS; step++) {
      const person = people[below(3)] as Person;
      const { board } = person;
      const lamport = board.lamport + 1;
      const strokes = [...board.elements()].filter(({ kind, alive }) => kind === ElementKind.pen && alive);
      const stroke = strokes[below(strokes.length)];
      const dice = below(10);
      if (!stroke || dice < 2) {
        const id = person.newId();
        const count = 2 + below(8);
        const xy = Int32Array.from({ length: 2 * count }, () => below(400));
        person.do(
          [
            addInk({ id, lamport, values: { order: 'a0', x: below(99), y: 0, color: 1, width: 32 } }),
            { kind: 'append', id, offset: 0, chunk: encodePoints(newTail(), { xy, pressure: undefined }) },
            { kind: 'end', id, count },
          ],
          person.gesture(),
        );
      } else if (dice < 6) {
        const id = person.newId();
        const from = below(100);
        const birth = { kind: ElementKind.cut, body: Body.spans, facts: { target: stroke.id } };
        const gesture = person.gesture();
        person.do(
          [
            { kind: 'add', id, lamport, birth, values: {} },
            { kind: 'cut', id, spans: [from, from + 1 + below(40)] },
          ],
          gesture,
        );
        // The eraser goes on in the same sweep.
        if (below(2) === 0) person.do([{ kind: 'cut', id, spans: [from + 60, from + 61 + below(9)] }], gesture);
      } else if (dice < 7) {
        person.do([{ kind: 'alive', ids: [stroke.id], lamport, alive: false }], person.gesture());
      } else if (dice < 8) {
        person.do([{ kind: 'set', id: stroke.id, lamport, values: { x: below(99) } }], person.gesture());
      } else person.turn(below(3) > 0);
      gossip(people, below);
    }
    settle(people);
    const [one, ...others] = people as [Person, ...Person[]];
    for (const { board } of others) {
      expect(board.fingerprint(), `seed ${seed + history}`).toBe(one.board.fingerprint());
      expect(picture(board), `seed ${seed + history}`).toEqual(picture(one.board));
    }
  }
});

test('[OPS-10] three people typing, erasing and undoing in one text keep every character that nobody erased, in one order, and undo takes back one’s own', () => {
  const seed = runSeed();
  for (let history = 0; history < HISTORIES; history++) {
    const { next } = seededRandom(seed + history);
    const below = (n: number): number => Math.floor(next() * n);
    const people = ['A', 'B', 'C'].map((letter) => new Person(letter));
    const [first] = people as [Person];
    const birth = { kind: ElementKind.note, body: Body.none, facts: {} };
    const values = { order: 'a0', x: 0, y: 0, w: 1_600, h: 1_600, color: 4 };
    first.do([{ kind: 'add', id: NOTE, lamport: 1, birth, values }], undefined);
    for (const other of people) other.hear(first);
    /** What each typed, by its runs, and which of them were ever erased or taken back. */
    const touched = new Set<string>();
    for (let step = 0; step < STEPS; step++) {
      const person = people[below(3)] as Person;
      const { board } = person;
      const editor: TextEditor = {
        author: person.id,
        newElementId: person.newId,
        lamport: board.lamport + 1,
        cuts: new Map(),
        runs: new Set(),
      };
      const gesture = person.gesture();
      // By whole characters: a caret never stands in the middle of one.
      const chars = [...textOf(board, NOTE)];
      const caretAt = (i: number): number => chars.slice(0, i).join('').length;
      const dice = below(10);
      if (dice < 6) {
        let caret = caretAt(below(chars.length + 1));
        for (const char of WORDS[below(WORDS.length)] as string) {
          person.do(typeText(board, NOTE, caret, char, editor), gesture);
          caret += char.length;
        }
      } else if (dice < 8 && chars.length > 0) {
        const from = below(chars.length);
        const ops = eraseText(board, NOTE, caretAt(from), caretAt(Math.min(chars.length, from + 1 + below(4))), editor);
        for (const op of ops) if (op.kind === 'add') touched.add(op.birth.facts.target as string);
        person.do(ops, gesture);
      } else {
        const before = person.log.length;
        person.turn(below(3) > 0);
        for (const { ops } of person.log.slice(before))
          for (const op of ops) if (op.kind === 'alive') for (const id of op.ids) touched.add(id);
      }
      gossip(people, below);
    }
    settle(people);
    const text = textOf(first.board, NOTE);
    for (const { board } of people) {
      expect(textOf(board, NOTE), `seed ${seed + history}`).toBe(text);
      expect(board.fingerprint(), `seed ${seed + history}`).toBe(first.board.fingerprint());
    }
    expect(text.isWellFormed()).toBe(true);
    // What a person typed in one go and nobody erased is all there, in its order.
    const pieces = textPieces(first.board, NOTE);
    for (const run of first.board.elements()) {
      if (run.kind !== ElementKind.run || touched.has(run.id)) continue;
      const shown = pieces.filter((piece) => piece.run === run.id && piece.shown);
      expect(shown.map((piece) => piece.text).join(''), `seed ${seed + history}`).toBe(run.text);
    }
  }
});
