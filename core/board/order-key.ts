import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import { LIMITS } from '../contract/limits.ts';

/** Smallest key of the library. It refuses to go below. */
const LOWEST = `A${'0'.repeat(26)}`;
const DIGITS = /^[A-Za-z][0-9A-Za-z]*$/;

/**
 * True when the fractional-indexing library can continue from this key. The first character says how long the integer part is
 * ('a' two characters, 'b' three …, 'Z' two, 'Y' three …); the fraction may not end in '0'.
 * A key that the library refuses would throw in every client that draws after it, so the hub refuses such keys.
 */
export function isOrderKey(raw: unknown): raw is string {
  if (typeof raw !== 'string' || raw.length > LIMITS.orderKeyChars || !DIGITS.test(raw) || raw === LOWEST) return false;
  const head = raw.charCodeAt(0);
  const integerChars = head >= 97 ? head - 97 + 2 : 90 - head + 2;
  if (raw.length < integerChars) return false;
  return raw.length === integerChars || !raw.endsWith('0');
}

/**
 * A key after `last` ('' for an empty board). When the keys are used up, the same key again: equal keys are ordered by element
 * id.
 */
export function orderKeyAfter(last: string): string {
  const key = generateKeyBetween(last === '' ? null : last, null);
  return key.length <= LIMITS.orderKeyChars ? key : last;
}

/** `count` ascending keys between two others ('' for none). Undefined when no keys are left between them. */
export function orderKeysBetween(low: string, high: string, count: number): readonly string[] | undefined {
  if (low !== '' && high !== '' && low >= high) return undefined;
  // The library refuses to continue from its smallest key, so there is none below.
  if (high !== '' && high <= `${LOWEST}1`) return undefined;
  const keys = generateNKeysBetween(low === '' ? null : low, high === '' ? null : high, count);
  return keys.every(isOrderKey) ? keys : undefined;
}
