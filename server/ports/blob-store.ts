import type { RoomId } from '../../core/board/ids.ts';

/** Port: pictures of rooms, named by the SHA-256 of their bytes (base64url). It does not check the bytes. */
export interface BlobStore {
  /** Undefined when it is not stored. */
  read(room: RoomId, hash: string): Promise<Uint8Array | undefined>;
  /**
   * `full`: nothing was written, because the room or the store has no space left. Writing the same picture again has no effect.
   */
  write(room: RoomId, hash: string, bytes: Uint8Array): Promise<'kept' | 'full'>;
  /** Drops all pictures of the room. */
  forget(room: RoomId): Promise<void>;
}
