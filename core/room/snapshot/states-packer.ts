import { StateTableHead } from '../../board/codec/state-table.ts';
import type { ElementState } from '../../board/element.ts';
import { packValue } from '../../wire/msgpack.ts';
import type { WireValue } from '../../wire/wire-value.ts';

/** Most rows of one step: a few milliseconds. */
const STEP_ROWS = 256;
/** Bytes of one step, unless a single row is larger. One step becomes one chunk of a catch-up. */
const STEP_BYTES = 64 * 1024;
/** A row without its body is rarely longer than this. */
const ROW_BYTES = 72;

/**
 * `packStates` in steps: packing a large board at once would block all other rooms. The board may change between two steps. Later
 * steps then contain newer states, which merging accepts, as long as the reader gets the vector from before the first step.
 */
export class StatesPacker {
  readonly #states: Iterator<ElementState>;
  readonly #head = new StateTableHead();
  readonly #parts: Uint8Array[] = [];
  #ahead: ElementState | undefined;
  #rows = 0;

  constructor(states: Iterable<ElementState>) {
    this.#states = states[Symbol.iterator]();
  }

  /** Elements packed so far. */
  get elements(): number {
    return this.#rows;
  }

  /** Packs the next rows. False: there are no more. */
  step(): boolean {
    const rows: WireValue[] = [];
    let bytes = 0;
    let isMore = true;
    while (rows.length < STEP_ROWS) {
      const state = this.#ahead ?? this.#take();
      if (!state) {
        isMore = false;
        break;
      }
      bytes += state.content.length + 4 * (state.spans?.length ?? 0) + ROW_BYTES;
      // The next step handles it again.
      this.#ahead = bytes > STEP_BYTES && rows.length > 0 ? state : undefined;
      if (this.#ahead) break;
      rows.push(this.#head.row(state));
    }
    // The rows without the head of their array. All steps together are one array.
    if (rows.length > 0) this.#parts.push(packValue(rows).subarray(rows.length < 16 ? 1 : 3));
    this.#rows += rows.length;
    return isMore;
  }

  #take(): ElementState | undefined {
    const next = this.#states.next();
    return next.done === true ? undefined : next.value;
  }

  /**
   * The table, after the last step: `[clients, origins, shapes, rows]` in MessagePack, as consecutive parts. Nothing is copied.
   */
  finish(): readonly Uint8Array[] {
    const clients = packValue(this.#head.clients);
    const origins = packValue(this.#head.origins);
    const shapes = packValue(this.#head.shapes);
    const rowsHead = new Uint8Array(5);
    rowsHead[0] = 0xdd;
    new DataView(rowsHead.buffer).setUint32(1, this.#rows);
    return [joined([Uint8Array.of(0x94), clients, origins, shapes, rowsHead]), ...this.#parts];
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
