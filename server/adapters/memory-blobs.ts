import type { RoomId } from '../../core/board/ids.ts';
import { type BlobBounds, type BlobStore, countedBytes } from '../ports/blob-store.ts';

interface RoomBlobs {
  readonly blobs: Map<string, Uint8Array>;
  bytes: number;
}

/** Pictures in memory, while their room is open. */
export function memoryBlobs({ roomBytes, allBytes }: BlobBounds): BlobStore {
  const rooms = new Map<RoomId, RoomBlobs>();
  let held = 0;
  return {
    async read(room, hash) {
      return rooms.get(room)?.blobs.get(hash);
    },
    async write(room, hash, bytes) {
      const known = rooms.get(room) ?? { blobs: new Map<string, Uint8Array>(), bytes: 0 };
      if (known.blobs.has(hash)) return 'kept';
      const counted = countedBytes(bytes.length);
      if (known.bytes + counted > roomBytes || held + counted > allBytes) return 'full';
      known.blobs.set(hash, bytes);
      known.bytes += counted;
      held += counted;
      rooms.set(room, known);
      return 'kept';
    },
    async forget(room) {
      held -= rooms.get(room)?.bytes ?? 0;
      rooms.delete(room);
    },
  };
}
