import { crc32 } from 'node:zlib';

/**
 * Every value of the data file: format version (1 byte), CRC-32 of the following bytes and of the key (4 bytes, big endian), time
 * of writing (milliseconds since 1970, 8 bytes, big endian float), body. The checksum includes the key, so that a value is never
 * taken for another one.
 */
const VALUE_VERSION = 1;
const CRC_AT = 1;
const TIME_AT = 5;
const BODY_AT = 13;

export interface StoredValue {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly body: Uint8Array;
}

/** `key` as text, the same as for `openValue`. */
export function sealValue(key: string, { at, body }: StoredValue): Buffer {
  const bytes = Buffer.allocUnsafe(BODY_AT + body.length);
  bytes[0] = VALUE_VERSION;
  bytes.writeDoubleBE(at, TIME_AT);
  bytes.set(body, BODY_AT);
  bytes.writeUInt32BE(checksum(key, bytes), CRC_AT);
  return bytes;
}

/** Undefined: damaged, or of an unknown version. `body` is a view of `bytes`. */
export function openValue(key: string, bytes: Uint8Array): StoredValue | undefined {
  if (bytes.length < BODY_AT || bytes[0] !== VALUE_VERSION) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(CRC_AT) !== checksum(key, bytes)) return undefined;
  return { at: view.getFloat64(TIME_AT), body: bytes.subarray(BODY_AT) };
}

/** The time that the value names; 0 when it is too short. */
export function writtenAt(bytes: Uint8Array): number {
  return bytes.length < BODY_AT ? 0 : new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getFloat64(TIME_AT);
}

function checksum(key: string, bytes: Uint8Array): number {
  return crc32(bytes.subarray(TIME_AT), crc32(key));
}
