import { Backoff } from '../../../core/base/backoff.ts';
import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import { SerialQueue } from '../../../core/base/serial-queue.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { packRoomSnapshot } from '../../../core/room/snapshot/snapshot-packer.ts';
import type { RoomWriter } from '../../ports/snapshot-store.ts';
import { inTurns } from '../turns/in-turns.ts';

/** A snapshot replaces the store's log beyond this many batches or bytes: they bound what a room reads when it opens. */
const AFTER_BATCHES = LIMITS.logBatches;
const AFTER_BYTES = 8 * 1024 * 1024;
/** Pauses before a failed snapshot is written again. */
const RETRIES = { firstMs: 1_000, longestMs: 60_000 };

/** Attempts to replace a snapshot that other hubs replace too. They compact at about the same time, because they count the same. */
const MEETINGS = 8;

export interface CompactionSource {
  /** The room's current state. `states` may change while it is read. */
  readonly take: () => Parameters<typeof packRoomSnapshot>[0];
  /** Another hub has stored this snapshot. Resolves when the room contains it. */
  readonly meet: (newer: Uint8Array) => Promise<void>;
  /** Nothing is lost: the log holds everything, and the snapshot is tried again. */
  readonly failed: (error: unknown) => void;
}

type State =
  | { readonly kind: 'idle' }
  /** A snapshot will be written, but its content is not chosen yet. */
  | { readonly kind: 'planned' }
  | { readonly kind: 'failed'; readonly retry: Disposable }
  /** Only `finish` writes. */
  | { readonly kind: 'ending' };
const IDLE: State = { kind: 'idle' };

/** Replaces a room's log by snapshots: when the log has grown long, and at the end. One snapshot at a time, made in steps. */
export class Compaction {
  readonly #stored: RoomWriter;
  readonly #clock: Clock;
  readonly #source: CompactionSource;
  readonly #writes = new SerialQueue();
  /** Batches that are in no snapshot, finished or running. */
  #batches: number;
  #bytes = 0;
  #state: State = IDLE;
  readonly #backoff = new Backoff(RETRIES);

  /** `batches`: those that are already in the store's log. */
  constructor(stored: RoomWriter, clock: Clock, batches: number, source: CompactionSource) {
    this.#stored = stored;
    this.#clock = clock;
    this.#source = source;
    this.#batches = batches;
  }

  /** The board changed by this many batches. */
  grown(batches: number, bytes: number): void {
    this.#batches += batches;
    this.#bytes += bytes;
    if (this.#state.kind === 'idle' && (this.#batches > AFTER_BATCHES || this.#bytes > AFTER_BYTES)) this.#plan();
  }

  /** The store holds another epoch or older decisions: a snapshot that begins after this call must replace it. */
  renew(): void {
    this.#batches++;
    this.#plan();
  }

  /** Resolves when everything is in the snapshot, or when writing it failed. Nothing is written afterwards. */
  async finish(): Promise<void> {
    if (this.#state.kind === 'failed') this.#state.retry.dispose();
    this.#state = { kind: 'ending' };
    await this.#writes.ended();
    if (this.#batches > 0) await this.#writes.add(() => this.#write());
  }

  #plan(): void {
    if (this.#state.kind === 'planned' || this.#state.kind === 'ending') return;
    if (this.#state.kind === 'failed') this.#state.retry.dispose();
    this.#state = { kind: 'planned' };
    void this.#writes.add(() => this.#write());
  }

  /** Never rejects. */
  async #write(): Promise<void> {
    if (this.#state.kind === 'planned') this.#state = IDLE;
    const batches = this.#batches;
    const bytes = this.#bytes;
    this.#batches = 0;
    this.#bytes = 0;
    try {
      await this.#replace();
      this.#backoff.reset();
    } catch (error) {
      this.#batches += batches;
      this.#bytes += bytes;
      this.#tryLater();
      this.#source.failed(error);
    }
  }

  async #replace(): Promise<void> {
    for (let attempt = 0; attempt < MEETINGS; attempt++) {
      // In one turn, so that the snapshot contains everything appended so far.
      const position = this.#stored.position();
      const packing = packRoomSnapshot(this.#source.take());
      const newer = await this.#stored.compact(await inTurns(packing, this.#clock), position);
      if (newer === undefined) return;
      await this.#source.meet(newer);
    }
    throw new Error('other hubs replace the stored snapshot all the time');
  }

  #tryLater(): void {
    if (this.#state.kind !== 'idle') return;
    const retry = this.#clock.after(this.#backoff.next(), () => {
      this.#state = IDLE;
      this.#plan();
    });
    this.#state = { kind: 'failed', retry };
  }
}
