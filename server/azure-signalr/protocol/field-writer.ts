import { prefixSizeFor, writePrefix } from '@inkroom/signalr/hub-protocol/framing';
import type { Payloads, ServiceClaim, ServiceHeaders } from './service-messages.ts';

const START_BYTES = 4 * 1024;
/** A buffer that grew beyond this for one large message is dropped. */
const KEPT_BYTES = 1024 * 1024;

/**
 * Writes MessagePack in its shortest form, like Microsoft's SDK: the same message gives the same bytes. All messages use the same
 * memory; `framed` returns copies.
 */
export class FieldWriter {
  #bytes = Buffer.allocUnsafe(START_BYTES);
  #at = 0;

  #reserve(count: number): void {
    const needed = this.#at + count;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
  }

  #head(code: number, value: number, size: 0 | 1 | 2 | 4): void {
    this.#reserve(1 + size);
    this.#bytes[this.#at++] = code;
    if (size > 0) this.#at = this.#bytes.writeUIntBE(value, this.#at, size as 1);
  }

  nil(): void {
    this.#head(0xc0, 0, 0);
  }

  bool(value: boolean): void {
    this.#head(value ? 0xc3 : 0xc2, 0, 0);
  }

  int(value: number): void {
    if (value >= 0 && value < 0x80) this.#head(value, 0, 0);
    else if (value < 0 && value >= -0x20) this.#head(0x100 + value, 0, 0);
    else this.wideInt(BigInt(value));
  }

  /** The shortest form, up to 64 bits. */
  wideInt(value: bigint): void {
    if (value < 0n) this.#negative(value);
    else if (value < 0x80n) this.#head(Number(value), 0, 0);
    else if (value <= 0xffn) this.#head(0xcc, Number(value), 1);
    else if (value <= 0xffffn) this.#head(0xcd, Number(value), 2);
    else if (value <= 0xffff_ffffn) this.#head(0xce, Number(value), 4);
    else {
      this.#head(0xcf, 0, 0);
      this.#reserve(8);
      this.#at = this.#bytes.writeBigUInt64BE(BigInt.asUintN(64, value), this.#at);
    }
  }

  #negative(value: bigint): void {
    if (value >= -0x20n) this.#head(0x100 + Number(value), 0, 0);
    else if (value >= -0x80n) this.#head(0xd0, 0x100 + Number(value), 1);
    else if (value >= -0x8000n) this.#head(0xd1, 0x1_0000 + Number(value), 2);
    else if (value >= -0x8000_0000n) this.fixedInt32(Number(value));
    else {
      this.#head(0xd3, 0, 0);
      this.#reserve(8);
      this.#at = this.#bytes.writeBigInt64BE(BigInt.asIntN(64, value), this.#at);
    }
  }

  /** Always five bytes, which type 39 requires (reference 6.3). */
  fixedInt32(value: number): void {
    this.#head(0xd2, value >>> 0, 4);
  }

  arrayHead(count: number): void {
    if (count < 16) this.#head(0x90 | count, 0, 0);
    else if (count <= 0xffff) this.#head(0xdc, count, 2);
    else this.#head(0xdd, count, 4);
  }

  mapHead(count: number): void {
    if (count < 16) this.#head(0x80 | count, 0, 0);
    else if (count <= 0xffff) this.#head(0xde, count, 2);
    else this.#head(0xdf, count, 4);
  }

  text(value: string | null): void {
    if (value === null) {
      this.nil();
      return;
    }
    const length = Buffer.byteLength(value);
    if (length < 32) this.#head(0xa0 | length, 0, 0);
    else if (length <= 0xff) this.#head(0xd9, length, 1);
    else if (length <= 0xffff) this.#head(0xda, length, 2);
    else this.#head(0xdb, length, 4);
    this.#reserve(length);
    this.#at += this.#bytes.write(value, this.#at);
  }

  texts(values: readonly string[]): void {
    this.arrayHead(values.length);
    for (const value of values) this.text(value);
  }

  bin(value: Uint8Array): void {
    const { length } = value;
    if (length <= 0xff) this.#head(0xc4, length, 1);
    else if (length <= 0xffff) this.#head(0xc5, length, 2);
    else this.#head(0xc6, length, 4);
    this.#reserve(length);
    this.#bytes.set(value, this.#at);
    this.#at += length;
  }

  payloads(payloads: Payloads): void {
    this.mapHead(payloads.size);
    for (const [protocol, payload] of payloads) {
      this.text(protocol);
      this.bin(payload);
    }
  }

  claims(claims: readonly ServiceClaim[]): void {
    this.mapHead(claims.length);
    for (const [type, value] of claims) {
      this.text(type);
      this.text(value);
    }
  }

  headers(headers: ServiceHeaders): void {
    this.mapHead(headers.size);
    for (const [name, values] of headers) {
      this.text(name);
      this.texts(values);
    }
  }

  /** Returns what was written, as a frame in its own memory. The next write begins a new message. */
  framed(): Buffer {
    const length = this.#at;
    const prefix = prefixSizeFor(length);
    const frame = Buffer.allocUnsafe(prefix + length);
    writePrefix(frame, 0, length);
    this.#bytes.copy(frame, prefix, 0, length);
    this.#at = 0;
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = Buffer.allocUnsafe(START_BYTES);
    return frame;
  }
}
