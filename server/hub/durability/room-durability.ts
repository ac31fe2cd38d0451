import { reasonOf } from '../../../core/base/reason-of.ts';
import type { ClientId, Epoch, InstanceId, Seq } from '../../../core/board/ids.ts';
import type { OpBatch } from '../../../core/board/op.ts';
import type { Notice, Persistence } from '../../../core/contract/hub-contract.ts';
import type { NumberedBatches, Replica } from '../../../core/room/replica.ts';
import type { RightsEntry } from '../../../core/room/room-rights.ts';
import { type RoomWriter, StoredBoardGone } from '../../ports/snapshot-store.ts';
import { HubLogEvent } from '../log-events.ts';
import { persistenceOf, type RoomHost, type RoomStart } from '../room/room-start.ts';
import { roomTag } from '../room/room-tag.ts';
import { Compaction, type CompactionSource } from './compaction.ts';
import { ForeignBatches } from './foreign-batches.ts';
import { Journal } from './journal.ts';

/** The room as durability sees it. */
export interface DurableRoom {
  readonly epoch: () => Epoch;
  /** [HS-3] For each client, its highest n. */
  readonly clientNumbers: () => [ClientId, number][];
  /** [RGT-10] */
  readonly rights: () => readonly RightsEntry[];
  /** `durableSeq` moved. */
  readonly progressed: () => void;
  /** More of what this other instance accepted is stored. */
  readonly storedForeign: (origin: InstanceId) => void;
  /** Another hub has stored this snapshot of the room. Resolves when the room contains it. */
  readonly meet: (newer: Uint8Array) => Promise<void>;
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
  readonly #foreign: ForeignBatches | undefined;
  /** Undefined: the room has no store. */
  readonly #compaction: Compaction | undefined;
  #persistence: Persistence;
  #toldTrouble: boolean;
  /** Decisions of hosts wait for the first drawing [SAVE-6]. */
  #owesDecisions = false;

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
        meet: (newer) => room.meet(newer),
        failed: (error) => host.log.warn(HubLogEvent.roomCompactFailed, { room: this.#tag, reason: reasonOf(error) }),
      });
    }
    this.#foreign = start.isStoreShared ? new ForeignBatches() : undefined;
    // A room closes only when the store has all that was numbered here.
    const numbered = { origin: host.instanceId, seq: start.replica.vector.get(host.instanceId) };
    this.#journal = new Journal({ stored, foreign: this.#foreign }, numbered, host.clock, {
      progressed: () => this.#onDurable(),
      storedForeign: (origin) => room.storedForeign(origin),
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
    if (this.#foreign?.isEmpty === false) this.#journal.storeForeign();
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
    if (this.#owesDecisions) this.decided();
  }

  /**
   * Batches that another instance numbered. They go into the next snapshot, and into the log only when they may be missing in a
   * shared store [SAVE-9].
   */
  received(numbered: NumberedBatches): void {
    this.#compaction?.grown(numbered.batches.length, 0);
    this.#foreign?.add(numbered, this.#host.clock.mono());
    if (this.#owesDecisions) this.decided();
  }

  /** Changes that are no batches, merged from another instance. */
  merged(): void {
    this.#compaction?.grown(1, 0);
  }

  /** [SAVE-9] Another instance says that its batches are stored up to this seq. */
  storedElsewhere(origin: InstanceId, seq: Seq): void {
    this.#foreign?.stored(origin, seq);
  }

  /** [SAVE-9] How much of another instance's batches up to `seq` is stored, as far as this one knows. Its own store: the other's matter. */
  durableOf(origin: InstanceId, seq: Seq): Seq {
    return this.#foreign?.durable(origin, seq) ?? seq;
  }

  /** [RGT-10] Hosts have decided something: a snapshot carries it. */
  decided(): void {
    this.#owesDecisions = this.#replica.vector.pairs().length === 0;
    if (!this.#owesDecisions) this.#compaction?.renew();
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
    if (error instanceof StoredBoardGone) this.#compaction?.renew();
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
      life: { since: this.#persistence.since, clients: this.#room.clientNumbers(), rights: this.#room.rights() },
    };
  }
}
