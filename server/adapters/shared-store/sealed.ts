import { crc32 } from 'node:zlib';
import { packSuffix, unpackSuffix } from '../../../core/room/catch-up.ts';
import type { NumberedBatches } from '../../../core/room/replica.ts';
import { packValue, unpackValue } from '../../../core/wire/msgpack.ts';

/**
 * What a shared store holds. A snapshot: format (1 byte), CRC-32 of what follows (4 bytes, big endian), MessagePack
 * `[at, covers, body]`. A log is a row of records: length and CRC-32 of the body (4 bytes each, big endian), time of writing
 * (milliseconds since 1970, 8 bytes, big endian float), body.
 */
export const STORE_FORMAT = 1;
const SNAPSHOT_BODY_AT = 5;
const RECORD_BODY_AT = 16;

/** The part of a log that a snapshot contains: its first bytes, by its name. */
export type Covers = ReadonlyMap<string, number>;

export interface SealedSnapshot {
  /** Milliseconds since 1970, by the clock of its writer. */
  readonly at: number;
  readonly covers: Covers;
  readonly body: Uint8Array;
}

export function sealSnapshot({ at, covers, body }: SealedSnapshot): Buffer {
  const content = packValue([at, [...covers].flat(), body]);
  const bytes = Buffer.allocUnsafe(SNAPSHOT_BODY_AT + content.length);
  bytes[0] = STORE_FORMAT;
  bytes.set(content, SNAPSHOT_BODY_AT);
  bytes.writeUInt32BE(crc32(content), 1);
  return bytes;
}

/** Undefined: damaged. Throws, with a sentence for the operator, for one of a newer version. */
export function openSnapshot(bytes: Uint8Array): SealedSnapshot | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const content = bytes.subarray(SNAPSHOT_BODY_AT);
  if (bytes.length < SNAPSHOT_BODY_AT || view.getUint32(1) !== crc32(content)) return undefined;
  const format = view.getUint8(0);
  if (format > STORE_FORMAT) throw new Error(newerSentence(format));
  const value = unpackValue(content);
  const [at, flat, body] = Array.isArray(value) ? (value as unknown[]) : [];
  if (typeof at !== 'number' || !Array.isArray(flat) || !(body instanceof Uint8Array)) return undefined;
  const covers = new Map<string, number>();
  for (let i = 0; i + 1 < flat.length; i += 2) covers.set(String(flat[i]), Number(flat[i + 1]));
  // A Buffer's `slice` does not copy.
  return { at, covers, body: new Uint8Array(body.buffer, body.byteOffset, body.length) };
}

export function newerSentence(format: number): string {
  return `The store was written by a newer Inkroom (format ${format}; this one knows ${STORE_FORMAT}). Update this one, or choose another place.`;
}

/** Largest body of one record, bytes: what every version of Azure Blob Storage takes in one append. */
const RECORD_BYTES = 3 * 1024 * 1024;

/** One record, or several for a long list. */
export function sealBatches(numbered: NumberedBatches, at: number): Buffer[] {
  const body = packSuffix([numbered]);
  const { origin, firstSeq, batches } = numbered;
  if (body.length > RECORD_BYTES && batches.length > 1) {
    const half = batches.length >> 1;
    const rest = { origin, firstSeq: firstSeq + half, batches: batches.slice(half) };
    return [...sealBatches({ origin, firstSeq, batches: batches.slice(0, half) }, at), ...sealBatches(rest, at)];
  }
  const bytes = Buffer.allocUnsafe(RECORD_BODY_AT + body.length);
  bytes.writeUInt32BE(body.length, 0);
  bytes.writeUInt32BE(crc32(body), 4);
  bytes.writeDoubleBE(at, 8);
  bytes.set(body, RECORD_BODY_AT);
  return [bytes];
}

export interface ReadLog {
  readonly parts: readonly NumberedBatches[];
  /** Time of the last record; 0 for none. */
  readonly at: number;
  /** Unreadable records. What is behind one is unreadable too, and counts as one. */
  readonly lost: number;
}

/** The readable records of a log, without the first `from` bytes. */
export function openBatches(log: Uint8Array, from = 0): ReadLog {
  const bytes = log.subarray(Math.min(from, log.length));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts: NumberedBatches[] = [];
  let at = 0;
  let last = 0;
  while (at < bytes.length) {
    if (bytes.length - at < RECORD_BODY_AT) return { parts, at: last, lost: 1 };
    const length = view.getUint32(at);
    const body = bytes.slice(at + RECORD_BODY_AT, at + RECORD_BODY_AT + length);
    const read = body.length === length && view.getUint32(at + 4) === crc32(body) ? unpackSuffix(body) : undefined;
    if (!read?.ok) return { parts, at: last, lost: 1 };
    parts.push(...read.value);
    last = Math.max(last, view.getFloat64(at + 8));
    at += RECORD_BODY_AT + length;
  }
  return { parts, at: last, lost: 0 };
}
