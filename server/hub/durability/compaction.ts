import { Backoff } from '../../../core/base/backoff.ts';
import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import { SerialQueue } from '../../../core/base/serial-queue.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { packRoomSnapshot } from '../../../core/room/snapshot-packer.ts';
import type { RoomWriter } from '../../ports/snapshot-store.ts';
import { inTurns } from '../turns/in-turns.ts';

/** Batches in the store's log before a snapshot takes their place, and bytes of them: what a room has to read when it is opened again. */
const AFTER_BATCHES = LIMITS.logBatches;
const AFTER_BYTES = 8 * 1024 * 1024;
/** Before a snapshot that could not be written is tried again. */
const RETRIES = { firstMs: 1_000, longestMs: 60_000 };

export interface CompactionSource {
  /** What the room is at this moment. `states` may change while it is read. */
  readonly take: () => Parameters<typeof packRoomSnapshot>[0];
  /** It is no loss: the log holds everything, and it is tried again. */
  readonly failed: (error: unknown) => void;
}

type State =
  | { readonly kind: 'idle' }
  /** A snapshot is to be written that has not begun yet: what it is made of is not taken. */
  | { readonly kind: 'planned' }
  | { readonly kind: 'failed'; readonly retry: Disposable }
  /** Only `finish` writes. */
  | { readonly kind: 'ending' };
const IDLE: State = { kind: 'idle' };

/** Puts snapshots of one room in the place of its log: when that has grown long, and at the end. One at a time, made in steps. */
export class Compaction {
  readonly #stored: RoomWriter;
  readonly #clock: Clock;
  readonly #source: CompactionSource;
  readonly #writes = new SerialQueue();
  /** What neither the last snapshot nor one that is being written holds. */
  #batches: number;
  #bytes = 0;
  #state: State = IDLE;
  readonly #backoff = new Backoff(RETRIES);

  /** `batches`: those in the store's log already. */
  constructor(stored: RoomWriter, clock: Clock, batches: number, source: CompactionSource) {
    this.#stored = stored;
    this.#clock = clock;
    this.#source = source;
    this.#batches = batches;
  }

  /** The board changed by so many batches. */
  grown(batches: number, bytes: number): void {
    this.#batches += batches;
    this.#bytes += bytes;
    if (this.#state.kind === 'idle' && (this.#batches > AFTER_BATCHES || this.#bytes > AFTER_BYTES)) this.#plan();
  }

  /** What the store has names another epoch: a snapshot that begins after this takes its place. */
  renew(): void {
    this.#batches++;
    this.#plan();
  }

  /** Resolves when everything is in the snapshot, or could not be written. Nothing is written afterwards. */
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
      // In one turn: everything appended so far is in what is taken.
      const position = this.#stored.position();
      const packing = packRoomSnapshot(this.#source.take());
      await this.#stored.compact(await inTurns(packing, this.#clock), position);
      this.#backoff.reset();
    } catch (error) {
      this.#batches += batches;
      this.#bytes += bytes;
      this.#tryLater();
      this.#source.failed(error);
    }
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
