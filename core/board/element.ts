import type { Chunk } from './bodies/chain.ts';
import type { Spans } from './bodies/spans.ts';
import type { ClientId, ElementId, InstanceId, Seq } from './ids.ts';
import type { Body, Facts, PropName, PropValues, Values } from './kinds.ts';

/** What never changes: written once, by the element's author. */
export interface Birth {
  /** A code of `ElementKind`, or one that this version does not know. */
  readonly kind: number;
  readonly body: Body;
  readonly facts: Facts;
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
export interface Element {
  readonly id: ElementId;
  readonly kind: number;
  readonly body: Body;
  readonly alive: boolean;
  readonly order: string;
  readonly x: number;
  readonly y: number;
  readonly color: number;
  readonly width: number;
  /** The value of any property; its initial value while it is unwritten. */
  get<N extends PropName>(name: N): PropValues[N];
  /** Whether each point carries a pressure byte. */
  readonly pressured: boolean;
  /** Bytes of the stroke so far (points-codec), empty for what is none. A view: valid until the next change of this element. */
  readonly points: Uint8Array;
  readonly pointCount: number;
  /** What was typed, of a run. */
  readonly text: string;
  /** Of a cut: what it takes from its target. */
  readonly spans: Spans;
  /** True when its author finished it (or it was restored whole): no more points will come. */
  readonly ended: boolean;
  /** Grows with every change of this element or of one of its parts in this replica; equal means unchanged. For caches. */
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

/** What came before the part of the body, or the birth, on which it stands; spans have no offset. */
export interface WaitingChunk {
  readonly offset: number;
  readonly chunk: Chunk | Spans;
}

/** An element as plain data: what snapshots, deltas, files and `restore` carry. */
export interface ElementState {
  readonly id: ElementId;
  /** Undefined: only registers so far, its `add` has not come. */
  readonly birth: Birth | undefined;
  /** The written registers, also those that this version does not know. */
  readonly values: Values;
  /** Who wrote each, by the same names. */
  readonly stamps: Readonly<Record<string, Stamp>>;
  /** Of a body that grows at its end: all of it so far. Empty for others. */
  readonly content: Chunk;
  /** Units of `content`. */
  readonly count: number;
  /** Number of units its author said the body has, or -1 while it grows. */
  readonly endCount: number;
  /** Its author made two bodies of it: only what they share counts, and nothing can be added. */
  readonly sealed?: true;
  /** Of a cut. */
  readonly spans?: Spans;
  /** True when the body came whole from a copy (see `restore`) and not by appends. */
  readonly restored: boolean;
  /** Chunks that wait for the part of the body before them. */
  readonly waiting?: readonly WaitingChunk[];
  /** No element: this one and those of its author up to this ordinal (not included) are forgotten [OPS-13]. */
  readonly forgottenTo?: number;
  readonly marks: readonly ChangeMark[];
}
