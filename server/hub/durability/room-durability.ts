import { reasonOf } from '../../../core/base/reason-of.ts';
import type { ClientId, Epoch, Seq } from '../../../core/board/ids.ts';
import type { OpBatch } from '../../../core/board/op.ts';
import type { Notice, Persistence } from '../../../core/contract/hub-contract.ts';
import type { Replica } from '../../../core/room/replica.ts';
import type { RoomWriter } from '../../ports/snapshot-store.ts';
import { HubLogEvent } from '../log-events.ts';
import { persistenceOf, type RoomHost, type RoomStart } from '../room/room-start.ts';
import { roomTag } from '../room/room-tag.ts';
import { Compaction, type CompactionSource } from './compaction.ts';
import { Journal } from './journal.ts';

/** The room as durability sees it. */
export interface DurableRoom {
  readonly epoch: () => Epoch;
  /** [HS-3] For each client, its highest n. */
  readonly clientNumbers: () => [ClientId, number][];
  /** `durableSeq` moved. */
  readonly progressed: () => void;
  /** Sends a notice to this instance's members. */
  readonly notify: (notice: Notice) => void;
}

/** Stores a room: the log of accepted batches, the snapshots that replace it, and the notices about it [SAVE-2]. */
export class RoomDurability {
  readonly #host: Pick<RoomHost, 'clock' | 'log'>;
  readonly #tag: string;
  readonly #replica: Replica;
  readonly #room: DurableRoom;
  readonly #stored: RoomWriter;
  readonly #isStoreInTrouble: () => boolean;
  readonly #journal: Journal;
  /** Undefined: the room has no store. */
  readonly #compaction: Compaction | undefined;
  #persistence: Persistence;
  #toldTrouble: boolean;

  constructor(host: Pick<RoomHost, 'instanceId' | 'clock' | 'log'>, start: RoomStart, room: DurableRoom) {
    const { stored } = start;
    this.#host = host;
    this.#tag = roomTag(start.id);
    this.#replica = start.replica;
    this.#room = room;
    this.#stored = stored;
    this.#isStoreInTrouble = start.isStoreInTrouble;
    this.#toldTrouble = start.isStoreInTrouble();
    this.#persistence = persistenceOf(start);
    if (start.mode !== 'none') {
      this.#compaction = new Compaction(stored, host.clock, start.storedBatches, {
        take: () => this.#takeSnapshot(),
        failed: (error) => host.log.warn(HubLogEvent.roomCompactFailed, { room: this.#tag, reason: reasonOf(error) }),
      });
    }
    this.#journal = new Journal(stored, host.instanceId, host.clock, {
      progressed: () => this.#onDurable(),
      failed: (error) => this.#onStoreFailed(error),
      recovered: () => this.#onStoreBack(),
    });
  }

  get persistence(): Persistence {
    return this.#persistence;
  }
  /** All batches accepted here up to this seq are durable [SAVE-1]. */
  get durableSeq(): Seq {
    return this.#journal.durableSeq;
  }
  /** The store fails, or is known to be in trouble: changes are refused. */
  get isFailing(): boolean {
    return this.#journal.isFailing || this.#isStoreInTrouble();
  }
  /** True while accepted batches are missing in the store. */
  get isBehind(): boolean {
    return this.#journal.isFailing;
  }

  /** Notifies the members when the store's trouble begins or ends, even if nothing was drawn in between. */
  tellTrouble(): void {
    const isInTrouble = this.#isStoreInTrouble();
    if (isInTrouble === this.#toldTrouble) return;
    this.#toldTrouble = isInTrouble;
    // The journal reports its own failures and their end.
    if (this.#journal.isFailing) return;
    this.#room.notify(
      isInTrouble ? { kind: 'readOnly', code: 'room.read_only' } : { kind: 'persistence', persistence: this.#persistence },
    );
  }

  /** Takes ownership. `batches` were accepted here and follow the last ones without a gap; `bytes` is their cost. */
  add(batches: readonly OpBatch[], bytes: number): void {
    this.#journal.add(batches);
    this.#compaction?.grown(batches.length, bytes);
  }

  /** Counts batches that other instances numbered. They go into the next snapshot, not into the log. */
  grown(batches: number): void {
    this.#compaction?.grown(batches, 0);
  }

  /** The room's epoch has changed since the store's last snapshot. */
  renew(): void {
    this.#compaction?.renew();
  }

  /** Resolves when everything added is durable, or the store rejects it. */
  settled(): Promise<void> {
    return this.#journal.settled();
  }

  /** Stores what is left and ends. */
  async close(): Promise<void> {
    try {
      await this.#journal.settled();
      // A store that failed gets one more chance, with everything.
      await this.#compaction?.finish();
    } finally {
      this.#journal.dispose();
      await this.#stored.close();
    }
  }

  #onDurable(): void {
    this.#persistence = { ...this.#persistence, savedAt: this.#host.clock.now() };
    this.#room.progressed();
  }

  #onStoreFailed(error: unknown): void {
    this.#host.log.error(HubLogEvent.roomReadOnly, { room: this.#tag, seq: this.durableSeq, reason: reasonOf(error) });
    this.#room.notify({ kind: 'readOnly', code: 'room.read_only' });
  }

  #onStoreBack(): void {
    this.#host.log.info(HubLogEvent.roomWritableAgain, { room: this.#tag, seq: this.durableSeq });
    this.#room.notify({ kind: 'persistence', persistence: this.#persistence });
  }

  /** [SAVE-3] */
  #takeSnapshot(): ReturnType<CompactionSource['take']> {
    const { board, vector } = this.#replica;
    return {
      epoch: this.#room.epoch(),
      vector: vector.pairs(),
      savedAt: this.#host.clock.now(),
      states: board.statesPast(),
      life: { since: this.#persistence.since, clients: this.#room.clientNumbers() },
    };
  }
}
