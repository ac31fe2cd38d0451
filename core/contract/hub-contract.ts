import type { ClientId, ClientSecret, Epoch, InstanceId, RoomId, RoomKey, Seq } from '../board/ids.ts';
import type { WireBytes } from '../wire/wire-value.ts';
import type { Grant, Role } from './access/grants.ts';
import type { RightsView } from './access/host-acts.ts';
import type { RoomPass } from './access/room-pass.ts';
import type { RefusalCode } from './refusal-codes.ts';
import type { Said } from './said.ts';
import type { TraceQuestion } from './tracing/trace-answer.ts';
import type { TraceRecord } from './tracing/trace-records.ts';

/**
 * The hub contract: method names and payload shapes between client and hub (SPEC.md). Version of this contract: a client and a
 * hub one version apart work together [HS-6].
 */
export const CONTRACT_VERSION = 2;
/** Version 1 joined without a secret, so its client ids prove nothing. */
const OLDEST_VERSION = 2;

/** [HS-6] True when this side works with a peer of `version`. */
export function worksWith(version: number): boolean {
  return version >= OLDEST_VERSION && Math.abs(version - CONTRACT_VERSION) <= 1;
}

export const HUB_PATH = '/hub';
/**
 * A hub sends something to every client at least this often, if only a ping. Milliseconds. Two may be late or lost before a
 * client shows that it hears nothing, and it must show that within two seconds.
 */
export const HUB_HEARTBEAT_MS = 750;
/** The same over long polling, which has no heartbeat: an empty poll is answered after this time. Milliseconds. */
export const HUB_POLL_MS = 2_000;

/**
 * SignalR targets. The two of the hot path have one letter, because a 300-point stroke is 75 messages each way and each contains
 * the name (`npm run bench:wire`).
 */
export const HubMethod = { join: 'join', catchUp: 'catchUp', push: 'p', leave: 'leave', act: 'act' } as const;
export const ClientMethod = { frame: 'f', refused: 'refused', notice: 'notice' } as const;

/** The state that a client already has of the room. */
export interface Have {
  readonly epoch: Epoch;
  /** Version vector as pairs. */
  readonly vector: readonly (readonly [InstanceId, Seq])[];
}

/** First argument of `join`. A map on the wire: joins are rare, so it can be readable. */
export interface JoinRequest {
  readonly version: number;
  readonly room: RoomId;
  /** [HS-8] Proves the client id, which the hub derives from it. The hub stores no secret and sends it to no other member. */
  readonly secret: ClientSecret;
  readonly name: string;
  /** Index of the person's colour in the cursor palette, 0 to 11. */
  readonly color: number;
  readonly have?: Have;
  /** [RGT-3] The token of a signed link, or the key of the app that runs the hub. */
  readonly access?: string;
  /** [RGT-2] Proves that this device made the room. */
  readonly roomKey?: RoomKey;
  /** [RGT-11] Proves that its sender knows the room's password. */
  readonly pass?: RoomPass;
  /** [PRS-7] The client is a program, not a person. */
  readonly program?: true;
  /** [ANN-2] Topics of announcements that its person asked for. */
  readonly topics?: readonly string[];
}

export type PersistenceMode = 'none' | 'lmdb' | 'azure-blob' | 'redis';
export interface Persistence {
  readonly mode: PersistenceMode;
  /** Start of the board's life, milliseconds since 1970 of the hub's clock. */
  readonly since: number;
  /**
   * The room's last durable write that the hub knows of, milliseconds since 1970 of its clock. Absent without a store and before
   * the first write.
   */
  readonly savedAt?: number;
}

export interface MemberEntry {
  /** Small number by which this origin's frames name the member. Unique per origin and life of a room, never reused. */
  readonly no: number;
  readonly clientId: ClientId;
  readonly name: string;
  readonly color: number;
  /** [PRS-7] It is a program, not a person. */
  readonly program?: true;
}

/**
 * How often a room sends changes, milliseconds. A longer time would be slower; a shorter one would cost more and show nothing
 * more.
 */
export interface Pace {
  /** Least time between two frames of an instance. */
  readonly frameMs: number;
  /** The same for frames of cursors alone, where it differs: each message is billed, and clients send cursors less often too. */
  readonly cursorMs?: number;
}

/** [PRS-3] The members of a room at another instance. Their numbers belong to that instance's frames. */
export interface ElsewhereMembers {
  readonly origin: InstanceId;
  readonly members: readonly MemberEntry[];
}

