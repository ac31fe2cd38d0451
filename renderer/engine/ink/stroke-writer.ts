import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import { encodePoints, newTail } from '../../../core/board/bodies/points-codec.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { Body, type ElementKind } from '../../../core/board/kinds.ts';
import type { Op } from '../../../core/board/op.ts';
import { orderKeyAfter } from '../../../core/board/order-key.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import type { BoardAccess, BoardChange, Gesture } from '../../../core/room/board-access.ts';
import { toUnits } from '../geometry.ts';
import { TICK_MS } from '../tools/tool.ts';
import { LiveInk } from './live-ink.ts';

/** Points in one `append`: at most 15 bytes each, so always within `LIMITS.appendBytes`. */
const POINTS_PER_APPEND = LIMITS.appendBytes / 15;
/** A pen that presses harder without moving makes a new point at this change (of 255). */
const PRESSURE_STEP = 8;

export interface StrokeWriterOptions {
  readonly access: BoardAccess;
  readonly clock: Clock;
  readonly kind: ElementKind;
  readonly color: number;
  readonly width: number;
  readonly pressured: boolean;
  /**
   * The stroke is not sent for this time: a touch may still become a pinch, and a pen may still show that it measures pressure.
   * Milliseconds.
   */
  readonly holdMs: number;
  /** The growing ink to show. Called again with new ink when the stroke continues in another element. */
  readonly onInk: (ink: LiveInk) => void;
  /** This ink no longer grows: the board has it, it was discarded, or another element replaces it. */
  readonly onInkDone: (id: ElementId) => void;
}

/** The element being written: `held` is unsent, `open` has been proposed, `over` takes no more points. */
type Stage = 'held' | 'open' | 'over';

/** Turns the samples of one pen stroke into ops: at once at pen-down, then once per tick, all in one gesture. */
export class StrokeWriter {
  readonly #options: StrokeWriterOptions;
  readonly #gesture: Gesture;
  #stage: Stage = 'held';
  #pressured: boolean;
  #ink!: LiveInk;
  #order = '';
  #tail = newTail();
  readonly #xy: number[] = [];
  readonly #pressure: number[] = [];
  /** The last point, relative to the element. */
  #lastX = 0;
  #lastY = 0;
  #lastPressure = 0;
  #timer: Disposable | undefined;
  #sentAt = 0;
  #several = false;

  /** Pen down at this place: world pixels, pressure 0 to 1. */
  constructor(options: StrokeWriterOptions, x: number, y: number, pressure: number) {
    this.#options = options;
    this.#pressured = options.pressured;
    this.#gesture = options.access.newGesture();
    this.#startElement(toUnits(x), toUnits(y), toByte(pressure));
    if (options.holdMs > 0) this.#timer = options.clock.after(options.holdMs, this.#send);
    else this.#send();
  }

  /** The element that is written now. */
  get id(): ElementId {
    return this.#ink.traits.id;
  }
  /** The stroke continued in a second element. */
  get isSeveral(): boolean {
    return this.#several;
  }
  get isOver(): boolean {
    return this.#stage === 'over';
  }

