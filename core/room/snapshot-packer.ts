import type { ElementState } from '../board/element.ts';
import { packValue } from '../wire/msgpack.ts';
import { crc32, type RoomLife, SNAPSHOT_HEADER_BYTES, SNAPSHOT_VERSION, type Snapshot, writeSnapshotHeader } from './snapshot.ts';
import { StatesPacker } from './states-packer.ts';

/**
 * Packs a room's snapshot in steps: packing a large board at once would block all other rooms. Each `next` does one step; the
 * last one returns the bytes. The board may change between steps. The snapshot claims to know only the vector given here, so
 * later changes must be stored separately.
 * Body: `[epoch, vector, savedAt, table, since, clients]`, `clients` is `id, n` repeated [SAVE-3].
 */
export function* packRoomSnapshot(
  snapshot: Pick<Snapshot, 'epoch' | 'vector' | 'savedAt'> & { readonly states: Iterable<ElementState>; readonly life: RoomLife },
): Generator<undefined, Uint8Array<ArrayBuffer>> {
  const { epoch, vector, savedAt, life } = snapshot;
  // The items without the heads of their arrays. Together they form one array of six.
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
