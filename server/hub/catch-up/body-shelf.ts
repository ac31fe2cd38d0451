import type { Seq } from '../../../core/board/ids.ts';
import type { CatchUpBody } from './catch-up-body.ts';

export interface ShelvedBody {
  readonly body: CatchUpBody;
  /** What it is good for: the same for all who lack the same. */
  readonly key: string;
  /** Of the board, when making it began. */
  readonly revision: number;
  /** Own seq that the body knows. */
  readonly ownSeq: Seq;
  /** `clock.mono()`. */
  readonly madeAt: number;
  /** Milliseconds of work that making it took. */
  readonly costMs: number;
}

/** Different things that returning clients lack at a time: after a drop nearly all of them lack the same. */
const MAX_BODIES = 32;
/** Bytes of all bodies but the newest, which is kept whatever its size. */
const MAX_BYTES = 16 * 1024 * 1024;
/** A reader that lost its line is back by then, or starts anew. */
const LIFE_MS = 60_000;

/** The catch-up bodies of a room, for those who come right after and for those who were cut off [RPL-4]. Those used longest ago go first. */
export class BodyShelf {
  readonly #bodies = new Map<string, { readonly shelved: ShelvedBody; usedAt: number }>();
  #bytes = 0;

  put(shelved: ShelvedBody, mono: number): void {
    this.#bodies.set(shelved.body.id, { shelved, usedAt: mono });
    this.#bytes += shelved.body.bytes;
    while (this.#bodies.size > MAX_BODIES || (this.#bodies.size > 1 && this.#bytes - shelved.body.bytes > MAX_BYTES)) {
      this.#drop(this.#oldestBut(shelved.body.id));
    }
  }

  byId(id: string): ShelvedBody | undefined {
    return this.#bodies.get(id)?.shelved;
  }

  newest(key: string): ShelvedBody | undefined {
    let newest: ShelvedBody | undefined;
    for (const { shelved } of this.#bodies.values()) if (shelved.key === key) newest = shelved;
    return newest;
  }

  used({ id }: CatchUpBody, mono: number): void {
    const kept = this.#bodies.get(id);
    if (kept) kept.usedAt = mono;
  }

  forgetOld(mono: number): void {
    for (const [id, { usedAt }] of this.#bodies) if (mono - usedAt > LIFE_MS) this.#drop(id);
  }

  #oldestBut(spared: string): string {
    let oldest = spared;
    let since = Number.POSITIVE_INFINITY;
    for (const [id, { usedAt }] of this.#bodies) {
      if (id === spared || usedAt >= since) continue;
      oldest = id;
      since = usedAt;
    }
    return oldest;
  }

  #drop(id: string): void {
    this.#bytes -= this.#bodies.get(id)?.shelved.body.bytes ?? 0;
    this.#bodies.delete(id);
  }
}
