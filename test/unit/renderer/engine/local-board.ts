import type { Disposable } from '../../../../core/base/disposable.ts';
import { Emitter } from '../../../../core/base/emitter.ts';
import { Board } from '../../../../core/board/board.ts';
import { decodePoints, encodePoints, newTail } from '../../../../core/board/bodies/points-codec.ts';
import type { Element } from '../../../../core/board/element.ts';
import { type ClientId, type ElementId, elementId } from '../../../../core/board/ids.ts';
import { Body, ElementKind } from '../../../../core/board/kinds.ts';
import type { AddOp, Op } from '../../../../core/board/op.ts';
import { orderKeyAfter } from '../../../../core/board/order-key.ts';
import type { BoardAccess, BoardChange, Gesture, Origin } from '../../../../core/room/board-access.ts';
import { splitOps } from '../../../../renderer/session/writing/split-ops.ts';
import { addInk } from '../../../support/ink.ts';

export const ME = 'meMEmeMEmeM' as ClientId;
export const OTHER = 'otherOTHERo' as ClientId;

/** A session without a hub: what is proposed is on the board at once, and what others do is put there by the test. `proposed`: in the
 * batches that a session sends. */
export class LocalBoard implements BoardAccess {
  readonly clientId = ME;
  readonly proposed: { readonly ops: readonly Op[]; readonly gesture: Gesture }[] = [];
  readonly #changes = new Emitter<BoardChange>();
  #board = new Board();
  #made = 0;
  #gestures = 0;
  #othersMade = 0;

  board(): Board {
    return this.#board;
  }
  newElementId(): ElementId {
    return elementId(ME, ++this.#made);
  }
  nextLamport(): number {
    return this.#board.lamport + 1;
  }
  newGesture(): Gesture {
    return ++this.#gestures;
  }
  propose(ops: readonly Op[], gesture: Gesture): void {
    for (const batch of splitOps(ops)) this.proposed.push({ ops: batch, gesture });
    this.#changes.emit({ ids: this.#board.apply(ME, ops), origin: 'user' });
  }
  onChange(listener: (change: BoardChange) => void): Disposable {
    return this.#changes.on(listener);
  }

  /** What somebody else does. */
  receive(ops: readonly Op[], origin: Origin = 'server', author = OTHER): void {
    this.#changes.emit({ ids: this.#board.apply(author, ops), origin });
  }
  /** Another board altogether. */
  replace(board = new Board()): void {
    this.#board = board;
    this.#changes.emit({ ids: 'all', origin: 'server' });
  }

  /** A whole stroke of somebody else through these world pixels, above everything. Pen, 4 px wide, unless said otherwise. */
  stroke(
    points: readonly (readonly [number, number])[],
    values: Partial<{ kind: ElementKind; width: number; order: string }> = {},
  ): ElementId {
    const id = elementId(OTHER, ++this.#othersMade);
    const [x0, y0] = points[0] ?? [0, 0];
    const xy = Int32Array.from(points.flatMap(([x, y]) => [Math.round((x - x0) * 16), Math.round((y - y0) * 16)]));
    this.receive([
      addInk({
        id,
        lamport: this.nextLamport(),
        values: {
          kind: ElementKind.pen,
          order: orderKeyAfter(this.#board.maxOrder),
          x: Math.round(x0 * 16),
          y: Math.round(y0 * 16),
          color: 0,
          width: 64,
          pressured: false,
          ...values,
        },
      }),
      { kind: 'append', id, offset: 0, chunk: encodePoints(newTail(), { xy, pressure: undefined }) },
      { kind: 'end', id, count: points.length },
    ]);
    return id;
  }

  /** An element without a body, of somebody else, above everything; places and sizes in world units. */
  put(kind: ElementKind, values: AddOp['values'], author = OTHER): ElementId {
    const id = elementId(author, ++this.#othersMade);
    const birth = { kind, body: Body.none, facts: {} };
    const order = orderKeyAfter(this.#board.maxOrder);
    this.receive(
      [{ kind: 'add', id, lamport: this.nextLamport(), birth, values: { order, color: 0, width: 32, ...values } }],
      'server',
      author,
    );
    return id;
  }

  element(id: ElementId): Element {
    const element = this.#board.get(id);
    if (!element) throw new Error(`no element ${id}`);
    return element;
  }
  alive(): Element[] {
    return [...this.#board.elements()].filter((element) => element.alive);
  }
  /** Points of an element in world units, absolute. */
  points(id: ElementId): [number, number][] {
    const { x, y, points, pressured } = this.element(id);
    const { xy } = decodePoints(points, pressured);
    return Array.from({ length: xy.length / 2 }, (_, i) => [x + (xy[2 * i] as number), y + (xy[2 * i + 1] as number)]);
  }
  kinds(): string[] {
    return this.proposed.map(({ ops }) => ops.map(({ kind }) => kind).join(' '));
  }
}
