import { Backoff } from '../../../core/base/backoff.ts';
import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { InstanceId, Seq } from '../../../core/board/ids.ts';
import type { OpBatch } from '../../../core/board/op.ts';
import type { RoomWriter } from '../../ports/snapshot-store.ts';

/** Pauses after a failure. */
const RETRIES = { firstMs: 500, longestMs: 5_000 };
/**
 * Bounds for a store that does not answer: beyond this many waiting batches, or this time, the room refuses changes until it
 * answers. The queue would otherwise grow without end.
 */
const STALL_BATCHES = 20_000;
const STALL_MS = 60_000;
/** Batches in one append. A store that was unreachable gets the queue in pieces. */
const APPEND_BATCHES = 1_000;

export interface JournalEvents {
  /** `durableSeq` moved, or the store works again. */
  readonly progressed: () => void;
  /** The first failure after the store worked. */
  readonly failed: (error: unknown) => void;
  readonly recovered: () => void;
}

type State =
  | { readonly kind: 'idle' | 'closed' }
  | { readonly kind: 'writing'; readonly stall: Disposable }
  | { readonly kind: 'failing'; readonly retry: Disposable };
const IDLE: State = { kind: 'idle' };

/**
 * Writes accepted batches to the store, one append at a time; the next append takes everything that came meanwhile. A batch stays
 * in the queue until the store has it, however often the store fails.
 */
export class Journal implements Disposable {
  readonly #stored: RoomWriter;
  readonly #origin: InstanceId;
  readonly #clock: Clock;
  readonly #events: JournalEvents;
  #waiting: OpBatch[] = [];
  #durableSeq: Seq = 0;
  #state: State = IDLE;
  readonly #backoff = new Backoff(RETRIES);
  #isFailing = false;
  #idle: (() => void)[] = [];

  constructor(stored: RoomWriter, origin: InstanceId, clock: Clock, events: JournalEvents) {
    this.#stored = stored;
    this.#origin = origin;
    this.#clock = clock;
    this.#events = events;
  }

  /** All batches up to this seq are durable. */
  get durableSeq(): Seq {
    return this.#durableSeq;
  }
  /** The store rejects what it gets. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** Takes ownership. `batches` follow the last ones without a gap. */
  add(batches: readonly OpBatch[]): void {
    if (batches.length === 0) return;
    if (this.#waiting.length === 0) this.#waiting = batches as OpBatch[];
    else for (const batch of batches) this.#waiting.push(batch);
    if (this.#state.kind === 'idle') this.#write();
    else if (this.#waiting.length > STALL_BATCHES) this.#fail(new Error('the store is too slow'));
  }

  /** Resolves when everything added is durable, or after the store failed. It does not wait for retries. */
  settled(): Promise<void> {
    if (this.#state.kind !== 'writing') return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #write(): void {
    while (this.#waiting.length > 0) {
      const batches = this.#waiting.length > APPEND_BATCHES ? this.#waiting.slice(0, APPEND_BATCHES) : this.#waiting;
      let answer: 'durable' | Promise<void>;
      try {
        answer = this.#stored.append({ origin: this.#origin, firstSeq: this.#durableSeq + 1, batches });
      } catch (error) {
        answer = Promise.reject(error);
      }
      if (answer !== 'durable') {
        const stall = this.#clock.after(STALL_MS, () => this.#fail(new Error('the store does not answer')));
        this.#state = { kind: 'writing', stall };
        const count = batches.length;
        if (batches === this.#waiting) this.#waiting = this.#waiting.slice();
        answer.then(
          () => this.#written(count),
          (error: unknown) => this.#refused(error),
        );
        return;
      }
      this.#durableSeq += batches.length;
      this.#waiting = this.#waiting.slice(batches.length);
    }
    this.#state = IDLE;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #written(count: number): void {
    if (this.#state.kind !== 'writing') return;
    this.#state.stall.dispose();
    this.#durableSeq += count;
    this.#waiting = this.#waiting.slice(count);
    this.#backoff.reset();
    this.#events.progressed();
    if (this.#isFailing && this.#waiting.length <= STALL_BATCHES) {
      this.#isFailing = false;
      this.#events.recovered();
    }
    this.#write();
  }

  #refused(error: unknown): void {
    if (this.#state.kind !== 'writing') return;
    this.#state.stall.dispose();
    const retry = this.#clock.after(this.#backoff.next(), () => {
      this.#state = IDLE;
      this.#write();
    });
    this.#state = { kind: 'failing', retry };
    this.#fail(error);
  }

  #fail(error: unknown): void {
    if (!this.#isFailing) {
      this.#isFailing = true;
      this.#events.failed(error);
    }
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  dispose(): void {
    if (this.#state.kind === 'failing') this.#state.retry.dispose();
    if (this.#state.kind === 'writing') this.#state.stall.dispose();
    this.#state = { kind: 'closed' };
    this.#waiting = [];
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
