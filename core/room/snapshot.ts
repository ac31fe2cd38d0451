import { fail, ok, type Refusal, type Result } from '../base/result.ts';
import type { ElementState } from '../board/element.ts';
import { decodeStateTable, encodeStateTable } from '../board/element-codec.ts';
import { type Epoch, type InstanceId, isEpoch, type Seq } from '../board/ids.ts';
import { LIMITS } from '../contract/limits.ts';
import { packValue, unpackValue } from '../wire/msgpack.ts';
import { parseVector } from './version-vector.ts';

/** First bytes of every snapshot and `.inkroom` file: "INKR". */
const MAGIC = [0x49, 0x4e, 0x4b, 0x52] as const;
/** Format version. A reader refuses a greater one. */
export const SNAPSHOT_VERSION = 1;
const HEADER_BYTES = 9;

export interface Snapshot {
  /** The epoch that it was taken in; undefined for a board that was never shared. */
  readonly epoch: Epoch | undefined;
  /** Version vector as pairs. */
  readonly vector: readonly (readonly [InstanceId, Seq])[];
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly states: readonly ElementState[];
}

/** A replica as bytes: magic, version (1 byte), CRC-32 of the body (4 bytes, big endian), body (msgpack `[epoch, vector, savedAt, table]`). */
export function encodeSnapshot(snapshot: Omit<Snapshot, 'states'> & { readonly states: Iterable<ElementState> }): Uint8Array {
  const body = packValue([snapshot.epoch ?? null, snapshot.vector, snapshot.savedAt, encodeStateTable(snapshot.states)]);
  const bytes = new Uint8Array(HEADER_BYTES + body.length);
  bytes.set(MAGIC);
  bytes[4] = SNAPSHOT_VERSION;
  new DataView(bytes.buffer).setUint32(5, crc32(body));
  bytes.set(body, HEADER_BYTES);
  return bytes;
}

export function decodeSnapshot(bytes: Uint8Array): Result<Snapshot, Refusal> {
  if (bytes.length < HEADER_BYTES || MAGIC.some((byte, i) => bytes[i] !== byte)) return fail('snapshot.not_inkroom');
  if (bytes.length > LIMITS.snapshotBytes) return fail('snapshot.malformed', 'too large');
  const version = bytes[4] as number;
  if (version > SNAPSHOT_VERSION || version === 0) return fail('snapshot.version', `format ${version}`);
  const body = bytes.subarray(HEADER_BYTES);
  if (new DataView(bytes.buffer, bytes.byteOffset).getUint32(5) !== crc32(body)) return fail('snapshot.checksum');
  const raw = unpackValue(body);
  if (!Array.isArray(raw) || raw.length !== 4) return fail('snapshot.malformed', 'body');
  const [epoch, rawVector, savedAt, table] = raw;
  const vector = parseVector(rawVector);
  if ((epoch !== null && !isEpoch(epoch)) || !vector || typeof savedAt !== 'number') return fail('snapshot.malformed', 'head');
  const states = decodeStateTable(table);
  return states.ok ? ok({ epoch: epoch ?? undefined, vector: vector.pairs(), savedAt, states: states.value }) : states;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** CRC-32 (IEEE 802.3): finds every damage of up to 32 bits in a row. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 255] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
