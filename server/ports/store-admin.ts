import type { RoomId } from '../../core/board/ids.ts';
import type { BlobStore } from './blob-store.ts';
import type { StoredRoom } from './snapshot-store.ts';

export type Readable = Omit<StoredRoom, 'writer'>;

/** One room of the listing. */
export interface StoredRoomFacts {
  readonly room: string;
  readonly bytes: number;
  /** Copies that were set aside because they were damaged. */
  readonly aside: number;
  /** Time of the newest write, milliseconds since 1970. */
  readonly savedAt: number;
}

/** Port: an operator's commands for what a store keeps. */
export interface StoreAdmin {
  readonly pictures: BlobStore;
  rooms(): Promise<readonly StoredRoomFacts[]>;
  read(room: RoomId): Promise<Readable>;
  /** Stores a room that is not there yet. */
  write(room: RoomId, snapshot: Uint8Array): Promise<void>;
  /** All data of the room, including what was set aside, but no pictures. */
  delete(room: RoomId): Promise<void>;
  close(): Promise<void>;
}
