import { Packr, Unpackr } from 'msgpackr';

/**
 * The product's MessagePack codec, with the options of `server/signalr/REFERENCE.md`, 9.3: plain maps, no records
 * (record mode compiles readers, which a strict CSP refuses), nil for undefined, 64-bit integers as numbers (readers refuse
 * unsafe integers). Only this file knows the library.
 */
const OPTIONS = {
  useRecords: false,
  variableMapSize: true,
  encodeUndefinedAsNil: true,
  int64AsType: 'number',
  mapsAsObjects: true,
  moreTypes: false,
  bundleStrings: false,
} as const;

const packr = new Packr(OPTIONS);
const unpackr = new Unpackr(OPTIONS);

/** The caller owns the bytes. */
export function packValue(value: unknown): Uint8Array {
  // A copy: msgpackr returns slices of a pool, and a small message would keep the whole pool in memory.
  return new Uint8Array(packr.pack(value));
}

/** The value, or undefined when the bytes are not MessagePack. Byte strings in it are views of `bytes`. */
export function unpackValue(bytes: Uint8Array): unknown {
  try {
    return unpackr.unpack(bytes);
  } catch {
    return undefined;
  }
}
