import type { StoreTrouble } from '../../ports/snapshot-store.ts';
import type { StoredRoomFacts } from '../../ports/store-admin.ts';

/** Requests of the hub to the process that owns the data file. `n` numbers a room's appends: ascending, with gaps. */
export type StoreRequest =
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

/** All stored data of a room. */
export interface RoomContent {
  readonly snapshot: ValueIn | undefined;
  /** Up to the first unreadable one. */
  readonly log: readonly ValueIn[];
  /** Highest number of an append, readable or not; 0 for none. */
  readonly lastN: number;
  readonly damage: 'snapshot' | 'log' | undefined;
  /** Unreadable appends, and those behind the first unreadable one. */
  readonly lost: number;
}

export type StoreAnswer =
  | { readonly id: number; readonly ok: true; readonly content?: RoomContent; readonly rooms?: readonly StoredRoomFacts[] }
  | { readonly id: number; readonly ok: false; readonly reason: string };

/** Messages of the process: first `ready` or `failed`, then lists of answers, and the beginning and end of disk trouble. */
export type StoreMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'trouble'; readonly trouble: StoreTrouble | undefined }
  | { readonly kind: 'answers'; readonly answers: readonly StoreAnswer[] };

/** `serve` locks the folder; `read` only reads, even while another process serves it. */
export const STORE_MODES = ['serve', 'read'] as const;
export type StoreMode = (typeof STORE_MODES)[number];
