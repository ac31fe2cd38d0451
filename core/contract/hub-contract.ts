import type { ClientId, ClientSecret, Epoch, InstanceId, RoomId, Seq } from '../board/ids.ts';
import type { WireBytes } from '../wire/wire-value.ts';
import type { RefusalCode } from './refusal-codes.ts';

/**
 * The hub contract: method names and payload shapes between client and hub (SPEC.md). Version of this contract: a client and a hub
 * that are one version apart work together [HS-6].
 */
export const CONTRACT_VERSION = 2;
/** Version 1 joined without a secret and cannot be believed. */
const OLDEST_VERSION = 2;

/** [HS-6] Whether this side works with one of `version`. */
export function worksWith(version: number): boolean {
  return version >= OLDEST_VERSION && Math.abs(version - CONTRACT_VERSION) <= 1;
}

export const HUB_PATH = '/hub';
/**
 * A hub says something at least this often to everybody, if only a ping, milliseconds. Two may come late or be lost before a client shows
 * that it hears nothing, and that is to happen within two seconds.
 */
export const HUB_HEARTBEAT_MS = 750;
/** The same over long polling, which knows no heartbeat: a poll with nothing to bring is answered after this. Milliseconds. */
export const HUB_POLL_MS = 2_000;

/**
 * SignalR targets. The two of the hot path have one letter: a 300-point stroke is 75 messages each way, and every letter of the name
 * is in each of them (`npm run bench:wire`).
 */
export const HubMethod = { join: 'join', catchUp: 'catchUp', push: 'p', leave: 'leave' } as const;
export const ClientMethod = { frame: 'f', refused: 'refused', notice: 'notice' } as const;

/** What a client already has of the room. */
export interface Have {
  readonly epoch: Epoch;
  /** Version vector as pairs. */
  readonly vector: readonly (readonly [InstanceId, Seq])[];
}

/** First argument of `join`, a map on the wire: rare, so readable. */
export interface JoinRequest {
  readonly version: number;
  readonly room: RoomId;
  /** [HS-8] Proves the client id, which the hub makes from it. The hub keeps no secret and tells it to no other member. */
  readonly secret: ClientSecret;
  readonly name: string;
  /** Number of the person's colour in the cursor palette, 0 to 11. */
  readonly color: number;
  readonly have?: Have;
  /** The seam for signed links (a later issue): ignored while access is open. */
  readonly access?: string;
}

export type PersistenceMode = 'none' | 'lmdb' | 'azure-blob';
export interface Persistence {
  readonly mode: PersistenceMode;
  /** Since when the board has lived, milliseconds since 1970 of the hub's clock. */
  readonly since: number;
  /** The room's last durable write that the hub knows of, milliseconds since 1970 of its clock. Absent without a store and before the first. */
  readonly savedAt?: number;
}

/** `host` may lock, kick and clear; `edit` may draw; `view` may look. In this version everybody who has the link is `edit`. */
export type Role = 'host' | 'edit' | 'view';

export interface MemberEntry {
  /** Small number by which this origin's frames name the member. Unique per origin and room life, never reused. */
  readonly no: number;
  readonly clientId: ClientId;
  readonly name: string;
  readonly color: number;
}

/** How often a room's news leave, milliseconds. Less often would be slower; more often would cost without showing more. */
export interface Pace {
  /** Least time between two frames of an instance. */
  readonly frameMs: number;
  /** The same while nothing but cursors waits, where it differs: each message is billed, and clients spare theirs too. */
  readonly cursorMs?: number;
}

/** [PRS-3] Who is in the room by another instance: their numbers are those of its frames. */
export interface ElsewhereMembers {
  readonly origin: InstanceId;
  readonly members: readonly MemberEntry[];
}

