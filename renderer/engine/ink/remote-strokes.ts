import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import { newTail, type PointTail, readPoints } from '../../../core/board/bodies/points-codec.ts';
import type { Element } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { LiveInk } from './live-ink.ts';

/** A stroke without new points for this long moves to the settled layer; it returns when it continues. */
const SILENT_MS = 2_000;
/** Points are shown over the expected time until the next ones: like the last gaps, within these limits. */
const GAP_LEAST_MS = 16;
const GAP_MOST_MS = 120;
const GAP_FIRST_MS = 40;

/** One stroke that another person is drawing. Its points arrive in groups and are shown evenly. */
class RemoteStroke {
  ink: LiveInk;
  ended = false;
  heardAt: number;
  #tail: PointTail = newTail();
  #bytesRead = 0;
  readonly #xy: number[] = [];
  readonly #pressure: number[] = [];
  #shown = 0;
  #from = 0;
  #startedAt: number;
  #gapMs = GAP_FIRST_MS;

  constructor(element: Element, now: number) {
    this.ink = new LiveInk(traitsOf(element));
    this.heardAt = now;
    this.#startedAt = now;
    this.#read(element);
  }

  get complete(): boolean {
    return this.ended && this.#shown >= this.#count;
  }
  get waiting(): boolean {
    return this.#shown < this.#count;
  }
  get #count(): number {
    return this.#pressure.length;
  }

  /** New bytes, or another place or look, which makes a new `ink`. */
  update(element: Element, now: number): void {
    const { kind, pressured } = this.ink.traits;
    // Of two births of one id another may have won: then the bytes mean other points.
    const startsOver = element.points.length < this.#bytesRead || kind !== element.kind || pressured !== element.pressured;
    if (startsOver || isOtherLook(this.ink, element)) {
      if (startsOver) this.#forget();
      this.ink = new LiveInk(traitsOf(element));
      const shown = this.#shown;
      this.#shown = 0;
      this.#show(shown);
    }
    const before = this.#count;
    this.#read(element);
    if (this.#count === before) return;
    const gap = Math.min(Math.max(now - this.heardAt, GAP_LEAST_MS), GAP_MOST_MS);
    this.#gapMs += (gap - this.#gapMs) * 0.3;
    this.heardAt = now;
    this.#from = this.#shown;
    this.#startedAt = now;
  }

  /** Shows as much as is due. */
  advance(now: number, atOnce: boolean): void {
    const share = atOnce ? 1 : Math.min(1, Math.max(0, (now - this.#startedAt) / this.#gapMs));
    this.#show(this.#from + (this.#count - this.#from) * share);
  }

  /** The first point at once, then up to a place between two points. */
  #show(upTo: number): void {
    const target = Math.max(upTo, Math.min(1, this.#count));
    if (target <= this.#shown) return;
    const whole = Math.floor(target);
    for (let i = Math.floor(this.#shown); i < whole; i++) {
      this.ink.add(this.#xy[2 * i] as number, this.#xy[2 * i + 1] as number, this.#pressure[i] as number);
    }
    this.#shown = target;
    const part = target - whole;
    if (part === 0 || whole === 0) return;
    const x = this.#xy[2 * whole - 2] as number;
    const y = this.#xy[2 * whole - 1] as number;
    this.ink.reach(x + ((this.#xy[2 * whole] as number) - x) * part, y + ((this.#xy[2 * whole + 1] as number) - y) * part);
  }

  #read(element: Element): void {
    const fresh = element.points.subarray(this.#bytesRead);
    readPoints(this.#tail, fresh, element.pressured, (x, y, pressure) => {
      this.#xy.push(x, y);
      this.#pressure.push(pressure);
    });
    this.#bytesRead = element.points.length;
    this.ended = element.ended;
  }

  #forget(): void {
    this.#tail = newTail();
    this.#bytesRead = 0;
    this.#xy.length = 0;
    this.#pressure.length = 0;
    this.#shown = 0;
    this.#from = 0;
  }
}

export interface RemoteStrokesOptions {
  readonly clock: Clock;
  readonly reducedMotion: () => boolean;
  /** This is no longer live, complete or silent: the settled layer takes it. */
  readonly onSettled: (ink: LiveInk) => void;
  /** This is no longer drawn: it was removed, or replaced by other ink. */
  readonly onGone: (ink: LiveInk) => void;
  readonly onWake: () => void;
}

/** The strokes that others are drawing now. */
export class RemoteStrokes implements Disposable {
  readonly #options: RemoteStrokesOptions;
  readonly #strokes = new Map<ElementId, RemoteStroke>();
  #sweep: Disposable | undefined;

  constructor(options: RemoteStrokesOptions) {
    this.#options = options;
  }

  has(id: ElementId): boolean {
    return this.#strokes.has(id);
  }
  *inks(): Generator<LiveInk> {
    for (const stroke of this.#strokes.values()) yield stroke.ink;
  }

  /** The element is new, has grown, or has changed in another way. */
  update(element: Element): void {
    const now = this.#options.clock.mono();
    const stroke = this.#strokes.get(element.id);
    if (stroke) {
      const old = stroke.ink;
      stroke.update(element, now);
      if (stroke.ink !== old) this.#options.onGone(old);
    } else {
      this.#strokes.set(element.id, new RemoteStroke(element, now));
    }
    this.#options.onWake();
    this.#sweep ??= this.#options.clock.after(SILENT_MS, this.#putDownSilent);
  }

  /** It is gone from the board. */
  remove(id: ElementId): void {
    const stroke = this.#strokes.get(id);
    if (!stroke) return;
    this.#strokes.delete(id);
    this.#options.onGone(stroke.ink);
  }

  clear(): void {
    for (const id of [...this.#strokes.keys()]) this.remove(id);
  }

  /** Shows the points that are due in this frame. True if more will follow. */
  advance(): boolean {
    if (this.#strokes.size === 0) return false;
    const now = this.#options.clock.mono();
    const atOnce = this.#options.reducedMotion();
    let more = false;
    const done: ElementId[] = [];
    for (const [id, stroke] of this.#strokes) {
      if (stroke.waiting) stroke.advance(now, atOnce);
      if (stroke.complete) done.push(id);
      else if (stroke.waiting) more = true;
    }
    this.#putDown(done);
    return more;
  }

  readonly #putDownSilent = (): void => {
    this.#sweep = undefined;
    const now = this.#options.clock.mono();
    const silent: ElementId[] = [];
    for (const [id, stroke] of this.#strokes) if (now - stroke.heardAt >= SILENT_MS) silent.push(id);
    this.#putDown(silent);
    if (this.#strokes.size > 0) this.#sweep = this.#options.clock.after(SILENT_MS, this.#putDownSilent);
  };

  #putDown(ids: readonly ElementId[]): void {
    for (const id of ids) {
      const stroke = this.#strokes.get(id);
      this.#strokes.delete(id);
      if (stroke) this.#options.onSettled(stroke.ink);
    }
  }

  dispose(): void {
    this.#sweep?.dispose();
    this.#strokes.clear();
  }
}

function traitsOf({ id, kind, x, y, color, width, pressured }: Element): LiveInk['traits'] {
  return { id, kind, x, y, color, width, pressured };
}

function isOtherLook({ traits }: LiveInk, element: Element): boolean {
  return traits.x !== element.x || traits.y !== element.y || traits.color !== element.color || traits.width !== element.width;
}
