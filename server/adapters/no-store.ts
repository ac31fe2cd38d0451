import type { SnapshotStore, StoredRoom } from '../ports/snapshot-store.ts';

/** Stores nothing: a board lives as long as this process serves it. "Durable" means accepted. */
export function noStore(): SnapshotStore {
  const room: StoredRoom = {
    snapshot: undefined,
    log: [],
    savedAt: undefined,
    damage: undefined,
    writer: {
      append: () => 'durable',
      position: () => 0,
      compact: () => Promise.resolve(undefined),
      setAside: () => Promise.resolve(),
      close: () => Promise.resolve(),
    },
  };
  return { mode: 'none', open: () => Promise.resolve(room) };
}
