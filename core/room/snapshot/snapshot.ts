import { fail, ok, type Refusal, type Result } from '../../base/result.ts';
import { encodeStateTable, openStateTable, readStateTable, type StateTable } from '../../board/codec/state-table.ts';
import type { ElementState } from '../../board/element.ts';
import { type ClientId, type Epoch, type InstanceId, isClientId, isEpoch, type Seq } from '../../board/ids.ts';
import { LIMITS } from '../../contract/limits.ts';
import { packValue, unpackValue } from '../../wire/msgpack.ts';
import { readCount } from '../../wire/wire-value.ts';
import { type RightsEntry, unpackRights } from '../room-rights.ts';
import { parseVector } from '../version-vector.ts';

/** First bytes of every snapshot and `.inkroom` file: "INKR". */
const MAGIC = [0x49, 0x4e, 0x4b, 0x52] as const;
/**
 * Format version. A snapshot is a board, or a board with the room's life around it. A reader refuses a greater version. Formats 1
 * (a board) and 2 (with the life) had another table, which is still read.
 */
export const SNAPSHOT_VERSION = 3;
/** The format of a life with decisions of hosts. A hub that does not know it must not open the room without them. */
export const DECIDED_VERSION = 4;
export const SNAPSHOT_HEADER_BYTES = 9;

export interface Snapshot {
  /** The epoch at that time. Undefined for a board that was never shared. */
  readonly epoch: Epoch | undefined;
  /** Version vector as pairs. */
  readonly vector: readonly (readonly [InstanceId, Seq])[];
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly states: readonly ElementState[];
  /** What a hub's store adds to the board. Undefined in a person's file. */
  readonly life: RoomLife | undefined;
}

/** [SAVE-3] What a room must know again after a restart, besides its board. */
export interface RoomLife {
  /** Start of this epoch, milliseconds since 1970. */
  readonly since: number;
  /** For each client, the highest n that was accepted or refused. */
  readonly clients: readonly (readonly [ClientId, number])[];
  /** [RGT-10] What hosts have decided, as far as it outlives a restart. */
  readonly rights?: readonly RightsEntry[];
}

/** A replica as bytes: magic, version (1 byte), CRC-32 of the body (4 bytes, big endian), body (msgpack `[epoch, vector, savedAt, table]`). */
export function encodeSnapshot(
  snapshot: Omit<Snapshot, 'states' | 'life'> & { readonly states: Iterable<ElementState> },
): Uint8Array {
  const body = packValue([snapshot.epoch ?? null, snapshot.vector, snapshot.savedAt, encodeStateTable(snapshot.states)]);
  const bytes = new Uint8Array(SNAPSHOT_HEADER_BYTES + body.length);
  writeSnapshotHeader(bytes, SNAPSHOT_VERSION, crc32(body));
  bytes.set(body, SNAPSHOT_HEADER_BYTES);
  return bytes;
}

/** `crc`: of everything after the header. */
export function writeSnapshotHeader(bytes: Uint8Array, version: number, crc: number): void {
  bytes.set(MAGIC);
  bytes[4] = version;
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(5, crc);
}

/** A snapshot whose elements are read one by one, for readers that must not block for long. */
export type OpenSnapshot = Omit<Snapshot, 'states'> & { readonly table: StateTable };

export function decodeSnapshot(bytes: Uint8Array): Result<Snapshot, Refusal> {
  const open = openSnapshot(bytes);
  if (!open.ok) return open;
  const { table, ...rest } = open.value;
  const states = readStateTable(table);
  return states.ok ? ok({ ...rest, states: states.value }) : states;
}

export function openSnapshot(bytes: Uint8Array): Result<OpenSnapshot, Refusal> {
  if (bytes.length < SNAPSHOT_HEADER_BYTES || MAGIC.some((byte, i) => bytes[i] !== byte)) return fail('snapshot.not_inkroom');
  if (bytes.length > LIMITS.snapshotBytes) return fail('snapshot.malformed', 'too large');
  const version = bytes[4] as number;
  if (version > DECIDED_VERSION || version === 0) return fail('snapshot.version', `format ${version}`);
  const body = bytes.subarray(SNAPSHOT_HEADER_BYTES);
  if (new DataView(bytes.buffer, bytes.byteOffset).getUint32(5) !== crc32(body)) return fail('snapshot.checksum');
  const raw = unpackValue(body);
  if (!Array.isArray(raw) || ![4, 6, 7].includes(raw.length)) return fail('snapshot.malformed', 'body');
  const [epoch, rawVector, savedAt, rawTable, since, clients, rights] = raw;
  const vector = parseVector(rawVector);
  if ((epoch !== null && !isEpoch(epoch)) || !vector || typeof savedAt !== 'number') return fail('snapshot.malformed', 'head');
  const life = raw.length === 4 ? undefined : readLife(since, clients, rights);
  if (raw.length > 4 && !life) return fail('snapshot.malformed', 'life');
  const table = openStateTable(rawTable);
  return table.ok ? ok({ epoch: epoch ?? undefined, vector: vector.pairs(), savedAt, table: table.value, life }) : table;
}

/** `clients` is `id, n` repeated; `rights` as instances say them. */
function readLife(since: unknown, clients: unknown, rights: unknown): RoomLife | undefined {
  if (typeof since !== 'number' || !Array.isArray(clients) || clients.length % 2 !== 0) return undefined;
  const pairs: (readonly [ClientId, number])[] = [];
  for (let i = 0; i < clients.length; i += 2) {
    const id: unknown = clients[i];
    const n = readCount(clients[i + 1]);
    if (!isClientId(id) || !n) return undefined;
    pairs.push([id, n]);
  }
  if (rights === undefined) return { since, clients: pairs };
  const decided = unpackRights(rights);
  return decided && { since, clients: pairs, rights: decided };
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/**
 * CRC-32 (IEEE 802.3). Finds every damage of up to 32 bits in a row. `before`: the CRC of the preceding bytes, to compute it in
 * parts.
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = before ^ 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 255] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
