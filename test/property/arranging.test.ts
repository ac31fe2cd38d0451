import { expect, test } from 'vitest';
import type { Disposable } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/emitter.ts';
import { checkBatch } from '../../core/board/admission/validate-op.ts';
import { Board } from '../../core/board/board.ts';
import { encodePoints, newTail } from '../../core/board/bodies/points-codec.ts';
import { type ClientId, type ElementId, elementId } from '../../core/board/ids.ts';
import { Body, ElementKind, type Values } from '../../core/board/kinds.ts';
import type { Op } from '../../core/board/op.ts';
import { orderKeyAfter } from '../../core/board/order-key.ts';
import { History } from '../../core/board/undo/history.ts';
import type { BoardAccess, BoardChange, Gesture } from '../../core/room/board-access.ts';
import { Scene } from '../../renderer/engine/scene.ts';
import { Arrange } from '../../renderer/engine/selection/arranging/arrange.ts';
import { type Hold, holdsOf, type Reshape, reshaped } from '../../renderer/engine/selection/arranging/reshape.ts';
import { proposeEach } from '../../renderer/engine/selection/arranging/selection-actions.ts';
import { Selection } from '../../renderer/engine/selection/selection.ts';
import { addInk } from '../support/ink.ts';
import { runSeed, runs, seededRandom } from '../support/seeded.ts';

const HISTORIES = runs(40, 1_000);
const STEPS = 30;
const WHAT_LIES = [
  'x',
  'y',
  'w',
  'h',
  'angle',
  'mirrored',
  'size',
  'from',
  'to',
  'group',
  'order',
  'locked',
  'color',
  'fill',
] as const;

/** Somebody with a board, an undo of their own, and a line on which batches wait. */
class Person implements BoardAccess {
  readonly clientId: ClientId;
  readonly history: History;
  readonly sent: (readonly Op[])[] = [];
  readonly scene = new Scene(() => this.board());
  readonly selection = new Selection();
  readonly arrange: Arrange;
  readonly #board = new Board();
  readonly #changes = new Emitter<BoardChange>();
  #made = 0;
  #gestures = 0;
  heard = 0;
  held: ReadonlyMap<ElementId, Hold> = new Map();

  constructor(letter: string) {
    this.clientId = letter.repeat(11) as ClientId;
    this.history = new History(this.clientId);
    this.arrange = new Arrange({ access: this, scene: this.scene, selection: this.selection });
  }

