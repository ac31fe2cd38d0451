import type { Random } from '../../core/base/host.ts';
import type { Board } from '../../core/board/board.ts';
import { encodePoints, newTail, type PointTail } from '../../core/board/bodies/points-codec.ts';
import { type ClientId, type ElementId, elementId } from '../../core/board/ids.ts';
import type { Op, OpBatch } from '../../core/board/op.ts';
import { orderKeyAfter } from '../../core/board/order-key.ts';
import { newClientId } from './client-id.ts';
import { addInk } from './ink.ts';

/** An honest client as a replica sees it: it makes valid batches for the board that it knows. */
export class Author {
  readonly clientId: ClientId;
  readonly #random: Random;
  #k = 0;
  #n = 0;
  #open: { id: ElementId; tail: PointTail; left: number; pressured: boolean } | undefined;

  constructor(random: Random) {
    this.#random = random;
    this.clientId = newClientId(random);
  }

  batch(ops: readonly Op[]): OpBatch {
    return { author: this.clientId, n: ++this.#n, ops };
  }

  /** The author's next action on `board`: continue or start a stroke, move, remove, restore, restyle. */
  act(board: Board): OpBatch {
    const { next } = this.#random;
    const lamport = board.lamport + 1;
    if (this.#open) return this.batch(this.#goOn());
    const known = [...board.elements()];
    const target = known[Math.floor(next() * known.length)];
    const dice = next();
    if (!target || dice < 0.4) return this.batch(this.#start(lamport, orderKeyAfter(board.maxOrder)));
    if (dice < 0.55) return this.batch([{ kind: 'alive', ids: [target.id], lamport, alive: false }]);
    if (dice < 0.65) return this.batch([{ kind: 'alive', ids: known.map(({ id }) => id), lamport, alive: next() < 0.5 }]);
    if (dice < 0.85) {
      const values = { x: Math.floor(next() * 2000) - 1000, y: Math.floor(next() * 2000) - 1000 };
      return this.batch([{ kind: 'set', id: target.id, lamport, values }]);
    }
    return this.batch([
      { kind: 'set', id: target.id, lamport, values: { color: Math.floor(next() * 8), order: `a${Math.floor(next() * 9)}` } },
    ]);
  }

  #start(lamport: number, order: string): Op[] {
    const { next } = this.#random;
    const id = elementId(this.clientId, ++this.#k);
    const pressured = next() < 0.3;
    this.#open = { id, tail: newTail(), left: Math.floor(next() * 4), pressured };
    const values = {
      kind: next() < 0.8 ? 1 : 2,
      order,
      x: Math.floor(next() * 5000),
      y: -300,
      color: 2,
      width: 56,
      pressured,
    } as const;
    return [addInk({ id, lamport, values }), ...this.#goOn()];
  }

  #goOn(): Op[] {
    const stroke = this.#open;
    if (!stroke) return [];
    const { next } = this.#random;
    const { id, tail, pressured } = stroke;
    const offset = tail.count;
    const count = 1 + Math.floor(next() * 6);
    let { x, y } = tail;
    const xy = new Int32Array(count * 2);
    for (let i = 0; i < count; i++) {
      x += Math.floor(next() * 200) - 90;
      y += Math.floor(next() * 200) - 110;
      xy.set([x, y], 2 * i);
    }
    const pressure = pressured ? Uint8Array.from({ length: count }, () => Math.floor(next() * 256)) : undefined;
    const ops: Op[] = [{ kind: 'append', id, offset, chunk: encodePoints(tail, { xy, pressure }) }];
    if (stroke.left-- <= 0) {
      ops.push({ kind: 'end', id, count: tail.count });
      this.#open = undefined;
    }
    return ops;
  }
}
