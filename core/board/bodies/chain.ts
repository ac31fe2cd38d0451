import { LIMITS } from '../../contract/limits.ts';
import { byteOfPoint, newTail, type PointTail, readPoints } from './points-codec.ts';

/** A piece of a body that grows at its end: bytes of points (points-codec), or text. */
export type Chunk = Uint8Array | string;

/**
 * A body that only its author makes longer. It is counted in units: points, or UTF-16 units of text.
 * Of two chains by one author the longer contains the shorter, unless the author forked the body at two hubs. `difference` finds
 * a fork, and `truncate` cuts both chains back to their common part.
 */
export interface Chain {
  readonly count: number;
  readonly byteLength: number;
  /** A view of the whole body, valid until the next change. */
  readonly content: Chunk;
  /** Appends a chunk. Drops a chunk that does not continue the chain. */
  append(chunk: Chunk): void;
  /**
   * The first unit in which this chain and a chunk at `offset` (at most `count`) differ. Undefined when one contains the other.
   */
  difference(offset: number, chunk: Chunk): number | undefined;
  /** Drops everything from unit `count` on. */
  truncate(count: number): void;
  /** The part of a chunk at `offset` that lies behind this chain's end. Its front must agree. Undefined: no such part. */
  rest(offset: number, chunk: Chunk): Chunk | undefined;
  /** Frees spare capacity: no more chunks will come. */
  trim(): void;
}

export const NO_BYTES = new Uint8Array(0);

/**
 * The growing bytes of a stroke. Whether a point carries pressure is fixed here, so that no other flag can change how the bytes
 * are read.
 */
export class PointChain implements Chain {
  readonly pressured: boolean;
  #bytes: Uint8Array = NO_BYTES;
  #length = 0;
  #tail: PointTail = newTail();
  /** Where the last echo was compared. The next comparison continues from there. */
  #seenUnit = 0;
  #seenByte = 0;
  minX = 0;
  minY = 0;
  maxX = 0;
  maxY = 0;

  constructor(pressured: boolean) {
    this.pressured = pressured;
  }

  get count(): number {
    return this.#tail.count;
  }
  get byteLength(): number {
    return this.#length;
  }
  get content(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
  /** A copy, because checking a chunk must not advance the stroke. */
  tail(): PointTail {
    return { ...this.#tail };
  }

  append(chunk: Chunk): void {
    if (typeof chunk === 'string') return;
    const tail = this.tail();
    const box = { minX: this.minX, minY: this.minY, maxX: this.maxX, maxY: this.maxY };
    const read = readPoints(tail, chunk, this.pressured, undefined, box);
    if (typeof read === 'string') return;
    this.minX = box.minX;
    this.minY = box.minY;
    this.maxX = box.maxX;
    this.maxY = box.maxY;
    this.#tail = tail;
    const needed = this.#length + chunk.length;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, Math.min(this.#bytes.length * 2, needed + 4096)));
      grown.set(this.content);
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length = needed;
  }

  difference(offset: number, chunk: Chunk): number | undefined {
    if (typeof chunk === 'string') return offset;
    const start = this.#byteOf(offset);
    const limit = Math.min(this.#length - start, chunk.length);
    let same = 0;
    while (same < limit && this.#bytes[start + same] === chunk[same]) same++;
    return same === limit ? undefined : offset + unitsIn(chunk.subarray(0, same), this.pressured);
  }

  rest(offset: number, chunk: Chunk): Chunk | undefined {
    if (typeof chunk === 'string') return undefined;
    const known = this.#length - this.#byteOf(offset);
    return chunk.length > known ? chunk.subarray(known) : undefined;
  }

  truncate(count: number): void {
    if (count >= this.count) return;
    const kept = this.#bytes.slice(0, this.#byteOf(count));
    this.#bytes = NO_BYTES;
    this.#length = 0;
    this.#tail = newTail();
    this.#seenUnit = this.#seenByte = 0;
    this.minX = this.minY = this.maxX = this.maxY = 0;
    this.append(kept);
  }

  trim(): void {
    if (this.#bytes.length > this.#length) this.#bytes = this.#bytes.slice(0, this.#length);
  }

  /** The byte at which a unit begins. */
  #byteOf(unit: number): number {
    if (unit === this.count) return this.#length;
    if (this.#seenUnit > unit) this.#seenUnit = this.#seenByte = 0;
    this.#seenByte = byteOfPoint(this.content, this.pressured, unit - this.#seenUnit, this.#seenByte);
    this.#seenUnit = unit;
    return this.#seenByte;
  }
}

function unitsIn(bytes: Uint8Array, pressured: boolean): number {
  let ends = 0;
  for (const byte of bytes) if (byte < 128) ends++;
  return Math.floor(ends / (pressured ? 3 : 2));
}

/** What one person typed in one go. It never contains half of a surrogate pair. */
export class TextChain implements Chain {
  #text = '';

  get count(): number {
    return this.#text.length;
  }
  get byteLength(): number {
    return this.#text.length;
  }
  get content(): string {
    return this.#text;
  }
  append(chunk: Chunk): void {
    if (typeof chunk !== 'string' || this.#text.length + chunk.length > LIMITS.textUnitsPerRun) return;
    this.#text += chunk;
  }
  difference(offset: number, chunk: Chunk): number | undefined {
    if (typeof chunk !== 'string') return offset;
    const limit = Math.min(this.#text.length - offset, chunk.length);
    let same = 0;
    while (same < limit && this.#text.charCodeAt(offset + same) === chunk.charCodeAt(same)) same++;
    if (same === limit) return undefined;
    // Two characters beyond the basic plane may share their first halves.
    const splits = same > 0 && isHighSurrogate(this.#text.charCodeAt(offset + same - 1));
    return offset + (splits ? same - 1 : same);
  }
  rest(offset: number, chunk: Chunk): Chunk | undefined {
    if (typeof chunk !== 'string') return undefined;
    const known = this.#text.length - offset;
    return chunk.length > known ? chunk.slice(known) : undefined;
  }
  truncate(count: number): void {
    this.#text = this.#text.slice(0, count);
  }
  trim(): void {}
}

/** True when it can be the text of a run: within the length limit, and without half of a surrogate pair. */
export function isRunText(raw: unknown): raw is string {
  return typeof raw === 'string' && raw.length <= LIMITS.textUnitsPerRun && raw.isWellFormed();
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/**
 * Orders whole contents: the one with more units, then more bytes, then the greater bytes. Every replica makes the same choice
 * [OPS-6].
 */
export function compareContents(a: { count: number; content: Chunk }, b: { count: number; content: Chunk }): number {
  if (a.count !== b.count) return a.count - b.count;
  if (typeof a.content === 'string' || typeof b.content === 'string') {
    if (typeof a.content !== typeof b.content) return typeof a.content === 'string' ? 1 : -1;
    return a.content === b.content ? 0 : a.content < b.content ? -1 : 1;
  }
  if (a.content.length !== b.content.length) return a.content.length - b.content.length;
  for (let i = 0; i < a.content.length; i++) {
    const order = (a.content[i] as number) - (b.content[i] as number);
    if (order !== 0) return order;
  }
  return 0;
}