  board(): Board {
    return this.#board;
  }
  newElementId(): ElementId {
    return elementId(this.clientId, ++this.#made);
  }
  nextLamport(): number {
    return this.#board.lamport + 1;
  }
  newGesture(): Gesture {
    return ++this.#gestures;
  }
  onChange(listener: (change: BoardChange) => void): Disposable {
    return this.#changes.on(listener);
  }
  propose(ops: readonly Op[], gesture: Gesture): void {
    if (ops.length === 0) return;
    expect(checkBatch(this.#board, this.clientId, ops)).toBeUndefined();
    this.history.record(this.#board, ops, gesture);
    this.#take(ops, this.clientId);
    this.sent.push(ops);
  }

  /** False when nothing of one's own is left to take back. */
  undo(): boolean {
    const ops = this.history.undo(this.#board, this.nextLamport());
    if (ops.length === 0) return false;
    this.#take(ops, this.clientId);
    this.sent.push(ops);
    return true;
  }

  hear(other: Person, most: number): void {
    const batches = other.sent.slice(this.heard, this.heard + most);
    this.heard += batches.length;
    for (const ops of batches) this.#take(ops, other.clientId);
  }

  #take(ops: readonly Op[], author: ClientId): void {
    for (const id of this.scene.withHolders(this.#board.apply(author, ops))) this.scene.update(id);
  }
}

/** A stroke, two shapes, a text and an arrow between the shapes. */
function furnish(person: Person): void {
  const born = (kind: number, values: Omit<Values, 'alive'>): ElementId => {
    const id = person.newElementId();
    const order = orderKeyAfter(person.board().maxOrder);
    const birth = { kind, body: Body.none, facts: {} };
    person.propose([{ kind: 'add', id, lamport: person.nextLamport(), birth, values: { ...values, order } }], 0);
    return id;
  };
  const a = born(ElementKind.rectangle, { x: 0, y: 0, w: 1_600, h: 800, color: 0, width: 32 });
  const b = born(ElementKind.ellipse, { x: 4_000, y: 1_000, w: 900, h: 700, color: 1, width: 32 });
  born(ElementKind.arrow, { x: 10, y: 20, color: 0, width: 32, from: [a, 500, 500], to: [b, 500, 500] });
  born(ElementKind.line, { x: 100, y: 3_000, color: 0, width: 32, from: [0, 0], to: [900, -300] });
  const ink = person.newElementId();
  const order = orderKeyAfter(person.board().maxOrder);
  const xy = Int32Array.from([0, 0, 300, 100, 500, -400, 900, 700]);
  person.propose(
    [
      addInk({ id: ink, lamport: person.nextLamport(), values: { order, x: 700, y: 900, color: 2, width: 56 } }),
      { kind: 'append', id: ink, offset: 0, chunk: encodePoints(newTail(), { xy, pressure: undefined }) },
      { kind: 'end', id: ink, count: 4 },
    ],
    0,
  );
}

/** How everything lies, without who wrote it when. */
function lie(board: Board): string {
  const rows = [...board.elements()]
    .filter(({ alive }) => alive)
    .map((element) => [element.id, ...WHAT_LIES.map((name) => element.get(name))]);
  return JSON.stringify(rows.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)));
}

function belowBy(seed: number): (n: number) => number {
  const random = seededRandom(seed);
  return (n) => Math.floor(random.next() * n);
}

function act(person: Person, below: (n: number) => number): void {
  const ids = [...person.scene.ids()].filter(() => below(2) === 0);
  person.selection.set(ids);
  const { arrange } = person;
  const acts: readonly (() => void)[] = [
    () => arrange.group(),
    () => arrange.ungroup(),
    () => arrange.nudge(below(40) - 20, below(40) - 20),
    () => arrange.align(below(2) === 0 ? 'left' : 'middle'),
    () => arrange.distribute('across'),
    () => arrange.flip(below(2) === 0 ? 'across' : 'down'),
    () => arrange.order((['front', 'back', 'forward', 'backward'] as const)[below(4)] ?? 'front'),
    () => arrange.toggleLock(),
    () => arrange.duplicate(),
    () => pull(person, { kind: 'turn', about: { x: below(4_000), y: below(2_000) }, by: below(628) / 100 }),
    () => {
      const even = 0.5 + below(20) / 10;
      pull(person, { kind: 'stretch', anchor: { x: below(3_000), y: 0 }, scaleX: even, scaleY: even, axes: 0 });
    },
  ];
  acts[below(acts.length)]?.();
}

function pull(person: Person, reshape: Reshape): void {
  const gesture = person.newGesture();
  // As a drag does it: in several batches.
  for (const part of [0.5, 1]) {
    const now: Reshape =
      reshape.kind === 'turn'
        ? { ...reshape, by: reshape.by * part }
        : { ...reshape, scaleX: 1 + (reshape.scaleX - 1) * part, scaleY: 1 + (reshape.scaleY - 1) * part };
    if (part === 0.5) person.held = holdsOf(person.board(), person.selection.ids);
    proposeEach(
      person,
      [...person.held].map(([id, hold]) => [id, reshaped(hold, now)] as const),
      gesture,
    );
  }
}

test('whatever one person arranges, taking all of it back gives the exact board', () => {
  const seed = runSeed();
  for (let run = 0; run < HISTORIES; run++) {
    const below = belowBy(seed + run);
    const person = new Person('A');
    furnish(person);
    const before = lie(person.board());
    for (let step = 0; step < STEPS; step++) act(person, below);
    // The last step of all is the furniture itself.
    let turns = 0;
    while (lie(person.board()) !== before && turns++ < 2 * STEPS) person.undo();
    expect(lie(person.board()), `seed ${seed}`).toBe(before);
  }
}, 60_000);

test('two people who arrange at once, and take back what they like, end with one board', () => {
  const seed = runSeed();
  for (let run = 0; run < HISTORIES; run++) {
    const below = belowBy(seed + run);
    const [ana, ben] = [new Person('A'), new Person('B')];
    furnish(ana);
    ben.hear(ana, 100);
    for (let step = 0; step < STEPS; step++) {
      const [one, other] = below(2) === 0 ? [ana, ben] : [ben, ana];
      if (below(5) === 0) one.undo();
      else act(one, below);
      if (below(3) === 0) one.hear(other, 1 + below(4));
    }
    ana.hear(ben, 1_000);
    ben.hear(ana, 1_000);
    expect(ana.board().fingerprint(), `seed ${seed}`).toBe(ben.board().fingerprint());
    expect(lie(ana.board())).toBe(lie(ben.board()));
  }
}, 60_000);

test('concurrent changes of one element merge property by property', () => {
  const [ana, ben] = [new Person('A'), new Person('B')];
  furnish(ana);
  ben.hear(ana, 100);
  const [shape] = [...ana.scene.ids()].filter((id) => ana.board().get(id)?.kind === ElementKind.rectangle) as [ElementId];
  ana.selection.set([shape]);
  ben.selection.set([shape]);
  ana.arrange.nudge(100, 0);
  pull(ben, { kind: 'turn', about: { x: 800, y: 400 }, by: Math.PI / 2 });
  ana.propose([{ kind: 'set', id: shape, lamport: ana.nextLamport(), values: { fill: 3 } }], 99);
  ana.hear(ben, 100);
  ben.hear(ana, 100);
  for (const { board } of [ana, ben].map((person) => ({ board: person.board() }))) {
    const element = board.get(shape);
    expect([element?.x, element?.y, element?.get('angle'), element?.get('fill')]).toEqual([1_600, 0, 9_000, 3]);
  }
});