/** Answer of `join`. */
export interface Welcome extends Pace {
  readonly version: number;
  readonly room: RoomId;
  readonly epoch: Epoch;
  /** The instance that answered: the origin meant by frames whose origin is nil. */
  readonly origin: InstanceId;
  readonly vector: readonly (readonly [InstanceId, Seq])[];
  readonly you: MemberEntry;
  readonly members: readonly MemberEntry[];
  readonly elsewhere?: readonly ElsewhereMembers[];
  /** Epochs that live on in this one [INS-5]: nothing of them was lost. */
  readonly merged?: readonly Epoch[];
  readonly role: Role;
  readonly persistence: Persistence;
  /** Highest `n` of this client that the hub has accepted in this epoch; 0 for none. */
  readonly lastN: number;
  /**
   * How to get what is missing: `none` when the client's vector equals the room's, else call `catchUp` (a stream). Frames that come
   * meanwhile are kept by the client and applied as they fit; nothing is lost in between.
   */
  readonly catchUp: 'none' | 'suffix' | 'delta' | 'snapshot';
  readonly instanceName: string;
  /** The operator gave the instance its name, to tell it from others: windows show it in their title. Absent: the name of the machine. */
  readonly instanceNamed?: true;
  readonly elements: number;
  /** [HS-11] The hub's clock, milliseconds since 1970. Absent in a welcome of contract version 2's first hubs. */
  readonly now?: number;
  /** [PRS-5] The hub takes views with pointers. Absent in a welcome of contract version 2's first hubs. */
  readonly takesViews?: true;
  /** Why nobody may change the board now: what is pushed is refused with this code until a `persistence` notice says that it is over. */
  readonly readOnly?: RefusalCode;
  /**
   * Up to where the batches of each origin were in the store when this instance opened the room: what frames of an instance that is no
   * more can no longer tell. Absent without a store and for a new board.
   */
  readonly stored?: readonly (readonly [InstanceId, Seq])[];
  /** The board is fresh because this instance let an earlier one go: nobody was there, and nothing keeps boards. `endedAt`: ms since 1970. */
  readonly previousLife?: { readonly endedAt: number; readonly elements: number };
}

export interface CatchUpRequest {
  readonly have?: Have;
  /** An earlier stream broke off: `id` as its `start` said, `at` bytes of the body are here. */
  readonly resume?: { readonly id: string; readonly at: number };
}

/**
 * Items of the `catchUp` stream. `start` carries totals for a progress bar and names the body, so that who is cut off can go on with it; `chunk`s carry bytes (`LIMITS.catchUpChunkBytes` at most)
 * which, put together, are one message in msgpack (suffix: batches; delta and snapshot: element states); `end` carries the vector
 * that the client has reached.
 */
export type CatchUpItem =
  | {
      readonly kind: 'start';
      readonly how: 'suffix' | 'delta' | 'snapshot';
      readonly epoch: Epoch;
      /** Names the body: the same id means the same bytes. */
      readonly id: string;
      /** Where in the body the first chunk begins; 0 unless an earlier stream is resumed. */
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

/** Arguments of the client method `refused`: the batch `n` was not accepted. For `batch.gap`, `expected` is the n that is wanted, else nil. */
export type RefusedArgs = readonly [n: number, code: RefusalCode, expected: number | null];

/** Argument of the client method `notice`. */
export type Notice =
  /** The instance ends. `returnInMs`: the window in which to come back, each at a moment of its own. */
  | { readonly kind: 'draining'; readonly returnInMs?: number }
  | { readonly kind: 'persistence'; readonly persistence: Persistence }
  | { readonly kind: 'readOnly'; readonly code: RefusalCode }
  /** [INS-5] Boards of several epochs became one, and this epoch goes on; `merged`: the others. */
  | { readonly kind: 'epoch'; readonly epoch: Epoch; readonly merged?: readonly Epoch[] }
  /** [PIC-3] The hub lacks the picture: a client that has it sends it. */
  | { readonly kind: 'picture'; readonly hash: string }
  /** The room has grown or shrunk. */
  | ({ readonly kind: 'pace' } & Pace);