/** Answer of `join`. */
export interface Welcome extends Pace {
  readonly version: number;
  readonly room: RoomId;
  readonly epoch: Epoch;
  /** The instance that answered. Frames whose origin is nil come from it. */
  readonly origin: InstanceId;
  readonly vector: readonly (readonly [InstanceId, Seq])[];
  readonly you: MemberEntry;
  readonly members: readonly MemberEntry[];
  readonly elsewhere?: readonly ElsewhereMembers[];
  /** [AUD-2] People who only watch and are in no list, on all instances. Absent: 0. */
  readonly viewers?: number;
  /** [AUD-1] This client is one of them. */
  readonly counted?: true;
  /** Epochs that continue in this one [INS-5]: none of their changes were lost. */
  readonly merged?: readonly Epoch[];
  readonly role: Role;
  /** [RGT-1] Absent in a welcome of contract version 2's first hubs: then `role` says it. */
  readonly grant?: Grant;
  /** [RGT-8] Only hosts draw now, and those to whom one gave the pen. */
  readonly locked?: true;
  /** [RGT-7] The hub makes signed links for hosts. */
  readonly links?: true;
  readonly persistence: Persistence;
  /** Highest `n` of this client that the hub has accepted or refused in this epoch; 0 for none. */
  readonly lastN: number;
  /**
   * How the client gets what it lacks: `none` when its vector equals the room's, else by calling `catchUp` (a stream). The client
   * stores frames that come meanwhile and applies them when they fit, so nothing is lost in between.
   */
  readonly catchUp: 'none' | 'suffix' | 'delta' | 'snapshot';
  readonly instanceName: string;
  /**
   * The operator named the instance to tell it from others, and windows show the name in their title. Absent: it is the machine's
   * name.
   */
  readonly instanceNamed?: true;
  readonly elements: number;
  /** [HS-11] The hub's clock, milliseconds since 1970. The first hubs of contract version 2 leave it out. */
  readonly now?: number;
  /** [PRS-5] The hub takes what a member shows besides the pointer. The first hubs of contract version 2 leave it out. */
  readonly shows?: true;
  /** [PRS-6] The hub takes reactions. */
  readonly reacts?: true;
  /** The reason why the board cannot be changed now. Batches are refused with this code until a `persistence` notice ends it. */
  readonly readOnly?: RefusalCode;
  /**
   * For each origin, how far its batches were in the store when this instance opened the room. Frames of a dead instance can no
   * longer say so. Absent without a store and for a new board.
   */
  readonly stored?: readonly (readonly [InstanceId, Seq])[];
  /**
   * The board is new because this instance unloaded an earlier one: the room was empty, and no store kept it. `endedAt`:
   * milliseconds since 1970.
   */
  readonly previousLife?: { readonly endedAt: number; readonly elements: number };
}

export interface CatchUpRequest {
  readonly have?: Have;
  /** Continues a stream that broke off: the `id` of its `start`, and the `at` bytes of the body that have come. */
  readonly resume?: { readonly id: string; readonly at: number };
}

/**
 * Items of the `catchUp` stream.
 * - `start` carries totals for a progress bar and names the body, so that an interrupted client can continue it.
 * - `chunk`s carry at most `LIMITS.catchUpChunkBytes` each. Together they are one MessagePack message (suffix: batches; delta and
 *   snapshot: element states).
 * - `end` carries the vector that the client has reached.
 */
export type CatchUpItem =
  | {
      readonly kind: 'start';
      readonly how: 'suffix' | 'delta' | 'snapshot';
      readonly epoch: Epoch;
      /** Names the body: the same id means the same bytes. */
      readonly id: string;
      /** Byte of the body where the first chunk begins; 0 unless an earlier stream is resumed. */
      readonly at: number;
      /** Bytes of the whole body. */
      readonly bytes: number;
      readonly elements: number;
    }
  | { readonly kind: 'chunk'; readonly bytes: WireBytes }
  | {
      readonly kind: 'end';
      readonly vector: readonly (readonly [InstanceId, Seq])[];
      readonly members: readonly MemberEntry[];
      readonly elsewhere?: readonly ElsewhereMembers[];
    };

/**
 * Arguments of the client method `refused`: the hub did not accept the batch `n`. For `batch.gap`, `expected` is the n that the
 * hub waits for, else nil.
 */
export type RefusedArgs = readonly [n: number, code: RefusalCode, expected: number | null];

/** Argument of the client method `notice`. */
export type Notice =
  /** [RGT-9] What this client may do has changed. */
  | { readonly kind: 'grant'; readonly grant: Grant; readonly locked: boolean }
  /** What hosts have decided. Only hosts get it. */
  | ({ readonly kind: 'rights' } & RightsView)
  /** The instance ends. `returnInMs`: the window in which clients return, each at a random moment. */
  | { readonly kind: 'draining'; readonly returnInMs?: number }
  | { readonly kind: 'persistence'; readonly persistence: Persistence }
  | { readonly kind: 'readOnly'; readonly code: RefusalCode }
  /** [INS-5] Boards of several epochs became one. `epoch` continues; `merged` are the others. */
  | { readonly kind: 'epoch'; readonly epoch: Epoch; readonly merged?: readonly Epoch[] }
  /** [ANN-1] A text from outside. `topic`: the person asked for announcements about it. */
  | { readonly kind: 'announcement'; readonly text: string; readonly from: string; readonly topic?: string }
  /** [PIC-3] The hub lacks the picture. A client that has it sends it. */
  | { readonly kind: 'picture'; readonly hash: string }
  /** [CHT-4] A private message to this client, or to the hosts. */
  | ({ readonly kind: 'said' } & Said)
  /** [TRC-3] The hub asks what became of a batch. Clients that do not know it ignore it. */
  | ({ readonly kind: 'traced' } & TraceQuestion)
  /** [TRC-4] For a host who watches the messages of the room. */
  | { readonly kind: 'trace'; readonly records: readonly TraceRecord[] }
  /** [AUD-2] So many people only watch and are in no list. */
  | { readonly kind: 'viewers'; readonly count: number }
  /** The room has grown or shrunk. */
  | ({ readonly kind: 'pace' } & Pace);
