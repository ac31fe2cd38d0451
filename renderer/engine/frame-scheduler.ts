import type { Disposable } from '../../core/base/disposable.ts';

/** The parts to paint, as bits, so that many causes in one frame are one number. */
export const Dirty = { settled: 1, live: 2, overlay: 4, state: 8, cursors: 16 } as const;
export const DIRTY_ALL = Dirty.settled | Dirty.live | Dirty.overlay | Dirty.state | Dirty.cursors;

/** Source of frames: `requestAnimationFrame` in a page, a list in a test. `now` is milliseconds that only grow. */
export interface FrameSource {
  request(run: (now: number) => void): number;
  cancel(handle: number): void;
}

/** Paints the dirty parts. Returns the parts to paint in the next frame (animations, unfinished tiles). */
export type PaintFrame = (dirty: number, now: number) => number;

/** The only animation frame. It sleeps when nothing is dirty. */
export class FrameScheduler implements Disposable {
  readonly #source: FrameSource;
  readonly #paint: PaintFrame;
  #dirty = 0;
  #handle: number | undefined;
  #ended = false;

  constructor(source: FrameSource, paint: PaintFrame) {
    this.#source = source;
    this.#paint = paint;
  }

  /** True while a frame is requested. */
  get awake(): boolean {
    return this.#handle !== undefined;
  }

  invalidate(dirty: number): void {
    if (this.#ended) return;
    this.#dirty |= dirty;
    this.#handle ??= this.#source.request(this.#run);
  }

  /** Paints now instead of in the next frame: a resized canvas is blank and must not be shown. */
  flush(now: number): void {
    if (this.#ended || this.#dirty === 0) return;
    if (this.#handle !== undefined) this.#source.cancel(this.#handle);
    this.#run(now);
  }

  readonly #run = (now: number): void => {
    this.#handle = undefined;
    const dirty = this.#dirty;
    this.#dirty = 0;
    const again = this.#paint(dirty, now);
    if (again !== 0) this.invalidate(again);
  };

  dispose(): void {
    this.#ended = true;
    if (this.#handle !== undefined) this.#source.cancel(this.#handle);
    this.#handle = undefined;
  }
}
