import type { Disposable } from '../../../core/base/disposable.ts';

/** The growing parts of one open room. */
export interface RoomSize {
  /** Removed ones included. */
  readonly elements: number;
  readonly pointBytes: number;
  /** Bytes of the log for suffix catch-up, as `copyOps` counts them. */
  readonly logBytes: number;
}

/**
 * Heap of a stroke with its own stamp for each register and its first points, measured on V8 of Node 24. With one shared stamp it
 * takes 1,040.
 */
const ELEMENT_BYTES = 1_200;
/** Heap per byte that `copyOps` counts, measured for batches of one op and of a thousand. */
export const LOG_FACTOR = 4;
/** An empty room: its timers, tables and records. */
export const ROOM_BYTES = 16 * 1024;
/**
 * Boards larger than this share of the whole stop growing when only the reserve below is left. The reserve is for small boards.
 */
const LARGE_PART = 1 / 64;
const REST_PART = 1 / 8;

export function weightOf({ elements, pointBytes, logBytes }: RoomSize): number {
  return ROOM_BYTES + growthOf(elements, pointBytes) + logBytes * LOG_FACTOR;
}

export function growthOf(elements: number, pointBytes: number): number {
  return elements * ELEMENT_BYTES + pointBytes;
}

/** The hub's budget for all open rooms together [ADM-9], in estimated bytes of heap. An exhausted heap would end the process. */
export class BoardMemory {
  readonly maxBytes: number;
  #usedBytes = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  get heldBytes(): number {
    return this.#usedBytes;
  }

  /** True when another room may be opened. */
  get hasRoom(): boolean {
    return this.#usedBytes + ROOM_BYTES <= this.maxBytes;
  }

  changeBy(bytes: number): void {
    this.#usedBytes += bytes;
  }
}

/** One room's share of the budget. Dispose it when the room has closed. */
export class MemoryShare implements Disposable {
  readonly #memory: BoardMemory;
  #bytes = 0;
  #isOver = false;

  constructor(memory: BoardMemory) {
    this.#memory = memory;
  }

  /** True when the room may grow by this many bytes. Hot path. */
  mayGrow(bytes: number): boolean {
    const { heldBytes, maxBytes } = this.#memory;
    const isLarge = this.#bytes + bytes > maxBytes * LARGE_PART;
    return heldBytes + bytes <= (isLarge ? maxBytes * (1 - REST_PART) : maxBytes);
  }

  /** Reserves memory for a stored room while it is read. Throws `MemoryFull` beyond the budget. */
  takes(size: RoomSize): void {
    if (!this.mayGrow(weightOf(size) - this.#bytes)) throw new MemoryFull();
    this.is(size);
  }

  /** The room's current size. It may exceed the reservation, because other instances' batches count too. */
  is(size: RoomSize): void {
    if (this.#isOver) return;
    const bytes = weightOf(size);
    this.#memory.changeBy(bytes - this.#bytes);
    this.#bytes = bytes;
  }

  dispose(): void {
    this.#isOver = true;
    this.#memory.changeBy(-this.#bytes);
    this.#bytes = 0;
  }
}

/** The room exists but does not fit into the hub's memory now. */
export class MemoryFull extends Error {
  override readonly name = 'MemoryFull';

  constructor() {
    super('the memory for boards is full');
  }
}
