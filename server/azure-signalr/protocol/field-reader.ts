import { MsgpackReader } from '@inkroom/signalr/hub-protocol/msgpack-reader';

/** Why a message could not be read. */
export type MalformedCode =
  /** The message ends inside a value, or claims more content than it has. */
  | 'cut_short'
  /** A field has another type of value than the protocol says. */
  | 'wrong_kind'
  /** A list or map has more entries than `MAX_ENTRIES`. */
  | 'too_many';

/** Most entries of one list or map. Otherwise a frame of short strings would cost many times its bytes in memory. */
export const MAX_ENTRIES = 100_000;

const skipper = new MsgpackReader();
const NOTHING = Buffer.alloc(0);

/**
 * Reads the few MessagePack shapes of the service protocol. General libraries lose repeated keys, integer keys and bytes behind
 * the end (reference 6.6). It never throws: the first problem is kept, and everything read after it is empty.
 */
export class FieldReader {
  readonly #bytes: Buffer;
  #at = 0;
  problem: MalformedCode | undefined;

  /** Decoded byte strings are views of `bytes`. */
  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  fail(problem: MalformedCode): void {
    if (this.problem === undefined) this.problem = problem;
    // Every later read is beyond the end.
    this.#at = this.#bytes.length;
  }

  /** Skips `count` bytes and returns their offset, or -1 when there are fewer. */
  #take(count: number): number {
    const at = this.#at;
    if (this.problem !== undefined || count > this.#bytes.length - at) {
      this.fail('cut_short');
      return -1;
    }
    this.#at = at + count;
    return at;
  }

  #byte(): number {
    const at = this.#take(1);
    return at < 0 ? -1 : (this.#bytes[at] ?? -1);
  }

  #uint(size: 1 | 2 | 4): number {
    const at = this.#take(size);
    return at < 0 ? 0 : this.#bytes.readUIntBE(at, size);
  }

  /** True when the next value is nil, which is then consumed. */
  nil(): boolean {
    if (this.#bytes[this.#at] !== 0xc0) return false;
    this.#at++;
    return true;
  }

  /** Number of values that follow. */
  arrayHead(): number {
    const head = this.#byte();
    if (head >= 0x90 && head <= 0x9f) return head & 0x0f;
    if (head === 0xdc) return this.#uint(2);
    if (head === 0xdd) return this.#uint(4);
    this.fail('wrong_kind');
    return 0;
  }

  /** Number of pairs that follow. */
  mapHead(): number {
    const head = this.#byte();
    if (head >= 0x80 && head <= 0x8f) return head & 0x0f;
    if (head === 0xde) return this.#uint(2);
    if (head === 0xdf) return this.#uint(4);
    this.fail('wrong_kind');
    return 0;
  }

  /** An entry takes at least `leastBytes`, so a head cannot claim four thousand million entries. */
  entries(count: number, leastBytes: number): number {
    if (count > MAX_ENTRIES) this.fail('too_many');
    else if (count * leastBytes > this.#bytes.length - this.#at) this.fail('cut_short');
    return this.problem === undefined ? count : 0;
  }

  text(): string {
    const head = this.#byte();
    let length = 0;
    if (head >= 0xa0 && head <= 0xbf) length = head & 0x1f;
    else if (head === 0xd9) length = this.#uint(1);
    else if (head === 0xda) length = this.#uint(2);
    else if (head === 0xdb) length = this.#uint(4);
    else this.fail('wrong_kind');
    const at = this.#take(length);
    return at < 0 ? '' : this.#bytes.toString('utf8', at, at + length);
  }

  nullableText(): string | null {
    return this.nil() ? null : this.text();
  }

  texts(): string[] {
    const list: string[] = [];
    for (let left = this.entries(this.arrayHead(), 1); left > 0; left--) list.push(this.text());
    return list;
  }

  /** Nil reads as empty (reference 6.1). A view. */
  bin(): Uint8Array {
    if (this.nil()) return NOTHING;
    const head = this.#byte();
    let length = 0;
    if (head === 0xc4) length = this.#uint(1);
    else if (head === 0xc5) length = this.#uint(2);
    else if (head === 0xc6) length = this.#uint(4);
    else this.fail('wrong_kind');
    const at = this.#take(length);
    return at < 0 ? NOTHING : this.#bytes.subarray(at, at + length);
  }

  bool(): boolean {
    const head = this.#byte();
    if (head !== 0xc2 && head !== 0xc3) this.fail('wrong_kind');
    return head === 0xc3;
  }

  /** An integer in any of MessagePack's forms (reference 6.1). */
  wideInt(): bigint {
    const head = this.#byte();
    if (head >= 0 && head < 0x80) return BigInt(head);
    if (head >= 0xe0) return BigInt(head - 0x100);
    const size = head >= 0xcc && head <= 0xd3 ? 1 << ((head - 0xcc) & 3) : 0;
    if (size === 0) this.fail('wrong_kind');
    const at = this.#take(size);
    if (at < 0 || size === 0) return 0n;
    const isSigned = head >= 0xd0;
    if (size === 8) return isSigned ? this.#bytes.readBigInt64BE(at) : this.#bytes.readBigUInt64BE(at);
    return BigInt(isSigned ? this.#bytes.readIntBE(at, size) : this.#bytes.readUIntBE(at, size));
  }

  /** An integer within a number's precision. */
  int(): number {
    const head = this.#bytes[this.#at] ?? -1;
    if (head >= 0 && head < 0x80 && this.problem === undefined) {
      this.#at++;
      return head;
    }
    const value = Number(this.wideInt());
    if (Number.isSafeInteger(value)) return value;
    this.fail('wrong_kind');
    return 0;
  }

  /** The type of the next value: extension maps contain values of unknown types. */
  peek(): 'int' | 'text' | 'bool' | 'other' {
    const head = this.#bytes[this.#at] ?? 0xc1;
    if (head < 0x80 || head >= 0xe0 || (head >= 0xcc && head <= 0xd3)) return 'int';
    if ((head >= 0xa0 && head <= 0xbf) || (head >= 0xd9 && head <= 0xdb)) return 'text';
    return head === 0xc2 || head === 0xc3 ? 'bool' : 'other';
  }

  /** Skips one value of any type. */
  skip(): void {
    if (this.problem !== undefined) return;
    skipper.open(this.#bytes, this.#at);
    try {
      skipper.skip();
      this.#at = skipper.at;
    } catch {
      this.fail('cut_short');
    } finally {
      skipper.release();
    }
  }
}