  add(x: number, y: number, pressure: number): void {
    if (this.#stage === 'over') return;
    const { traits } = this.#ink;
    const xHere = toUnits(x) - traits.x;
    const yHere = toUnits(y) - traits.y;
    const strength = toByte(pressure);
    if (xHere === this.#lastX && yHere === this.#lastY) {
      if (!traits.pressured || strength < this.#lastPressure + PRESSURE_STEP) return;
    }
    this.#push(xHere, yHere, strength);
    if (this.#tail.count + this.#pressure.length >= LIMITS.pointsPerStroke) this.#goOnInNew();
    else this.#schedule();
  }

  /** The pen has shown that it measures pressure. That changes only a stroke that was not sent yet. */
  measured(): void {
    if (this.#stage !== 'held' || this.#pressured) return;
    this.#pressured = true;
    const { traits } = this.#ink;
    this.#options.onInkDone(traits.id);
    this.#ink = new LiveInk({ ...traits, pressured: true });
    for (const [i, pressure] of this.#pressure.entries())
      this.#ink.add(this.#xy[2 * i] as number, this.#xy[2 * i + 1] as number, pressure);
    this.#options.onInk(this.#ink);
    // There is nothing left to wait for.
    this.#send();
  }

  /** Pen up: the unsent points are sent together with the end. */
  end(): void {
    if (this.#stage === 'over') return;
    this.#finish();
    this.#close();
  }

  /** It was not a stroke: drops it before it is sent. */
  abandon(): void {
    if (this.#stage === 'over') return;
    const { access } = this.#options;
    const { id } = this.#ink.traits;
    if (this.#stage === 'open') {
      this.#finish();
      access.propose([{ kind: 'alive', ids: [id], lamport: access.nextLamport(), alive: false }], this.#gesture);
    }
    this.#close();
  }

  /** Detects that the element was removed during the drawing. The rest of the gesture then draws nothing. */
  boardChanged(change: BoardChange): void {
    if (this.#stage !== 'open' || change.origin === 'user') return;
    const { id } = this.#ink.traits;
    if (change.ids !== 'all' && !change.ids.includes(id)) return;
    const board = this.#options.access.board();
    const ours = board.tailOf(id)?.count === this.#tail.count;
    if (ours && board.get(id)?.alive) return;
    // Removed but still known: ends it. Unknown: there is nothing to end.
    if (ours) this.#options.access.propose([{ kind: 'end', id, count: this.#tail.count }], this.#gesture);
    this.#close();
  }

  #startElement(x: number, y: number, pressure: number): void {
    const { access, kind, color, width, onInk } = this.#options;
    this.#ink = new LiveInk({ id: access.newElementId(), kind, x, y, color, width, pressured: this.#pressured });
    this.#order = orderKeyAfter(access.board().maxOrder);
    this.#tail = newTail();
    this.#push(0, 0, pressure);
    onInk(this.#ink);
  }

  #push(x: number, y: number, pressure: number): void {
    this.#xy.push(x, y);
    this.#pressure.push(pressure);
    this.#lastX = x;
    this.#lastY = y;
    this.#lastPressure = pressure;
    this.#ink.add(x, y, pressure);
  }

  /** The element has its greatest length: the stroke continues in another one that begins at its end. */
  #goOnInNew(): void {
    const { traits } = this.#ink;
    this.#finish();
    this.#options.onInkDone(traits.id);
    this.#stage = 'held';
    this.#several = true;
    this.#startElement(traits.x + this.#lastX, traits.y + this.#lastY, this.#lastPressure);
    this.#send();
  }

  #schedule(): void {
    if (this.#timer) return;
    const { clock } = this.#options;
    const wait = this.#sentAt + TICK_MS - clock.mono();
    if (wait <= 0) this.#send();
    else this.#timer = clock.after(wait, this.#send);
  }

  readonly #send = (): void => {
    this.#stopTimer();
    if (this.#stage === 'over') return;
    this.#sentAt = this.#options.clock.mono();
    const ops = this.#takeOps();
    if (ops.length > 0) this.#options.access.propose(ops, this.#gesture);
  };

  #finish(): void {
    this.#stopTimer();
    const ops = this.#takeOps();
    ops.push({ kind: 'end', id: this.#ink.traits.id, count: this.#tail.count });
    this.#options.access.propose(ops, this.#gesture);
  }

  #close(): void {
    this.#stopTimer();
    if (this.#stage === 'over') return;
    this.#stage = 'over';
    this.#options.onInkDone(this.#ink.traits.id);
  }

  #stopTimer(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
  }

  /** The `add` if it was not sent yet, and the points since the last call. */
  #takeOps(): Op[] {
    const ops: Op[] = [];
    const { id, x, y, kind, color, width, pressured } = this.#ink.traits;
    if (this.#stage === 'held') {
      const birth = { kind, body: pressured ? Body.pressuredPoints : Body.points, facts: {} };
      const values = { order: this.#order, x, y, color, width };
      ops.push({ kind: 'add', id, lamport: this.#options.access.nextLamport(), birth, values });
      this.#stage = 'open';
    }
    for (let from = 0; from < this.#pressure.length; from += POINTS_PER_APPEND) {
      const to = Math.min(from + POINTS_PER_APPEND, this.#pressure.length);
      const xy = Int32Array.from(this.#xy.slice(2 * from, 2 * to));
      const pressure = pressured ? Uint8Array.from(this.#pressure.slice(from, to)) : undefined;
      const offset = this.#tail.count;
      ops.push({ kind: 'append', id, offset, chunk: encodePoints(this.#tail, { xy, pressure }) });
    }
    this.#xy.length = 0;
    this.#pressure.length = 0;
    return ops;
  }
}

function toByte(pressure: number): number {
  return Math.min(255, Math.max(0, Math.round(pressure * 255)));
}
