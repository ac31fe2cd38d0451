import type { RoomId } from '../../core/board/ids.ts';
import type { NumberedBatches } from '../../core/room/replica.ts';
import type { SnapshotStore } from '../../server/ports/snapshot-store.ts';

export interface Kept {
  snapshot: Uint8Array | undefined;
  log: NumberedBatches[];
}

/** The smallest store that keeps: it shows that the contract's keeping half can be met, and is what a store's rules are read from. */
export function memoryStore(rooms: Map<RoomId, Kept>): SnapshotStore {
  return {
    mode: 'lmdb',
    async open(room) {
      const kept = rooms.get(room) ?? { snapshot: undefined, log: [] };
      rooms.set(room, kept);
      return {
        snapshot: kept.snapshot,
        log: [...kept.log],
        async append(batches) {
          kept.log.push(structuredClone(batches));
        },
        async compact(snapshot) {
          kept.snapshot = snapshot.slice();
          kept.log = [];
        },
        async close() {},
      };
    },
  };
}
