/**
 * JSON that keeps integers exact: integers beyond a number's precision are `bigint` here, and plain numbers in the text, as .NET
 * writes its `long`. Values that MessagePack could not carry are refused. A reviver of `JSON.parse` could do this at forty times
 * the cost of a message.
 */

export interface ReadJson {
  readonly value: unknown;
  /** True when an integer has more than 64 bits and is not the text of a number: its value was changed. */
  readonly isChanged: boolean;
}

/** Shorter numbers never exceed 2^53. Most messages contain none this long and need no further check. */
const MANY_DIGITS = /\d{16}/;
const SURROGATE_ESCAPE = /\\u[dD]/;
/** Half a surrogate pair. No string that was read contains it, so a string that begins with it is an integer. */
const MARK = '\ud800';

/**
 * Throws for invalid JSON, and for half a surrogate pair, which only an escape can bring (reference 4.2). Nesting is limited by
 * the stack.
 */
export function readJson(text: string): ReadJson {
  const value: unknown = JSON.parse(text);
  if (SURROGATE_ESCAPE.test(text) && !isWellFormed(value)) throw new SyntaxError('The text has half a character.');
  if (!MANY_DIGITS.test(text)) return { value, isChanged: false };
  const { text: marked, isChanged } = withMarks(text);
  return { value: marked === text ? value : withIntegers(JSON.parse(marked)), isChanged };
}

/** True when every string contains only whole characters. */
function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, child]) => key.isWellFormed() && isWellFormed(child));
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const INTEGER = /^-?\d{16,}$/;

/** The text, which must be JSON, with marked strings in place of integers beyond a number's precision. */
function withMarks(text: string): { readonly text: string; readonly isChanged: boolean } {
  let marked = '';
  let copied = 0;
  let isChanged = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at + 1);
    else if (code === MINUS || isDigit(code)) {
      const from = at;
      at = endOfNumber(text, at + 1);
      if (at - from < 16) continue;
      const literal = text.slice(from, at);
      if (!INTEGER.test(literal) || Number.isSafeInteger(Number(literal))) continue;
      // JavaScript writes 1e20 with all its digits, so such a text is a number and not an integer.
      if (literal.length > 20 || !hasAtMost64Bits(BigInt(literal))) isChanged ||= String(Number(literal)) !== literal;
      else {
        marked += `${text.slice(copied, from)}"${MARK}${literal}"`;
        copied = at;
      }
    }
  }
  return { text: marked + text.slice(copied), isChanged };
}

/** Offset of the closing quote. */
function endOfString(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return text.length;
}

const BETWEEN_DIGITS = new Set([...'.eE+-'].map((sign) => sign.charCodeAt(0)));

/** Offset of the first character after the number. */
function endOfNumber(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at)) || BETWEEN_DIGITS.has(text.charCodeAt(at))) at++;
  return at;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** Replaces marked strings by integers, in place: no other code has the value yet. */
function withIntegers(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(MARK) && !value.isWellFormed() ? BigInt(value.slice(1)) : value;
  if (typeof value !== 'object' || value === null) return value;
  // Each is an own property, even one named `__proto__`.
  const held = value as Record<string, unknown>;
  for (const key of Object.keys(held)) held[key] = withIntegers(held[key]);
  return held;
}

/** As a signed or unsigned 64-bit integer. */
export function hasAtMost64Bits(integer: bigint): boolean {
  return BigInt.asUintN(64, integer) === integer || BigInt.asIntN(64, integer) === integer;
}

/** In Node since 21, but missing in the library of the compiler's target. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): object };

/** For `JSON.stringify`. */
export function bigintAsJson(integer: bigint): unknown {
  return rawJSON(integer.toString());
}
