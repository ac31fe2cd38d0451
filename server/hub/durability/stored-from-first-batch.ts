import type { RoomWriter } from '../../ports/snapshot-store.ts';

/**
 * [SAVE-6] Writes `first`, the snapshot of the empty room, just before the first batch. A made-up room name therefore leaves no
 * record.
 */
export function storedFromFirstBatch(inner: RoomWriter, first: Uint8Array): RoomWriter {
  /** The write of the first snapshot. */
  let beginning: Promise<void> | undefined;
  const begin = (snapshot: Uint8Array, position: number): Promise<void> => {
    beginning = inner.compact(snapshot, position).catch((error: unknown) => {
      beginning = undefined;
      throw error;
    });
    return beginning;
  };
  return {
    async append(batches) {
      await (beginning ?? begin(first, inner.position()));
      await inner.append(batches);
    },
    position: () => inner.position(),
    async compact(snapshot, position) {
      if (beginning === undefined) return begin(snapshot, position);
      // When it fails, the append that started it retries.
      await beginning.catch(() => {});
      return inner.compact(snapshot, position);
    },
    setAside: () => inner.setAside(),
    close: () => inner.close(),
  };
}
