import type { Disposable } from '../../../core/base/disposable.ts';

/** What one open room holds that people can make grow. */
export interface RoomSize {
  /** Removed ones included. */
  readonly elements: number;
  readonly pointBytes: number;
  /** Of the log for suffix catch-up, as `keptOps` counts. */
  readonly logBytes: number;
}

/** Heap of a stroke with a stamp of its own for each register and its first points, measured on V8 of Node 24; with one stamp it takes 1,040. */
const ELEMENT_BYTES = 1_200;
/** Heap by `keptOps`' bytes, measured for batches of one op and of a thousand. */
export const LOG_FACTOR = 4;
/** A room without anything in it, its timers, tables and records. */
export const ROOM_BYTES = 16 * 1024;
/** Boards that are larger than this part of the whole stop growing when only the rest below is left: it is for the small ones. */
const LARGE_PART = 1 / 64;
const REST_PART = 1 / 8;

export function weightOf({ elements, pointBytes, logBytes }: RoomSize): number {
  return ROOM_BYTES + growthOf(elements, pointBytes) + logBytes * LOG_FACTOR;
}

export function growthOf(elements: number, pointBytes: number): number {
  return elements * ELEMENT_BYTES + pointBytes;
}

/** The hub's budget for all open rooms together [ADM-9], in bytes of heap as they are estimated: a heap that is used up ends the process. */
export class BoardMemory {
  readonly maxBytes: number;
  #heldBytes = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Whether another room may be opened. */
  get hasRoom(): boolean {
    return this.#heldBytes + ROOM_BYTES <= this.maxBytes;
  }

  changeBy(bytes: number): void {
    this.#heldBytes += bytes;
  }
}

/** One room's part of the budget. Dispose it when the room is gone. */
export class HeldMemory implements Disposable {
  readonly #memory: BoardMemory;
  #bytes = 0;
  #isOver = false;

  constructor(memory: BoardMemory) {
    this.#memory = memory;
  }

  /** Whether the room may take so many more bytes. A hot path. */
  mayGrow(bytes: number): boolean {
    const { heldBytes, maxBytes } = this.#memory;
    const isLarge = this.#bytes + bytes > maxBytes * LARGE_PART;
    return heldBytes + bytes <= (isLarge ? maxBytes * (1 - REST_PART) : maxBytes);
  }

  /** What is being read of a stored room. Throws `MemoryFull` when it is too much. */
  takes(size: RoomSize): void {
    if (!this.mayGrow(weightOf(size) - this.#bytes)) throw new MemoryFull();
    this.is(size);
  }

  /** What the room holds now. It may be more than was asked for: what other instances accepted is here too. */
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

/** The room is there and does not fit into the hub's memory now. */
export class MemoryFull extends Error {
  override readonly name = 'MemoryFull';

  constructor() {
    super('the memory for boards is full');
  }
}
