import type { ClientId, ElementId, InstanceId, Seq } from './ids.ts';
import { newTail, type PointTail, readPoints } from './points-codec.ts';

/** Kinds of element. Append-only; a new one also goes into `validate-op.ts` and the renderer's `draw-element.ts` and `hit-test.ts`. */
export const ElementKind = { pen: 1, highlighter: 2 } as const;
export type ElementKind = (typeof ElementKind)[keyof typeof ElementKind];

export function isElementKind(raw: unknown): raw is ElementKind {
  return raw === ElementKind.pen || raw === ElementKind.highlighter;
}

/** Properties that are last-writer-wins registers. Wire codes, append-only. */
export const Prop = { kind: 1, alive: 2, order: 3, x: 4, y: 5, color: 6, width: 7, pressured: 8 } as const;
export type Prop = (typeof Prop)[keyof typeof Prop];

/**
 * Ink colours by palette number, so that each theme adapts them (field-notes E3: near-black, red, green, blue, orange, violet, grey,
 * white). From `CUSTOM_COLOR` on the low 24 bits are RGB.
 */
export const PALETTE_SIZE = 8;
export const CUSTOM_COLOR = 0x1000000;

/** The values of an element's registers. Coordinates and width in world units (1/16 px). */
export interface ElementValues {
  readonly kind: ElementKind;
  readonly alive: boolean;
  readonly order: string;
  readonly x: number;
  readonly y: number;
  readonly color: number;
  readonly width: number;
  /** Whether each point carries a pressure byte. */
  readonly pressured: boolean;
}

/** Who wrote a register, when: the higher lamport wins, then the greater client id, then the greater value [OPS-3]. */
export interface Stamp {
  readonly lamport: number;
  readonly clientId: ClientId;
}

export function isNewer(a: Stamp, b: Stamp): boolean {
  return a.lamport !== b.lamport ? a.lamport > b.lamport : a.clientId > b.clientId;
}

/** Where a change was numbered. */
export interface ChangeMark {
  readonly origin: InstanceId;
  readonly seq: Seq;
}

/** One thing on the board, as readers see it. The board owns it and changes it in place; keep the id, not the object. */
export interface Element extends ElementValues {
  readonly id: ElementId;
  /** Bytes of the stroke so far (points-codec). A view: valid until the next change of this element. */
  readonly points: Uint8Array;
  readonly pointCount: number;
  /** True when its author finished it (or it was restored whole): no more points will come. */
  readonly ended: boolean;
  /** Grows with every change of this element in this replica; equal means unchanged. For caches. */
  readonly revision: number;
  /** Smallest box of the points' centres, world units, absolute. Undefined while there are none. */
  readonly box: Box | undefined;
}

export interface Box {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

const NO_BYTES = new Uint8Array(0);

/**
 * The growing bytes of a stroke, with the state needed to check and place the next chunk. Whether a point carries pressure is a fact of these
 * bytes, so nothing can make them be read by another flag.
 */
export class StrokeBuffer {
  readonly pressured: boolean;
  #bytes: Uint8Array = NO_BYTES;
  #length = 0;
  #tail: PointTail = newTail();
  minX = 0;
  minY = 0;
  maxX = 0;
  maxY = 0;

  constructor(pressured: boolean) {
    this.pressured = pressured;
  }

  get count(): number {
    return this.#tail.count;
  }
  get byteLength(): number {
    return this.#length;
  }
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
  /** A copy: checking a chunk must not move the stroke. */
  tail(): PointTail {
    return { ...this.#tail };
  }

  /** Appends a chunk that was checked with `readPoints`; bytes that are no points are dropped from the first bad one on. */
  append(chunk: Uint8Array): void {
    const tail = this.tail();
    let first = tail.count === 0;
    const read = readPoints(tail, chunk, this.pressured, (x, y) => {
      if (first) {
        this.minX = this.maxX = x;
        this.minY = this.maxY = y;
        first = false;
        return;
      }
      if (x < this.minX) this.minX = x;
      else if (x > this.maxX) this.maxX = x;
      if (y < this.minY) this.minY = y;
      else if (y > this.maxY) this.maxY = y;
    });
    if (typeof read === 'string') return;
    this.#tail = tail;
    const needed = this.#length + chunk.length;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, Math.min(this.#bytes.length * 2, needed + 4096)));
      grown.set(this.bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length = needed;
  }

  /** Gives back the spare room once the stroke is finished. */
  trim(): void {
    if (this.#bytes.length > this.#length) this.#bytes = this.#bytes.slice(0, this.#length);
  }
}

export interface WaitingChunk {
  readonly offset: number;
  readonly points: Uint8Array;
}

/** An element as plain data: what snapshots, deltas, files and `restore` carry. */
export interface ElementState {
  readonly id: ElementId;
  readonly values: ElementValues;
  /** One stamp per property, in the order of the codes of `Prop`. */
  readonly stamps: readonly Stamp[];
  readonly points: Uint8Array;
  readonly pointCount: number;
  /** Number of points its author said the stroke has, or -1 while it is being drawn. */
  readonly endCount: number;
  /** True when the points came whole from a copy (see `restore`) and not by appends. */
  readonly restored: boolean;
  /** Only registers so far: its `add` has not come. Values that nobody has written mean nothing. */
  readonly unborn?: true;
  /** Chunks that wait for the part of the stroke before them. */
  readonly waiting?: readonly WaitingChunk[];
  readonly marks: readonly ChangeMark[];
}
