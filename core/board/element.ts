import type { Chunk } from './bodies/chain.ts';
import type { Spans } from './bodies/spans.ts';
import type { ClientId, ElementId, InstanceId, Seq } from './ids.ts';
import type { Body, Facts, PropName, PropValues, Values } from './kinds.ts';

/** What never changes. The element's author writes it once. */
export interface Birth {
  /** A code of `ElementKind`, or one that this version does not know. */
  readonly kind: number;
  readonly body: Body;
  readonly facts: Facts;
}

/** Author and time of a register write. The higher lamport wins, then the greater client id, then the greater value [OPS-3]. */
export interface Stamp {
  readonly lamport: number;
  readonly clientId: ClientId;
}

export function isNewer(a: Stamp, b: Stamp): boolean {
  return a.lamport !== b.lamport ? a.lamport > b.lamport : a.clientId > b.clientId;
}

/** The origin and the seq of a change. */
export interface ChangeMark {
  readonly origin: InstanceId;
  readonly seq: Seq;
}

/** One thing on the board, as readers see it. The board owns it and changes it in place: keep the id, not the object. */
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
  /** The value of any property, or its initial value while it is unwritten. */
  get<N extends PropName>(name: N): PropValues[N];
  /** Whether each point carries a pressure byte. */
  readonly pressured: boolean;
  /** Bytes of the stroke so far (points-codec); empty for other elements. A view, valid until the next change of this element. */
  readonly points: Uint8Array;
  readonly pointCount: number;
  /** The typed text of a run. */
  readonly text: string;
  /** The spans that a cut removes from its target. */
  readonly spans: Spans;
  /** True when its author finished it, or when it was restored whole: no more points will come. */
  readonly ended: boolean;
  /** Grows with every change of this element or of one of its parts in this replica. Equal means unchanged. For caches. */
  readonly revision: number;
  /** Smallest box around the points' centres, absolute, world units. Undefined without points. */
  readonly box: Box | undefined;
}

export interface Box {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** A chunk that came before the part of the body that it continues, or before the birth. Spans have no offset. */
export interface WaitingChunk {
  readonly offset: number;
  readonly chunk: Chunk | Spans;
}

/** An element as plain data, for snapshots, deltas, files and `restore`. */
export interface ElementState {
  readonly id: ElementId;
  /** Undefined while there are only registers and the `add` has not come. */
  readonly birth: Birth | undefined;
  /** The written registers, including those that this version does not know. */
  readonly values: Values;
  /** The stamp of each value, by the same names. */
  readonly stamps: Readonly<Record<string, Stamp>>;
  /** The whole content of a body that grows at its end. Empty for other bodies. */
  readonly content: Chunk;
  /** Units of `content`. */
  readonly count: number;
  /** Number of units that the body has, as its author said. -1 while it grows. */
  readonly endCount: number;
  /** Its author made two bodies: only their common part counts, and no more can be added. */
  readonly sealed?: true;
  /** Of a cut. */
  readonly spans?: Spans;
  /** True when the body came whole from a copy (see `restore`) and not by appends. */
  readonly restored: boolean;
  /** Chunks that wait for an earlier part of the body. */
  readonly waiting?: readonly WaitingChunk[];
  /** Not an element: this one and its author's next ones up to this ordinal (not included) are forgotten [OPS-13]. */
  readonly forgottenTo?: number;
  readonly marks: readonly ChangeMark[];
}
