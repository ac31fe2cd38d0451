/** Makes a message again from a value that never changes. */
export interface Remake {
  readonly value: unknown;
  make(): Uint8Array;
}

/** A message that is kept as a reference to its source. Its owner releases it once. */
export interface BufferReference {
  /** Bytes of the message. */
  readonly length: number;
  make(): Uint8Array;
  release(): void;
}

/** Smaller messages are cheaper to keep than to make again. */
const LEAST_BYTES = 4 * 1024;

/** The byte string that forms most of a value: the value itself, or one of its members. */
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
 * The application's buffers to which unacknowledged messages refer, instead of a copy per client. Each counts once, however many
 * refer to it. One for all connections of a server.
 */
export class SharedBytes {
  readonly #mostBytes: number;
  readonly #leaning = new Map<ArrayBufferLike, number>();
  #bytes = 0;

  /** `mostBytes`: of all buffers together. Beyond it messages must be copied. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Undefined when the budget is used up, or when there is nothing to gain. `length`: bytes of the message. */
  lean({ value, make }: Remake, length: number): BufferReference | undefined {
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
