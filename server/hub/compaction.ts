import type { Clock } from '../../core/base/host.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import { packRoomSnapshot } from '../../core/room/snapshot-packer.ts';
import type { RoomWriter } from '../ports/snapshot-store.ts';
import { inTurns } from './in-turns.ts';

/** Batches in the store's log before a snapshot takes their place, and bytes of them: what a room has to read when it is opened again. */
const AFTER_BATCHES = LIMITS.logBatches;
const AFTER_BYTES = 8 * 1024 * 1024;

export interface CompactionSource {
  /** What the room is at this moment. `states` may change while it is read. */
  readonly take: () => Parameters<typeof packRoomSnapshot>[0];
  /** It is no loss: the log holds everything. */
  readonly failed: (error: unknown) => void;
}

/** Puts snapshots of one room in the place of its log: when that has grown long, and at the end. One at a time, made in steps. */
export class Compaction {
  readonly #stored: RoomWriter;
  readonly #clock: Clock;
  readonly #source: CompactionSource;
  /** What the last snapshot does not hold. */
  #batches: number;
  #bytes = 0;
  #running: Promise<void> | undefined;

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
    if (this.#batches > AFTER_BATCHES || this.#bytes > AFTER_BYTES) this.#running ??= this.#run();
  }

  /** What the store has names another epoch: a snapshot that begins now takes its place. */
  renew(): void {
    this.#batches++;
    this.#running = (this.#running ?? Promise.resolve()).then(() => this.#run());
  }

  /** Resolves when everything is in the snapshot, or could not be written. */
  async finish(): Promise<void> {
    await this.#running;
    if (this.#batches > 0) await this.#run();
  }

  async #run(): Promise<void> {
    this.#batches = 0;
    this.#bytes = 0;
    // In one turn: everything appended so far is in what is taken.
    const position = this.#stored.position();
    const packing = packRoomSnapshot(this.#source.take());
    try {
      await this.#stored.compact(await inTurns(packing, this.#clock), position);
    } catch (error) {
      this.#source.failed(error);
    } finally {
      this.#running = undefined;
    }
  }
}
