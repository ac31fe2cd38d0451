import type { RoomId } from '../../core/board/ids.ts';
import type { NumberedBatches } from '../../core/room/replica.ts';
import type { SnapshotStore } from '../../server/ports/snapshot-store.ts';

export interface Kept {
  snapshot: Uint8Array | undefined;
  log: NumberedBatches[];
  /** Appends before those of the log. */
  dropped: number;
  savedAt: number | undefined;
  readonly aside: { readonly snapshot: Uint8Array | undefined; readonly log: readonly NumberedBatches[] }[];
}

export function nothingKept(): Kept {
  return { snapshot: undefined, log: [], dropped: 0, savedAt: undefined, aside: [] };
}

/** The smallest store that keeps: it shows that the contract's keeping half can be met, and is what a store's rules are read from. */
export function memoryStore(rooms: Map<RoomId, Kept>, now: () => number = () => 0): SnapshotStore {
  return {
    mode: 'lmdb',
    async open(room) {
      const kept = rooms.get(room) ?? nothingKept();
      rooms.set(room, kept);
      return {
        snapshot: kept.snapshot,
        log: [...kept.log],
        savedAt: kept.savedAt,
        damage: undefined,
        writer: {
          async append(batches) {
            kept.savedAt = now();
            kept.log.push(structuredClone(batches));
          },
          position: () => kept.dropped + kept.log.length,
          async compact(snapshot, position) {
            kept.savedAt = now();
            kept.snapshot = snapshot.slice();
            kept.log.splice(0, position - kept.dropped);
            kept.dropped = position;
            return undefined;
          },
          async setAside() {
            kept.aside.push({ snapshot: kept.snapshot, log: [...kept.log] });
          },
          async close() {},
        },
      };
    },
  };
}
