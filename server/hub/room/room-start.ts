import type { Clock, Log, Random } from '../../../core/base/host.ts';
import type { Epoch, InstanceId, RoomId, Seq } from '../../../core/board/ids.ts';
import type { Persistence, PersistenceMode } from '../../../core/contract/hub-contract.ts';
import type { Replica } from '../../../core/room/replica.ts';
import type { VersionVector } from '../../../core/room/version-vector.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';
import type { ClientTransport } from '../../ports/client-transport.ts';
import type { RoomWriter } from '../../ports/snapshot-store.ts';
import type { Elsewhere } from '../instances/elsewhere.ts';
import type { HeldMemory } from '../rooms/board-memory.ts';
import type { PastLife } from '../rooms/past-lives.ts';
import type { ClientRecords } from './client-records.ts';

/** What a room needs of the hub that it lives in. */
export interface RoomHost {
  readonly instanceId: InstanceId;
  readonly transport: ClientTransport;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly others: OtherInstances;
  /** The room is closed, and what the store takes of it is stored: this instance serves it no more. */
  readonly closed: () => void;
  readonly counters: RoomCounters;
  readonly memory: HeldMemory;
  readonly pictures: RoomPictures;
}

/** What a room asks of the hub's pictures. */
export interface RoomPictures {
  /** Where other instances reach this one; undefined while it does not listen. */
  url(): string | undefined;
  /** Another instance that serves the room lacks this one. */
  wanted(want: { readonly room: RoomId; readonly hash: string; readonly url: string }): void;
  /** The room is closed. */
  closed(room: RoomId): void;
}

/** The other instances that serve the room, as it needs them. */
export interface OtherInstances {
  readonly areOthersThere: boolean;
  /** One that fell silent may live, and have what is not known here: clients may hear it from the service. */
  readonly mayOthersBeThere: boolean;
  /** Their members. */
  readonly elsewhere: Elsewhere;
  /** [INS-8] Of what this instance numbered, up to where another one has said to know it; undefined when nobody else serves the room. */
  readonly confirmedSeq: Seq | undefined;
  /** They hear what was accepted here, and who is here. The frame names its origin. */
  publish(frame: readonly WireValue[], mayNotBeMissed: boolean): void;
  /** Resolves when what `vector` knows is known here too, or nobody tells of it. False: nobody could be asked. */
  learn(vector: VersionVector): Promise<boolean>;
  /** [PIC-4] Asks them for a picture. */
  wantPicture(hash: string): void;
  /** Asks everybody what they have, and takes it in. Never rejects. */
  survey(): Promise<Survey>;
}

/**
 * What came of asking the others. `whole`: all who live have answered after they were asked, and what they have is here. `partly`: somebody
 * has not answered, or what they have did not come. `unheard`: nobody can be heard.
 */
export type Survey = 'whole' | 'partly' | 'unheard';

/** Grow only. Owned by the hub, for its metrics. */
export interface RoomCounters {
  batches: number;
  frames: number;
  /** By a service that bills messages, for what this instance made it send; see `MessageBudget`. */
  billedUnits: number;
}

/** What a room starts from. */
export interface RoomStart {
  readonly id: RoomId;
  readonly epoch: Epoch;
  /** Epochs that live on in this one. */
  readonly merged: readonly Epoch[];
  readonly mode: PersistenceMode;
  /** Since when the epoch has lived, milliseconds since 1970. */
  readonly since: number;
  /** Of the last write that the store holds, milliseconds since 1970; undefined without a store. */
  readonly savedAt: number | undefined;
  readonly replica: Replica;
  readonly stored: RoomWriter;
  /** The store is known to take nothing now. */
  readonly isStoreInTrouble: () => boolean;
  /** Up to where the batches of each origin are in the store. */
  readonly storedVector: readonly (readonly [InstanceId, Seq])[];
  /** Batches in the store's log. */
  readonly storedBatches: number;
  readonly records: ClientRecords;
  /** Of the board that was let go under this name. */
  readonly previousLife: PastLife | undefined;
}

/** What people are told at first about where the board is kept. */
export function persistenceOf({ mode, since, savedAt }: RoomStart): Persistence {
  return mode === 'none' || savedAt === undefined ? { mode, since } : { mode, since, savedAt };
}
