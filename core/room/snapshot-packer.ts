import type { ElementState } from '../board/element.ts';
import { packValue } from '../wire/msgpack.ts';
import { crc32, type RoomLife, SNAPSHOT_HEADER_BYTES, SNAPSHOT_VERSION, type Snapshot, writeSnapshotHeader } from './snapshot.ts';
import { StatesPacker } from './states-packer.ts';

/**
 * A room's snapshot in steps, for a board so large that packing it at once would hold up everybody else: one step between two `next`, the
 * bytes at the end. Between the steps the board may change; what the snapshot claims to know is the vector given here, and what came later
 * must be kept beside it. Body: `[epoch, vector, savedAt, table, since, clients]`, `clients` is `id, n` repeated [SAVE-3].
 */
export function* packRoomSnapshot(
  snapshot: Pick<Snapshot, 'epoch' | 'vector' | 'savedAt'> & { readonly states: Iterable<ElementState>; readonly life: RoomLife },
): Generator<undefined, Uint8Array<ArrayBuffer>> {
  const { epoch, vector, savedAt, life } = snapshot;
  // The items without the heads of their arrays: put together they are one array of six.
  const before = packValue([epoch ?? null, vector, savedAt]).subarray(1);
  const after = packValue([life.since, life.clients.flat()]).subarray(1);
  const packer = new StatesPacker(snapshot.states);
  while (packer.step()) yield;
  const parts = [Uint8Array.of(0x96), before, ...packer.finish(), after];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, SNAPSHOT_HEADER_BYTES));
  let at = SNAPSHOT_HEADER_BYTES;
  let crc = 0;
  for (const part of parts) {
    yield;
    bytes.set(part, at);
    at += part.length;
    crc = crc32(part, crc);
  }
  writeSnapshotHeader(bytes, SNAPSHOT_VERSION, crc);
  return bytes;
}
