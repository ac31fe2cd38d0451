import type { RoomWriter } from '../../ports/snapshot-store.ts';

/**
 * [SAVE-6] Writes `first`, the snapshot of the empty room, just before the first batch. A made-up room name therefore leaves no
 * record. `met`: another hub has stored the room in the meantime.
 */
export function storedFromFirstBatch(
  inner: RoomWriter,
  first: Uint8Array,
  met: (newer: Uint8Array) => Promise<void>,
): RoomWriter {
  /** The write of the first snapshot. */
  let beginning: ReturnType<RoomWriter['compact']> | undefined;
  const begin = (snapshot: Uint8Array, position: number): ReturnType<RoomWriter['compact']> => {
    beginning = inner.compact(snapshot, position).catch((error: unknown) => {
      beginning = undefined;
      throw error;
    });
    return beginning;
  };
  return {
    async append(batches) {
      if (beginning === undefined) {
        const newer = await begin(first, inner.position());
        if (newer !== undefined) await met(newer);
      } else await beginning;
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
