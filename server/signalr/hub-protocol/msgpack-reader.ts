import { MAX_DEPTH, MAX_VALUES } from '../hub-limits.ts';
import { BoundError, ProtocolError } from './hub-protocol.ts';

const NOTHING = Buffer.alloc(0);

/**
 * Reads the envelope of a MessagePack message, which has few fixed shapes, and skips the values in it. It never builds a value,
 * so a message cannot make it allocate. Every read is checked against the end.
 */
export class MsgpackReader {
  #bytes: Buffer = NOTHING;
  #at = 0;
  /** For each open container in `skip`: how many values it still needs. */
  readonly #open = new Float64Array(MAX_DEPTH + 1);
  /** Set by `skip` for an integer beyond a number's precision. */
  sawWideInteger = false;

  get at(): number {
    return this.#at;
  }

  open(bytes: Buffer, at: number): void {
    this.#bytes = bytes;
    this.#at = at;
    this.sawWideInteger = false;
  }

  /** Keeps no message in memory. */
  release(): void {
    this.#bytes = NOTHING;
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new ProtocolError('The message ends too early.');
    this.#at++;
    return byte;
  }

  #uint(size: 1 | 2 | 4): number {
    const at = this.#take(size);
    return size === 1 ? this.#bytes.readUInt8(at) : size === 2 ? this.#bytes.readUInt16BE(at) : this.#bytes.readUInt32BE(at);
  }

  /** Skips `count` bytes and returns their offset. */
  #take(count: number): number {
    const at = this.#at;
    if (count > this.#bytes.length - at) throw new ProtocolError('The message ends too early.');
    this.#at = at + count;
    return at;
  }

  arrayLength(what: string): number {
    const head = this.#byte();
    if (head >= 0x90 && head <= 0x9f) return head & 0x0f;
    if (head === 0xdc) return this.#uint(2);
    if (head === 0xdd) return this.#uint(4);
    throw new ProtocolError(`Reading '${what}' as an array failed.`);
  }

  /** True when the next value is nil, which is then consumed. */
  nil(): boolean {
    if (this.#bytes[this.#at] !== 0xc0) return false;
    this.#at++;
    return true;
  }

  nextIsArray(): boolean {
    const head = this.#bytes[this.#at] ?? 0;
    return (head >= 0x90 && head <= 0x9f) || head === 0xdc || head === 0xdd;
  }

  bool(what: string): boolean {
    const head = this.#byte();
    if (head === 0xc2 || head === 0xc3) return head === 0xc3;
    throw new ProtocolError(`Reading '${what}' as a boolean failed.`);
  }

  text(what: string): string {
    const head = this.#byte();
    let length: number;
    if (head >= 0xa0 && head <= 0xbf) length = head & 0x1f;
    else if (head === 0xd9) length = this.#uint(1);
    else if (head === 0xda) length = this.#uint(2);
    else if (head === 0xdb) length = this.#uint(4);
    else throw new ProtocolError(`Reading '${what}' as a string failed.`);
    const at = this.#take(length);
    // Names of the hot path have one letter; a native call would cost more.
    if (length === 1) {
      const code = this.#bytes[at] ?? 0;
      if (code < 0x80) return String.fromCharCode(code);
    }
    return this.#bytes.toString('utf8', at, at + length);
  }

  /** An exact integer of zero or more. */
  count(what: string): number {
    const head = this.#byte();
    if (head < 0x80) return head;
    if (head === 0xcc) return this.#uint(1);
    if (head === 0xcd) return this.#uint(2);
    if (head === 0xce) return this.#uint(4);
    if (head === 0xcf) {
      const value = this.#uint(4) * 0x1_0000_0000 + this.#uint(4);
      if (Number.isSafeInteger(value)) return value;
    }
    throw new ProtocolError(`Reading '${what}' as a whole number failed.`);
  }

  /** A map of strings to strings. Its content is dropped (reference 4.3: headers may be ignored). */
  headers(): void {
    const head = this.#byte();
    if (head === 0x80) return;
    let entries: number;
    if (head > 0x80 && head <= 0x8f) entries = head & 0x0f;
    else if (head === 0xde) entries = this.#uint(2);
    else if (head === 0xdf) entries = this.#uint(4);
    else throw new ProtocolError("Reading 'headers' as a map failed.");
    // Each entry takes at least two bytes, so this ends with the message.
    for (let i = 0; i < entries; i++) {
      this.#skipText();
      this.#skipText();
    }
  }

  #skipText(): void {
    const head = this.#byte();
    if (head >= 0xa0 && head <= 0xbf) this.#take(head & 0x1f);
    else if (head === 0xd9) this.#take(this.#uint(1));
    else if (head === 0xda) this.#take(this.#uint(2));
    else if (head === 0xdb) this.#take(this.#uint(4));
    else throw new ProtocolError('A header is not a string.');
  }

  /** Skips one value of any kind. Refuses more than `MAX_DEPTH` or `MAX_VALUES` before anything is built (check 111). */
  skip(): void {
    const open = this.#open;
    let depth = 0;
    let values = 0;
    open[0] = 1;
    for (;;) {
      while ((open[depth] ?? 0) === 0) {
        if (depth === 0) return;
        depth--;
      }
      open[depth] = (open[depth] ?? 0) - 1;
      const children = this.#skipHead();
      if (children === 0) continue;
      if (depth === MAX_DEPTH) throw new BoundError('message.too_deep', 'The message is nested too deeply.');
      values += children;
      if (values > MAX_VALUES) throw new BoundError('message.too_many_values', 'The message holds too many values.');
      open[++depth] = children;
    }
  }

  /** Skips a scalar, or the head of a container. Returns how many values the container holds. */
  #skipHead(): number {
    const head = this.#byte();
    if (head < 0x80 || head >= 0xe0) return 0;
    if (head < 0x90) return (head & 0x0f) * 2;
    if (head < 0xa0) return head & 0x0f;
    if (head < 0xc0) return this.#leap(head & 0x1f);
    switch (head) {
      case 0xc0:
      case 0xc2:
      case 0xc3:
        return 0;
      case 0xc4:
      case 0xd9:
        return this.#leap(this.#uint(1));
      case 0xc5:
      case 0xda:
        return this.#leap(this.#uint(2));
      case 0xc6:
      case 0xdb:
        return this.#leap(this.#uint(4));
      case 0xc7:
        return this.#leap(this.#uint(1) + 1);
      case 0xc8:
        return this.#leap(this.#uint(2) + 1);
      case 0xc9:
        return this.#leap(this.#uint(4) + 1);
      case 0xcc:
      case 0xd0:
        return this.#leap(1);
      case 0xcd:
      case 0xd1:
      case 0xd4:
        return this.#leap(2);
      case 0xca:
      case 0xce:
      case 0xd2:
        return this.#leap(4);
      case 0xcb:
        return this.#leap(8);
      case 0xcf:
      case 0xd3:
        return this.#leapWide(head === 0xd3);
      case 0xd5:
        return this.#leap(3);
      case 0xd6:
        return this.#leap(5);
      case 0xd7:
        return this.#leap(9);
      case 0xd8:
        return this.#leap(17);
      case 0xdc:
        return this.#uint(2);
      case 0xdd:
        return this.#children(1);
      case 0xde:
        return this.#uint(2) * 2;
      case 0xdf:
        return this.#children(2);
      default:
        throw new ProtocolError('The message holds a byte that MessagePack does not use.');
    }
  }

  #leap(count: number): 0 {
    this.#take(count);
    return 0;
  }

  /**
   * A container cannot hold more values than there are bytes left. Without this check a head could claim four thousand million.
   */
  #children(perEntry: 1 | 2): number {
    const count = this.#uint(4) * perEntry;
    if (count > this.#bytes.length - this.#at) throw new ProtocolError('The message ends too early.');
    return count;
  }

  #leapWide(signed: boolean): 0 {
    const at = this.#take(8);
    const high = signed ? this.#bytes.readInt32BE(at) : this.#bytes.readUInt32BE(at);
    // 2^53 = 2^21 * 2^32: up to there a number is exact.
    if (high >= 0x20_0000 || high < -0x20_0000) this.sawWideInteger = true;
    return 0;
  }
}
