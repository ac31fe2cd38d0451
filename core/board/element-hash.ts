import type { ElementRecord } from './element-record.ts';
import type { Forgotten } from './forgotten.ts';
import { propCode } from './kinds.ts';
import type { PropValue } from './prop-value.ts';

const numbers = new Float64Array(1);
const halves = new Int32Array(numbers.buffer);

/**
 * Two independent 32-bit hashes (FNV-1a and a murmur-style mix) of everything that defines an element. They leave out where a
 * change was numbered, so replicas that learned the same state in different ways are equal. The fingerprint adds these hashes up.
 */
export function elementHash(record: ElementRecord): readonly [number, number] {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  const number = (value: number): void => {
    numbers[0] = value;
    a = Math.imul(a ^ (halves[0] as number), 0x01000193);
    a = Math.imul(a ^ (halves[1] as number), 0x01000193);
    b = Math.imul(b ^ (halves[0] as number), 0xcc9e2d51);
    b = Math.imul(((b << 13) | (b >>> 19)) ^ (halves[1] as number), 0x1b873593);
  };
  const text = (value: string): void => {
    number(value.length);
    for (let i = 0; i < value.length; i++) number(value.charCodeAt(i));
  };
  const any = (value: PropValue): void => {
    if (typeof value === 'number') number(value);
    else if (typeof value === 'boolean') number(value ? 1 : 0);
    else if (typeof value === 'string') text(value);
    else {
      number(value.length);
      for (const item of value) any(item);
    }
  };
  const { standing, chain } = record;
  text(record.id);
  number(standing?.kind ?? 0);
  number(standing?.body ?? 0);
  const facts = Object.entries(standing?.facts ?? {}) as [string, PropValue][];
  for (const [name, value] of facts.sort(([one], [two]) => propCode(one) - propCode(two))) {
    number(propCode(name));
    any(value);
  }
  for (const [code, value, stamp] of record.registers()) {
    number(code);
    any(value);
    number(stamp.lamport);
    text(stamp.clientId);
  }
  number(record.birth ? 1 : 0);
  number(record.isSealed ? 1 : 0);
  number(record.endCount);
  number(chain?.count ?? 0);
  for (const place of record.spans) number(place);
  const content = chain?.content;
  if (typeof content === 'string') text(content);
  else {
    for (const byte of content ?? []) {
      a = Math.imul(a ^ byte, 0x01000193);
      b = Math.imul(b ^ byte, 0xcc9e2d51);
      b = (b << 15) | (b >>> 17);
    }
  }
  return [finish(a), finish(b)];
}

/** The same for the forgotten elements of a board. */
export function forgottenHash(forgotten: Forgotten): readonly [number, number] {
  let a = 0;
  let b = 0;
  for (const { author, from, to } of forgotten.ranges()) {
    let hash = 0x811c9dc5;
    for (const char of `${author} ${from} ${to}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
    a = (a + finish(hash)) >>> 0;
    b = (b + finish(Math.imul(hash, 0xcc9e2d51))) >>> 0;
  }
  return [a, b];
}

function finish(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
