import { Backoff } from '../../../core/base/backoff.ts';
import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { InstanceId, Seq } from '../../../core/board/ids.ts';
import type { OpBatch } from '../../../core/board/op.ts';
import type { NumberedBatches } from '../../../core/room/replica.ts';
import type { RoomWriter } from '../../ports/snapshot-store.ts';
import { type ForeignBatches, lastSeqOf } from './foreign-batches.ts';

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
  /** [SAVE-9] Batches of another instance are stored. */
  readonly storedForeign: (origin: InstanceId) => void;
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
  /** Batches of other instances that the store needs before others. Undefined: the store is not shared. */
  readonly #foreign: ForeignBatches | undefined;
  readonly #origin: InstanceId;
  readonly #clock: Clock;
  readonly #events: JournalEvents;
  #waiting: OpBatch[] = [];
  #durableSeq: Seq;
  #state: State = IDLE;
  readonly #backoff = new Backoff(RETRIES);
  #isFailing = false;
  #idle: (() => void)[] = [];

  /** `seq`: of the last batch that `origin` numbered, which is durable. */
  constructor(
    { stored, foreign }: { readonly stored: RoomWriter; readonly foreign: ForeignBatches | undefined },
    { origin, seq }: { readonly origin: InstanceId; readonly seq: Seq },
    clock: Clock,
    events: JournalEvents,
  ) {
    this.#stored = stored;
    this.#foreign = foreign;
    this.#origin = origin;
    this.#durableSeq = seq;
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

  /** [SAVE-9] Stores the batches of other instances that have waited too long. */
  storeForeign(): void {
    if (this.#state.kind === 'idle') this.#write();
  }

  /** Resolves when everything added is durable, or after the store failed. It does not wait for retries. */
  settled(): Promise<void> {
    if (this.#state.kind !== 'writing') return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #write(): void {
    for (;;) {
      const batches = this.#waiting.length > APPEND_BATCHES ? this.#waiting.slice(0, APPEND_BATCHES) : this.#waiting;
      const [part] = [...(this.#foreign?.before(batches) ?? []), ...(this.#foreign?.overdue(this.#clock.mono()) ?? [])];
      if (part !== undefined) {
        this.#await(this.#append(part), () => {
          this.#foreign?.stored(part.origin, lastSeqOf(part));
          this.#events.storedForeign(part.origin);
        });
        return;
      }
      if (batches.length === 0) break;
      const answer = this.#append({ origin: this.#origin, firstSeq: this.#durableSeq + 1, batches });
      if (answer !== 'durable') {
        const count = batches.length;
        if (batches === this.#waiting) this.#waiting = this.#waiting.slice();
        this.#await(answer, () => {
          this.#durableSeq += count;
          this.#waiting = this.#waiting.slice(count);
          this.#events.progressed();
        });
        return;
      }
      this.#durableSeq += batches.length;
      this.#waiting = this.#waiting.slice(batches.length);
    }
    this.#state = IDLE;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #append(part: NumberedBatches): 'durable' | Promise<void> {
    try {
      return this.#stored.append(part);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #await(answer: 'durable' | Promise<void>, written: () => void): void {
    const stall = this.#clock.after(STALL_MS, () => this.#fail(new Error('the store does not answer')));
    this.#state = { kind: 'writing', stall };
    Promise.resolve(answer).then(
      () => this.#written(written),
      (error: unknown) => this.#refused(error),
    );
  }

  #written(written: () => void): void {
    if (this.#state.kind !== 'writing') return;
    this.#state.stall.dispose();
    this.#backoff.reset();
    written();
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
