import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock, Random } from '../../core/base/host.ts';
import { encodePoints, newTail, type PointTail } from '../../core/board/bodies/points-codec.ts';
import type { ElementId } from '../../core/board/ids.ts';
import type { AppendOp } from '../../core/board/op.ts';
import { orderKeyAfter } from '../../core/board/order-key.ts';
import type { Gesture } from '../../core/room/board-access.ts';
import type { Session } from '../../renderer/session/session.ts';
import { addInk } from '../support/ink.ts';
import { type StrokeMark, strokeMark } from './stroke-mark.ts';

export interface HandOptions {
  readonly session: Pick<
    Session,
    'board' | 'newElementId' | 'newGesture' | 'nextLamport' | 'propose' | 'undo' | 'redo' | 'pointAt'
  >;
  readonly random: Random;
  readonly clock: Clock;
  /** 1: as fast as a person. Twice that takes half the time. */
  readonly pace: number;
  readonly begun: (id: ElementId) => void;
  readonly finished: (stroke: StrokeMark) => void;
}

interface OpenStroke {
  readonly id: ElementId;
  readonly gesture: Gesture;
  readonly tail: PointTail;
  readonly chunks: Uint8Array[];
  readonly length: number;
}

/** Milliseconds between two movements of a pen that is down. */
const MOVE_MS = 30;
const PAUSE_CHANCE = 0.01;

/** Draws, rubs out, undoes and moves about, at random, in real time. Strokes differ from each other in every point. */
export class Hand implements Disposable {
  readonly #options: HandOptions;
  #open: OpenStroke | undefined;
  #timer: Disposable | undefined;

  constructor(options: HandOptions) {
    this.#options = options;
    this.#after(this.#between(100, 800));
  }

  /** Finishes the stroke at hand, and does nothing any more. */
  rest(): void {
    this.dispose();
    if (this.#open) this.#lift(this.#open);
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
  }

  #after(waitMs: number): void {
    this.#timer = this.#options.clock.after(waitMs / this.#options.pace, () => this.#act());
  }

  #between(from: number, to: number): number {
    return from + this.#options.random.next() * (to - from);
  }

  #act(): void {
    const { next } = this.#options.random;
    const stroke = this.#open;
    if (stroke && stroke.tail.count < stroke.length) {
      this.#propose(stroke, [this.#append(stroke)]);
      this.#after(next() < PAUSE_CHANCE ? this.#between(500, 7_000) : MOVE_MS);
      return;
    }
    if (stroke) this.#lift(stroke);
    else this.#start();
    this.#after(this.#between(20, 350));
  }

  #start(): void {
    const { session, random } = this.#options;
    const dice = random.next();
    if (dice < 0.1) this.#erase();
    else if (dice < 0.16) session.undo();
    else if (dice < 0.19) session.redo();
    else if (dice < 0.3) session.pointAt({ x: this.#between(-500, 500), y: this.#between(-500, 500) });
    else this.#putDown();
  }

  #putDown(): void {
    const { session, random, begun } = this.#options;
    const id = session.newElementId();
    // Mostly short, now and then a long one.
    const length = 1 + Math.floor(random.next() ** 3 * 200);
    const stroke: OpenStroke = { id, gesture: session.newGesture(), tail: newTail(), chunks: [], length };
    const place = (): number => Math.round(this.#between(-80_000, 80_000));
    const color = Math.floor(this.#between(0, 8));
    const values = { kind: 1, order: orderKeyAfter(session.board().maxOrder), x: place(), y: place(), color, width: 56 } as const;
    begun(id);
    this.#open = stroke;
    session.propose(
      [addInk({ id, lamport: session.nextLamport(), values: { ...values, pressured: false } }), this.#append(stroke)],
      stroke.gesture,
    );
  }

  #append(stroke: OpenStroke): AppendOp {
    const offset = stroke.tail.count;
    const points = Math.min(stroke.length - offset, 1 + Math.floor(this.#between(0, 6)));
    const xy = Int32Array.from({ length: points * 2 }, () => Math.round(this.#between(-8_000, 8_000)));
    const bytes = encodePoints(stroke.tail, { xy, pressure: undefined });
    stroke.chunks.push(bytes);
    return { kind: 'append', id: stroke.id, offset, chunk: bytes };
  }

  #propose(stroke: OpenStroke, ops: readonly AppendOp[]): void {
    this.#options.session.propose(ops, stroke.gesture);
  }

  #lift(stroke: OpenStroke): void {
    const { session, finished } = this.#options;
    this.#open = undefined;
    const { count } = stroke.tail;
    session.propose([{ kind: 'end', id: stroke.id, count }], stroke.gesture);
    finished(strokeMark(stroke.id, count, Buffer.concat(stroke.chunks)));
  }

  #erase(): void {
    const { session, random } = this.#options;
    const there = [...session.board().elements()].filter(({ alive, ended }) => alive && ended);
    const target = there[Math.floor(random.next() * there.length)];
    if (!target) return;
    session.propose([{ kind: 'alive', ids: [target.id], lamport: session.nextLamport(), alive: false }], session.newGesture());
  }
}
