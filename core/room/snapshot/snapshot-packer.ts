import type { ElementState } from '../../board/element.ts';
import { packValue } from '../../wire/msgpack.ts';
import { packRights } from '../room-rights.ts';
import {
  crc32,
  DECIDED_VERSION,
  type RoomLife,
  SNAPSHOT_HEADER_BYTES,
  SNAPSHOT_VERSION,
  type Snapshot,
  writeSnapshotHeader,
} from './snapshot.ts';
import { StatesPacker } from './states-packer.ts';

/**
 * Packs a room's snapshot in steps: packing a large board at once would block all other rooms. Each `next` does one step; the
 * last one returns the bytes. The board may change between steps. The snapshot claims to know only the vector given here, so
 * later changes must be stored separately.
 * Body: `[epoch, vector, savedAt, table, since, clients]`, `clients` is `id, n` repeated [SAVE-3]. `rights` follows when hosts have
 * decided something [RGT-10].
 */
export function* packRoomSnapshot(
  snapshot: PackedBoard & { readonly life: RoomLife },
): Generator<undefined, Uint8Array<ArrayBuffer>> {
  return yield* packSnapshot(snapshot, snapshot.life);
}

/** Packs a person's file in the same steps: a board without the life of its room. */
export function* packSnapshotFile(snapshot: PackedBoard): Generator<undefined, Uint8Array<ArrayBuffer>> {
  return yield* packSnapshot(snapshot, undefined);
}

type PackedBoard = Pick<Snapshot, 'epoch' | 'vector' | 'savedAt'> & { readonly states: Iterable<ElementState> };

function* packSnapshot(
  { epoch, vector, savedAt, states }: PackedBoard,
  life: RoomLife | undefined,
): Generator<undefined, Uint8Array<ArrayBuffer>> {
  // The items without the heads of their arrays. Together they form one array of four, six or seven.
  const before = packValue([epoch ?? null, vector, savedAt]).subarray(1);
  const rights = life?.rights ?? [];
  const isDecided = rights.length > 0;
  const lived = life ? [life.since, life.clients.flat(), ...(isDecided ? [packRights(rights)] : [])] : [];
  const after = packValue(lived).subarray(1);
  const packer = new StatesPacker(states);
  while (packer.step()) yield;
  const parts = [Uint8Array.of(0x94 + lived.length), before, ...packer.finish(), after];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, SNAPSHOT_HEADER_BYTES));
  let at = SNAPSHOT_HEADER_BYTES;
  let crc = 0;
  for (const part of parts) {
    yield;
    bytes.set(part, at);
    at += part.length;
    crc = crc32(part, crc);
  }
  writeSnapshotHeader(bytes, isDecided ? DECIDED_VERSION : SNAPSHOT_VERSION, crc);
  return bytes;
}
