import type { InstanceId, Seq } from '../../../core/board/ids.ts';
import { packValue, unpackValue } from '../../../core/wire/msgpack.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';

/** Beyond this many frames, or bytes, a frame is dropped. The gap that it leaves is asked for again. */
const MAX_FRAMES = 4_096;
const MAX_BYTES = 8 * 1024 * 1024;

interface BufferedFrame {
  readonly origin: InstanceId;
  readonly firstSeq: Seq;
  /** Packed, because the incoming arguments may not be kept. */
  readonly packed: Uint8Array;
}

/** Frames of other instances that cannot be applied yet, in the order of arrival. */
export class BufferedFrames {
  #frames: BufferedFrame[] = [];
  #bytes = 0;

  get size(): number {
    return this.#frames.length;
  }
  /** Of all of them. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds the arguments of a frame, with its origin and first seq. */
  add(origin: InstanceId, firstSeq: Seq, args: readonly unknown[]): void {
    if (this.#frames.length >= MAX_FRAMES || this.#bytes >= MAX_BYTES) return;
    this.#push({ origin, firstSeq, packed: packValue(args) });
  }

  #push(frame: BufferedFrame): void {
    if (this.#bytes + frame.packed.length > MAX_BYTES) return;
    this.#frames.push(frame);
    this.#bytes += frame.packed.length;
  }

  /**
   * Yields the frames that are ready, and keeps the others in order. Each frame is tested after the ones before it were handled.
   * A frame added meanwhile is appended.
   */
  *take(isReady: (origin: InstanceId, firstSeq: Seq) => boolean): Generator<readonly unknown[]> {
    const all = this.#frames;
    this.#frames = [];
    this.#bytes = 0;
    for (const frame of all) {
      if (isReady(frame.origin, frame.firstSeq)) yield unpackValue(frame.packed) as WireValue[];
      else this.#push(frame);
    }
  }

  /** Drops the frames of one instance. */
  forget(origin: InstanceId): void {
    this.#frames = this.#frames.filter((frame) => frame.origin !== origin);
    this.#bytes = this.#frames.reduce((sum, { packed }) => sum + packed.length, 0);
  }
}
