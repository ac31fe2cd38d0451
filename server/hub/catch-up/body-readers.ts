import type { CatchUpBody } from './catch-up-body.ts';

/** One reader of a body. */
export interface BodyReading {
  /** True when there were too many bodies: this body's readers must begin again with a newer one. */
  readonly isCut: () => boolean;
  /** Safe to call twice. */
  end(): void;
}

interface Read {
  readers: number;
  phase: 'read' | 'cut';
}

/**
 * Different bodies that are read at a time. In a busy room each joining client may get its own body. A slow reader keeps its body
 * in memory, so the number needs a bound.
 */
const MAX_BODIES = 16;

/** The readers of each body of a room. Beyond the bound, readers of the oldest body are cut off. */
export class BodyReaders {
  readonly #reads = new Map<CatchUpBody, Read>();

  begin(body: CatchUpBody): BodyReading {
    const read = this.#reads.get(body) ?? { readers: 0, phase: 'read' };
    read.readers++;
    this.#reads.set(body, read);
    const [oldest] = this.#reads;
    if (this.#reads.size > MAX_BODIES && oldest) {
      oldest[1].phase = 'cut';
      this.#reads.delete(oldest[0]);
    }
    let isEnded = false;
    return {
      isCut: () => read.phase === 'cut',
      end: () => {
        if (isEnded) return;
        isEnded = true;
        read.readers--;
        if (read.readers === 0 && this.#reads.get(body) === read) this.#reads.delete(body);
      },
    };
  }
}
