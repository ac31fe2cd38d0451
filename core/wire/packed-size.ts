import type { WireValue } from './wire-value.ts';

/** The number of bytes that `packValue` would write, without writing them. */
export function packedSize(value: WireValue): number {
  if (typeof value === 'number') return numberSize(value);
  if (value === null || typeof value === 'boolean') return 1;
  if (typeof value === 'string') {
    const bytes = utf8Size(value);
    return bytes + (bytes < 32 ? 1 : lengthSize(bytes));
  }
  if (value instanceof Uint8Array) return value.length + lengthSize(value.length);
  let size = 0;
  if (isList(value)) {
    for (const item of value) size += packedSize(item);
    return size + countSize(value.length);
  }
  const entries = Object.entries(value);
  for (const [key, item] of entries) size += packedSize(key) + packedSize(item);
  return size + countSize(entries.length);
}

/** True when `packValue` writes the same bytes for both. */
export function isSamePacked(a: WireValue, b: WireValue): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Number.isNaN(a) && Number.isNaN(b);
  if (a instanceof Uint8Array || b instanceof Uint8Array) {
    return a instanceof Uint8Array && b instanceof Uint8Array && a.length === b.length && a.every((byte, i) => byte === b[i]);
  }
  if (isList(a) || isList(b)) {
    return isList(a) && isList(b) && a.length === b.length && a.every((item, i) => isSamePacked(item, b[i] as WireValue));
  }
  // Entries in their order, as they are packed.
  return isSamePacked(Object.entries(a).flat(), Object.entries(b).flat());
}

const isList = (value: WireValue): value is readonly WireValue[] => Array.isArray(value);

function numberSize(value: number): number {
  if (!Number.isInteger(value) || value > 0xffff_ffff || value < -0x8000_0000) return 9;
  if (value >= 0) return value < 0x80 ? 1 : value < 0x100 ? 2 : value < 0x1_0000 ? 3 : 5;
  return value >= -0x20 ? 1 : value >= -0x80 ? 2 : value >= -0x8000 ? 3 : 5;
}

/** Bytes of the head of a byte string, or of a longer text. */
function lengthSize(bytes: number): number {
  return bytes < 0x100 ? 2 : bytes < 0x1_0000 ? 3 : 5;
}

/** Bytes of the head of a list or a map. */
function countSize(count: number): number {
  return count < 16 ? 1 : count < 0x1_0000 ? 3 : 5;
}

function utf8Size(text: string): number {
  let size = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    // Half of a pair that makes four bytes, or a lone half, which is written as three.
    if (unit >= 0x800) size += unit >= 0xd800 && unit < 0xe000 && isHalfOfPair(text, i) ? 1 : 2;
    else size++;
  }
  return size;
}

function isHalfOfPair(text: string, at: number): boolean {
  const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
  const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;
  const unit = text.charCodeAt(at);
  return isHigh(unit) ? isLow(text.charCodeAt(at + 1)) : isHigh(text.charCodeAt(at - 1));
}
