import type { RoomId } from '../../core/board/ids.ts';

/** Bytes of the smallest part of a disk that a file takes. */
const BLOCK_BYTES = 4_096;

/**
 * What a picture counts as against the bounds of its room and its store. By their bytes alone, made-up pictures of a few bytes could take
 * a disk forty times what the bound says, and be so many that a room's are not counted in time.
 */
export function countedBytes(length: number): number {
  return Math.ceil(length / BLOCK_BYTES) * BLOCK_BYTES;
}

/** What pictures may take, counted by `countedBytes`. */
export interface BlobBounds {
  /** Bytes of one room's pictures. */
  readonly roomBytes: number;
  /** Bytes of all. */
  readonly allBytes: number;
}

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
