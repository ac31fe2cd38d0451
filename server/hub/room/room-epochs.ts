import type { Epoch } from '../../../core/board/ids.ts';
import { MAX_MERGED } from '../../../core/room/peer-messages.ts';

/** [INS-5] The epoch of a room, and those merged into it: instances had opened the room in them without knowing of each other. */
export class RoomEpochs {
  /** The lowest of all. */
  #current: Epoch;
  #merged: ReadonlySet<Epoch>;

  constructor(current: Epoch, merged: readonly Epoch[]) {
    this.#current = current;
    this.#merged = new Set(merged);
  }

  get current(): Epoch {
    return this.#current;
  }
  get merged(): readonly Epoch[] {
    return [...this.#merged];
  }

  /** True when a vector of that epoch is valid for this board. */
  has(epoch: Epoch): boolean {
    return epoch === this.#current || this.#merged.has(epoch);
  }

  /** Records that boards of these epochs are merged into this one. `other`: a lower epoch becomes the current one. */
  unite(epochs: readonly Epoch[]): 'known' | 'same' | 'other' {
    const unknown = epochs.filter((epoch) => !this.has(epoch));
    if (unknown.length === 0) return 'known';
    const before = this.#current;
    const [lowest = before, ...others] = [before, ...this.#merged, ...unknown].toSorted();
    this.#current = lowest;
    this.#merged = new Set(others.slice(0, MAX_MERGED));
    return lowest === before ? 'same' : 'other';
  }
}
