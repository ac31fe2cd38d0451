import {
  Decoder,
  decodeTimestampToTimeSpec,
  Encoder,
  EXT_TIMESTAMP,
  type ExtensionCodecType,
  encodeTimeSpecToTimestamp,
} from '@msgpack/msgpack';
import { hasAtMost64Bits } from './exact-json.ts';
import { dateOf, timeOf } from './precise-date.ts';
import { refuseContainers } from './refuse-containers.ts';

/**
 * Values of MessagePack messages. Only this file knows the library: @msgpack/msgpack. It writes what the stock JavaScript client
 * writes, refuses private extensions and the key `__proto__`, and reads without recursion (reference 9.2, 9.3; measured on our
 * messages by `npm run bench:codec`).
 */

/** Timestamps only. Values that the library would lose silently are refused with an error (reference 9.1). */
const extensions: ExtensionCodecType<undefined> = {
  tryToEncode(value) {
    if (Array.isArray(value) || ArrayBuffer.isView(value)) return null;
    if (value instanceof Date) return { type: EXT_TIMESTAMP, data: encodeTimeSpecToTimestamp(timeOf(value)) };
    if (typeof value === 'object' && value !== null) refuseContainers(value);
    return null;
  },
  decode(data, type) {
    if (type !== EXT_TIMESTAMP) throw new TypeError(`Extension type ${type} is not known.`);
    return dateOf(decodeTimestampToTimeSpec(data));
  },
};

/** An encoder's buffer never shrinks. One that has grown beyond this is dropped. */
const KEPT_BYTES = 1024 * 1024;

/** Object keys must be strings: another key would silently become text. */
function nameOnly(key: unknown): string {
  if (typeof key !== 'string') throw new TypeError('The key of a map is no string.');
  return key;
}

const newEncoder = (): Encoder<undefined> => new Encoder<undefined>({ extensionCodec: extensions });
let encoder = newEncoder();
const wideEncoder = new Encoder<undefined>({ extensionCodec: extensions, useBigInt64: true });
const reading = { extensionCodec: extensions, mapKeyConverter: nameOnly };
const decoder = new Decoder<undefined>(reading);
const wideDecoder = new Decoder<undefined>({ ...reading, useBigInt64: true });

/** The bytes are valid until the next call: copy them at once. Throws for a value that cannot be encoded. */
export function encodeValueShared(value: unknown): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = encoder.encodeSharedRef(value);
  } catch (error) {
    // Only a bigint justifies a second, slower attempt.
    if (!holdsBigint(value, 0)) throw error;
    return wideEncoder.encodeSharedRef(widened(value));
  }
  if (bytes.length > KEPT_BYTES) encoder = newEncoder();
  return bytes;
}

/** `wide`: integers beyond a number's precision become bigint. Byte strings are views. Throws for malformed bytes. */
export function decodeValue(bytes: Uint8Array, wide: boolean): unknown {
  return wide ? narrowed(wideDecoder.decode(bytes)) : decoder.decode(bytes);
}

function holdsBigint(value: unknown, depth: number): boolean {
  if (typeof value === 'bigint') return true;
  if (depth > 100 || typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  return Object.values(value).some((item) => holdsBigint(item, depth + 1));
}

/** The library's 64-bit mode writes large numbers as floats unless they are bigint. */
function widened(value: unknown): unknown {
  if (typeof value === 'bigint' && !hasAtMost64Bits(value))
    throw new RangeError('An integer of more than 64 bits cannot be sent.');
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && (value > 0xffff_ffff || value < -0x8000_0000) ? BigInt(value) : value;
  return mapChildren(value, widened);
}

/** The library's 64-bit mode reads every 64-bit integer as bigint, even one that a number holds exactly. */
function narrowed(value: unknown): unknown {
  if (typeof value === 'bigint')
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
  return mapChildren(value, narrowed);
}

function mapChildren(value: unknown, change: (child: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, change(child)]));
}
