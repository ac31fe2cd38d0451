import type { Seq } from '../../../core/board/ids.ts';
import type { CatchUpBody } from './catch-up-body.ts';

export interface CachedBody {
  readonly body: CatchUpBody;
  /** Equal for clients that lack the same changes. */
  readonly key: string;
  /** The board's revision when encoding began. */
  readonly revision: number;
  /** The body contains this instance's batches up to this seq. */
  readonly ownSeq: Seq;
  /** `clock.mono()`. */
  readonly madeAt: number;
  /** Time that encoding took, milliseconds. */
  readonly costMs: number;
}

/** Bodies in the cache. After an outage nearly all returning clients lack the same. */
const MAX_BODIES = 32;
/** Bytes of all bodies except the newest, which is kept whatever its size. */
const MAX_BYTES = 16 * 1024 * 1024;
/** A reader that lost its connection returns within this time, milliseconds, or begins again. */
const LIFE_MS = 60_000;

/**
 * Cache of a room's catch-up bodies, for the next joining clients and for readers that were cut off [RPL-4]. The least recently
 * used are dropped first.
 */
export class CatchUpCache {
  readonly #bodies = new Map<string, { readonly cached: CachedBody; usedAt: number }>();
  #bytes = 0;

  put(cached: CachedBody, mono: number): void {
    this.#bodies.set(cached.body.id, { cached, usedAt: mono });
    this.#bytes += cached.body.bytes;
    while (this.#bodies.size > MAX_BODIES || (this.#bodies.size > 1 && this.#bytes - cached.body.bytes > MAX_BYTES)) {
      this.#drop(this.#oldestBut(cached.body.id));
    }
  }

  byId(id: string): CachedBody | undefined {
    return this.#bodies.get(id)?.cached;
  }

  newest(key: string): CachedBody | undefined {
    let newest: CachedBody | undefined;
    for (const { cached } of this.#bodies.values()) if (cached.key === key) newest = cached;
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
    this.#bytes -= this.#bodies.get(id)?.cached.body.bytes ?? 0;
    this.#bodies.delete(id);
  }
}
