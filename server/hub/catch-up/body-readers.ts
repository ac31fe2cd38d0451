import type { CatchUpBody } from './catch-up-body.ts';

/** Somebody who reads a body. */
export interface BodyReading {
  /** There are too many bodies: this one's readers are to begin anew, with a newer one. */
  readonly isCut: () => boolean;
  /** Safe to call twice. */
  end(): void;
}

interface Read {
  readers: number;
  phase: 'read' | 'cut';
}

/**
 * Different bodies that are being read at a time. In a room where much is drawn every newcomer may get another one; whoever reads slowly keeps
 * it in memory, and must not be able to keep many.
 */
const MAX_BODIES = 16;

/** Who reads which body of a room. Beyond the bound those of the body that was begun first are cut off. */
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
