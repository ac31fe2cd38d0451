/**
 * JSON whose integers stay what they are: those that a number cannot hold are `bigint` here, and numbers again in the text, as .NET writes
 * its `long`. What MessagePack could not carry on is not read. A reviver of `JSON.parse` could tell too, at forty times the cost of a message.
 */

export interface ReadJson {
  readonly value: unknown;
  /** An integer has more than 64 bits and is not the text of a number: the value is not what was sent. */
  readonly isChanged: boolean;
}

/** Nothing shorter is beyond 2^53. Most messages have none, and are not looked at more closely. */
const MANY_DIGITS = /\d{16}/;
const SURROGATE_ESCAPE = /\\u[dD]/;
/** Half a character, which no string of a text has that was read: what begins with it is an integer. */
const MARK = '\ud800';

/** Throws for what is no JSON, and for half a character, which only an escape can bring (reference 4.2). At most as deep as the stack. */
export function readJson(text: string): ReadJson {
  const value: unknown = JSON.parse(text);
  if (SURROGATE_ESCAPE.test(text) && !isWellFormed(value)) throw new SyntaxError('The text has half a character.');
  if (!MANY_DIGITS.test(text)) return { value, isChanged: false };
  const { text: marked, isChanged } = withMarks(text);
  return { value: marked === text ? value : withIntegers(JSON.parse(marked)), isChanged };
}

/** Every string in it is made of whole characters. */
function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, child]) => key.isWellFormed() && isWellFormed(child));
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const INTEGER = /^-?\d{16,}$/;

/** The text, known to be JSON, with marked strings in the place of integers that a number cannot hold. */
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
      // JavaScript writes 1e20 with all its digits: that is a number and no integer of anybody's.
      if (literal.length > 20 || !hasAtMost64Bits(BigInt(literal))) isChanged ||= String(Number(literal)) !== literal;
      else {
        marked += `${text.slice(copied, from)}"${MARK}${literal}"`;
        copied = at;
      }
    }
  }
  return { text: marked + text.slice(copied), isChanged };
}

/** Where its quote is. */
function endOfString(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return text.length;
}

const BETWEEN_DIGITS = new Set([...'.eE+-'].map((sign) => sign.charCodeAt(0)));

/** The first sign behind it. */
function endOfNumber(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at)) || BETWEEN_DIGITS.has(text.charCodeAt(at))) at++;
  return at;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** The same value, of which nobody else knows yet, with integers for marked strings. */
function withIntegers(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(MARK) && !value.isWellFormed() ? BigInt(value.slice(1)) : value;
  if (typeof value !== 'object' || value === null) return value;
  // Each is a property of its own, also one named `__proto__`.
  const held = value as Record<string, unknown>;
  for (const key of Object.keys(held)) held[key] = withIntegers(held[key]);
  return held;
}

/** As a 64-bit integer with or without a sign. */
export function hasAtMost64Bits(integer: bigint): boolean {
  return BigInt.asUintN(64, integer) === integer || BigInt.asIntN(64, integer) === integer;
}

/** What Node has since 21, and the library of the compiler's target has not. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): object };

/** For `JSON.stringify`. */
export function bigintAsJson(integer: bigint): unknown {
  return rawJSON(integer.toString());
}
