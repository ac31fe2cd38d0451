import type { Duplex } from 'node:stream';

/** Bytes of one read, as many as Node reads by itself. */
const READ_BYTES = 64 * 1024;
/** Reads up to this size are copied next to each other. */
const SHORT_BYTES = 1024;
/** A view of a short read keeps so many bytes in memory. */
const SLAB_BYTES = 8 * 1024;

/** Node's fields of a socket with the option `onread`, which only sockets that connect can be given. */
const FIELDS = ['kBuffer', 'kBufferCb', 'kBufferGen'] as const;

interface Handle {
  useUserBuffer?(buffer: Buffer): void;
}
type Reads = Duplex & { readonly _handle?: Handle | null; readonly encrypted?: boolean; [field: symbol]: unknown };

let fields: readonly symbol[] | undefined;
let shared: Buffer | undefined;
let slab = Buffer.alloc(0);
let slabAt = 0;

/** Undefined: this version of Node names them differently. */
function fieldsOf(socket: Duplex): readonly symbol[] | undefined {
  const symbols = Object.getOwnPropertySymbols(socket);
  const found = FIELDS.map((name) => symbols.find(({ description }) => description === name));
  return found.every((symbol) => symbol !== undefined) ? found : undefined;
}

/**
 * Lets a socket read into one buffer that all sockets share, and passes on a copy of each read. Otherwise Node allocates 64 KiB for
 * each read and copies the bytes into a buffer of their own, which costs a busy hub more than a short message does.
 * False: this socket cannot do so, and reads as Node does by itself. `take` returns false when the socket must not read on.
 */
export function readIntoShared(socket: Duplex, take: (chunk: Buffer) => boolean): boolean {
  const reads = socket as Reads;
  const handle = reads._handle;
  // On Windows a read begins before its bytes have come, so two sockets would read into the same bytes.
  if (process.platform === 'win32' || reads.encrypted === true || typeof handle?.useUserBuffer !== 'function') return false;
  fields ??= fieldsOf(socket);
  const [buffer, callback, generator] = fields ?? [];
  if (buffer === undefined || callback === undefined || generator === undefined) return false;
  if (reads[buffer] !== null || reads[callback] !== null || reads[generator] !== null) return false;
  shared ??= Buffer.allocUnsafeSlow(READ_BYTES);
  const bytes = shared;
  reads[buffer] = bytes;
  reads[callback] = (length: number): boolean => take(copyOf(bytes, length));
  handle.useUserBuffer(bytes);
  return true;
}

function copyOf(bytes: Buffer, length: number): Buffer {
  if (length > SHORT_BYTES) {
    const own = Buffer.allocUnsafeSlow(length);
    bytes.copy(own, 0, 0, length);
    return own;
  }
  if (slabAt + length > slab.length) {
    slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
    slabAt = 0;
  }
  const from = slabAt;
  slabAt += length;
  bytes.copy(slab, from, 0, length);
  return slab.subarray(from, slabAt);
}

/** The bytes for a reader that may keep them for long: a short read would keep its neighbours too. */
export function toKeep(bytes: Buffer): Buffer {
  if (bytes.buffer !== slab.buffer && bytes.buffer.byteLength !== SLAB_BYTES) return bytes;
  const own = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(own);
  return own;
}
