import type { ElementState } from './element.ts';

/**
 * Two independent 32-bit hashes (FNV-1a and a murmur-style mix) of everything that makes an element what it is. Where a change was
 * numbered is left out: replicas that learned the same state by other ways are equal. The fingerprint adds these up.
 */
export function elementHash(state: ElementState): readonly [number, number] {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  const number = (value: number): void => {
    const low = value | 0;
    const high = Math.floor(value / 0x100000000) | 0;
    a = Math.imul(a ^ low, 0x01000193);
    a = Math.imul(a ^ high, 0x01000193);
    b = Math.imul(b ^ low, 0xcc9e2d51);
    b = Math.imul(((b << 13) | (b >>> 19)) ^ high, 0x1b873593);
  };
  const text = (value: string): void => {
    number(value.length);
    for (let i = 0; i < value.length; i++) number(value.charCodeAt(i));
  };
  const { values } = state;
  text(state.id);
  number(values.kind);
  number(values.alive ? 1 : 0);
  text(values.order);
  number(values.x);
  number(values.y);
  number(values.color);
  number(values.width);
  number(values.pressured ? 1 : 0);
  for (const stamp of state.stamps) {
    number(stamp.lamport);
    text(stamp.clientId);
  }
  number(state.pointCount);
  number(state.restored ? 1 : 0);
  number(state.endCount);
  for (const byte of state.points) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ byte, 0xcc9e2d51);
    b = (b << 15) | (b >>> 17);
  }
  return [finish(a), finish(b)];
}

function finish(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
