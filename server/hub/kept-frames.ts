import type { InstanceId } from '../../core/board/ids.ts';
import { packValue, unpackValue } from '../../core/wire/msgpack.ts';
import type { WireValue } from '../../core/wire/wire-value.ts';

/** More are let go: the hole that they leave is asked for again. */
const MAX_KEPT = 4_096;

/** Frames of other instances that cannot be applied yet, in the order in which they came. Packed: what came may not be kept as it is. */
export class KeptFrames {
  #packed: Uint8Array[] = [];

  get size(): number {
    return this.#packed.length;
  }

  /** Arguments of a frame. */
  add(args: readonly unknown[]): void {
    if (this.#packed.length < MAX_KEPT) this.#packed.push(packValue(args));
  }

  /** Gives all of them, and keeps none. */
  take(): readonly (readonly unknown[])[] {
    const packed = this.#packed;
    this.#packed = [];
    return packed.map(read);
  }

  /** Lets go of those that one instance sent. */
  forget(origin: InstanceId): void {
    this.#packed = this.#packed.filter((packed) => read(packed)[0] !== origin);
  }
}

function read(packed: Uint8Array): WireValue[] {
  return unpackValue(packed) as WireValue[];
}
