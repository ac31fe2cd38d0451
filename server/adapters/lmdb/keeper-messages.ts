import type { StoreTrouble } from '../../ports/snapshot-store.ts';

/** What the hub asks of the process that holds the data file. `n` numbers a room's appends, growing, with holes. */
export type KeeperRequest =
  | { readonly id: number; readonly kind: 'open'; readonly room: string }
  | { readonly id: number; readonly kind: 'append'; readonly room: string; readonly n: number; readonly value: ValueIn }
  | { readonly id: number; readonly kind: 'compact'; readonly room: string; readonly upTo: number; readonly value: ValueIn }
  | { readonly id: number; readonly kind: 'setAside'; readonly room: string; readonly at: number }
  | { readonly id: number; readonly kind: 'delete'; readonly room: string }
  | { readonly id: number; readonly kind: 'rooms' };

export interface ValueIn {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly body: Uint8Array;
}

/** All that is stored of a room. */
export interface RoomContent {
  readonly snapshot: ValueIn | undefined;
  /** Up to the first one that cannot be read. */
  readonly log: readonly ValueIn[];
  /** Highest number of an append, readable or not; 0 for none. */
  readonly lastN: number;
  readonly damage: 'snapshot' | 'log' | undefined;
  /** Appends that cannot be read, or come after one that cannot. */
  readonly lost: number;
}

/** One room of the listing. */
export interface StoredRoomFacts {
  readonly room: string;
  /** Of its values. */
  readonly bytes: number;
  /** Copies set aside because something in them was damaged. */
  readonly aside: number;
  /** When the newest of them was written, milliseconds since 1970. */
  readonly savedAt: number;
}

export type KeeperAnswer =
  | { readonly id: number; readonly ok: true; readonly content?: RoomContent; readonly rooms?: readonly StoredRoomFacts[] }
  | { readonly id: number; readonly ok: false; readonly reason: string };

/** What the process says: first `ready` or `failed`, then lists of answers, and trouble of the disk when it begins and ends. */
export type KeeperMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'trouble'; readonly trouble: StoreTrouble | undefined }
  | { readonly kind: 'answers'; readonly answers: readonly KeeperAnswer[] };

/** `serve` has the folder for itself; `read` looks on, whoever serves it. */
export const KEEPER_MODES = ['serve', 'read'] as const;
export type KeeperMode = (typeof KEEPER_MODES)[number];
