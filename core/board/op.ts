import type { Chunk } from './bodies/chain.ts';
import type { Spans } from './bodies/spans.ts';
import type { Birth, ElementState } from './element.ts';
import type { ForgottenRange } from './forgotten.ts';
import type { ClientId, ElementId } from './ids.ts';
import type { Values } from './kinds.ts';

/**
 * Wire codes of ops. Never renumber, never reuse. An op is the smallest change: idempotent, and correct in any order with any
 * other. Shapes on the wire are in `core/wire/SPEC.md`.
 */
export const OpCode = { add: 1, set: 2, alive: 3, append: 4, end: 5, restore: 6, type: 7, cut: 8, forget: 9 } as const;
export type OpCode = (typeof OpCode)[keyof typeof OpCode];

/** A new element with an empty body. Only the client in its id may add it. */
export interface AddOp {
  readonly kind: 'add';
  readonly id: ElementId;
  readonly lamport: number;
  readonly birth: Birth;
  readonly values: Omit<Values, 'alive'>;
}
/** Register writes, all with one stamp. */
export interface SetOp {
  readonly kind: 'set';
  readonly id: ElementId;
  readonly lamport: number;
  readonly values: Omit<Values, 'alive'>;
}
/** Removes (`alive: false`) or brings back elements: one register write each, all with one stamp. */
export interface AliveOp {
  readonly kind: 'alive';
  readonly ids: readonly ElementId[];
  readonly lamport: number;
  readonly alive: boolean;
}
/** A piece of a body from its `offset`-th unit on: points of a stroke, or text. Only the client in the id may append. */
export interface AppendOp {
  readonly kind: 'append';
  readonly id: ElementId;
  readonly offset: number;
  readonly chunk: Chunk;
}
/** The body is finished and has `count` units. */
export interface EndOp {
  readonly kind: 'end';
  readonly id: ElementId;
  readonly count: number;
}
/** More spans for a cut. Only the client in the id may cut. */
export interface CutOp {
  readonly kind: 'cut';
  readonly id: ElementId;
  readonly spans: Spans;
}
/** A whole element from a copy: a lost board brought back, or a file opened into a room. Marks are not carried. */
export interface RestoreOp {
  readonly kind: 'restore';
  readonly state: ElementState;
}

/** Drops elements that were removed long ago, permanently. Only hubs write it. */
export interface ForgetOp {
  readonly kind: 'forget';
  readonly ranges: readonly ForgottenRange[];
}

export type Op = AddOp | SetOp | AliveOp | AppendOp | EndOp | CutOp | RestoreOp | ForgetOp;

/** Ops that apply together or not at all. `(author, n)` identifies the batch; `n` counts up by one per client, from 1. */
export interface OpBatch {
  readonly author: ClientId;
  readonly n: number;
  readonly ops: readonly Op[];
}
