import type { Clock, Log, Random } from '../../../core/base/host.ts';
import type { Epoch, InstanceId, RoomId, Seq } from '../../../core/board/ids.ts';
import type { Persistence, PersistenceMode } from '../../../core/contract/hub-contract.ts';
import type { Replica } from '../../../core/room/replica.ts';
import type { RightsEntry } from '../../../core/room/room-rights.ts';
import type { VersionVector } from '../../../core/room/version-vector.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';
import type { ClientTransport } from '../../ports/client-transport.ts';
import type { WatchRooms } from '../../ports/room-watch.ts';
import type { RoomWriter } from '../../ports/snapshot-store.ts';
import type { DeliveryTimes } from '../delivery-times.ts';
import type { RemoteMembers } from '../instances/remote-members.ts';
import type { Stretch } from '../pace/hub-load.ts';
import type { MemoryShare } from '../rooms/board-memory.ts';
import type { UnloadedBoard } from '../rooms/unloaded-boards.ts';
import type { TraceTap } from '../tracing/trace-tap.ts';
import type { ClientRecords } from './client-records.ts';

/** What a room needs from its hub. */
export interface RoomHost {
  readonly instanceId: InstanceId;
  readonly transport: ClientTransport;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly others: OtherInstances;
  /** The room is closed and stored as far as possible: this instance no longer serves it. */
  readonly closed: () => void;
  readonly counters: RoomCounters;
  readonly memory: MemoryShare;
  readonly pictures: RoomPictures;
  /** [FRM-5] */
  readonly load: Stretch;
  /** [RGT-10] What hosts have decided about rooms. */
  readonly rights: RoomDecisions;
  /** Filled while a person follows the room's messages. */
  readonly tap: TraceTap;
  /** Is told that the board was changed here. Undefined: nothing watches. */
  readonly watch?: WatchRooms | undefined;
}

/** The hub's knowledge of what hosts decided, as storing needs it. */
export interface RoomDecisions {
  lastingOf(room: RoomId): readonly RightsEntry[];
  learn(room: RoomId, entries: readonly RightsEntry[]): void;
}

/** What a room needs from the hub's pictures. */
export interface RoomPictures {
  /** The address at which other instances reach this one. Undefined while it does not listen. */
  url(): string | undefined;
  /** Another instance that serves the room lacks this picture. */
  wanted(want: { readonly room: RoomId; readonly hash: string; readonly url: string }): void;
  /** The room is closed. */
  closed(room: RoomId): void;
}

/** The other instances that serve the room. */
export interface OtherInstances {
  readonly areOthersThere: boolean;
  /** True when a silent instance may live and have changes that are missing here: clients may hear of them from the service. */
  readonly mayOthersBeThere: boolean;
  /** Their members. */
  readonly elsewhere: RemoteMembers;
  /**
   * [INS-8] The highest seq of this instance that another one has confirmed. Undefined when no other instance serves the room.
   */
  readonly confirmedSeq: Seq | undefined;
  /** Sends them accepted batches and membership. The frame names its origin. */
  publish(frame: readonly WireValue[], mayNotBeMissed: boolean): void;
  /** Resolves when this instance knows everything in `vector`, or no instance has it. False: none could be asked. */
  learn(vector: VersionVector): Promise<boolean>;
  /** [AUD-4] This instance counts other people than before. */
  countChanged(): void;
  /** [PIC-4] Asks them for a picture. */
  wantPicture(hash: string): void;
  /** Asks all instances for their state and merges it. Never rejects. */
  survey(): Promise<Survey>;
}

/**
 * Result of asking the others. `whole`: all living instances have answered, and their changes are merged. `partly`: an answer or
 * its changes are missing. `unheard`: none can be heard.
 */
export type Survey = 'whole' | 'partly' | 'unheard';

/** Grow only. Owned by the hub, for its metrics. */
export interface RoomCounters {
  readonly deliveries: DeliveryTimes;
  batches: number;
  frames: number;
  /** Units billed by a service for messages that this instance caused; see `MessageBudget`. */
  billedUnits: number;
}

/** The initial state of a room. */
export interface RoomStart {
  readonly id: RoomId;
  readonly epoch: Epoch;
  /** Epochs that continue in this one. */
  readonly merged: readonly Epoch[];
  readonly mode: PersistenceMode;
  /** Start of the epoch's life, milliseconds since 1970. */
  readonly since: number;
  /** Time of the last stored write, milliseconds since 1970. Undefined without a store. */
  readonly savedAt: number | undefined;
  readonly replica: Replica;
  readonly stored: RoomWriter;
  /** True when other hubs use the same store [SAVE-9]. */
  readonly isStoreShared: boolean;
  /** True when the store is known to reject writes now. */
  readonly isStoreInTrouble: () => boolean;
  /** For each origin, the seq up to which its batches are stored. */
  readonly storedVector: readonly (readonly [InstanceId, Seq])[];
  /** Batches in the store's log. */
  readonly storedBatches: number;
  readonly records: ClientRecords;
  /** The board that was unloaded under this name. */
  readonly previousLife: UnloadedBoard | undefined;
}

/** The first `persistence` that members get. */
export function persistenceOf({ mode, since, savedAt }: RoomStart): Persistence {
  return mode === 'none' || savedAt === undefined ? { mode, since } : { mode, since, savedAt };
}
