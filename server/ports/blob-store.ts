import type { RoomId } from '../../core/board/ids.ts';

/** Port: pictures of rooms, named by the SHA-256 of their bytes (base64url). It looks at no byte. */
export interface BlobStore {
  /** Undefined when it is not there. */
  read(room: RoomId, hash: string): Promise<Uint8Array | undefined>;
  /** `full`: nothing was written, for the room or the store has no more space. Writing the same picture twice is writing it once. */
  write(room: RoomId, hash: string, bytes: Uint8Array): Promise<'kept' | 'full'>;
  /** Drops all pictures of the room. */
  forget(room: RoomId): Promise<void>;
}
