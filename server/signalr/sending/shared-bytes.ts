/** How to make a message again from a value that never changes. */
export interface Remake {
  readonly value: unknown;
  make(): Uint8Array;
}

/** A message that is kept as what it is made of. Whoever holds it releases it once. */
export interface Leaned {
  /** Bytes of the message. */
  readonly length: number;
  make(): Uint8Array;
  release(): void;
}

/** Smaller messages are cheaper kept than made again. */
const LEAST_BYTES = 4 * 1024;

/** The byte string that makes up most of a value: the value itself, or one of its members. */
function largestIn(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  let largest: Uint8Array | undefined;
  for (const member of Object.values(value)) {
    if (member instanceof Uint8Array && member.length > (largest?.length ?? 0)) largest = member;
  }
  return largest;
}

/**
 * Buffers of the application that unacknowledged messages lean on, in place of a copy per client: each counts once, however many
 * lean on it. One for all connections of a server.
 */
export class SharedBytes {
  readonly #mostBytes: number;
  readonly #leaning = new Map<ArrayBufferLike, number>();
  #bytes = 0;

  /** `mostBytes`: of all buffers together; beyond it messages must be kept as copies. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Undefined when there is no room, or nothing to gain. `length`: bytes of the message. */
  lean({ value, make }: Remake, length: number): Leaned | undefined {
    const largest = largestIn(value);
    if (largest === undefined || largest.length < LEAST_BYTES || largest.length * 2 < length) return undefined;
    const { buffer } = largest;
    const others = this.#leaning.get(buffer) ?? 0;
    if (others === 0) {
      if (this.#bytes + buffer.byteLength > this.#mostBytes) return undefined;
      this.#bytes += buffer.byteLength;
    }
    this.#leaning.set(buffer, others + 1);
    return { length, make, release: () => this.#release(buffer) };
  }

  #release(buffer: ArrayBufferLike): void {
    const left = (this.#leaning.get(buffer) ?? 1) - 1;
    if (left > 0) {
      this.#leaning.set(buffer, left);
      return;
    }
    this.#leaning.delete(buffer);
    this.#bytes -= buffer.byteLength;
  }
}
