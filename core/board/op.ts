import type { ElementState, ElementValues, Prop } from './element.ts';
import type { ClientId, ElementId } from './ids.ts';

/**
 * Wire codes of ops. Never renumber, never reuse. An op is the smallest change: idempotent, and correct in any order with any
 * other. Shapes on the wire are in `core/wire/SPEC.md`.
 */
export const OpCode = { add: 1, set: 2, alive: 3, append: 4, end: 5, restore: 6 } as const;
export type OpCode = (typeof OpCode)[keyof typeof OpCode];

/** Properties that `set` may write; the value's type follows the property. */
export interface Settable {
  readonly order?: string;
  readonly x?: number;
  readonly y?: number;
  readonly color?: number;
  readonly width?: number;
}
export type SettableProp = keyof Settable;
export const SETTABLE: Readonly<Record<SettableProp, Prop>> = { order: 3, x: 4, y: 5, color: 6, width: 7 };

/** A new element, empty of points. Only the client in its id may add it. */
export interface AddOp {
  readonly kind: 'add';
  readonly id: ElementId;
  readonly lamport: number;
  readonly values: Omit<ElementValues, 'alive'>;
}
/** Register writes, all with one stamp. */
export interface SetOp {
  readonly kind: 'set';
  readonly id: ElementId;
  readonly lamport: number;
  readonly values: Settable;
}
/** Removes (`alive: false`) or brings back elements: one register write each, all with one stamp. */
export interface AliveOp {
  readonly kind: 'alive';
  readonly ids: readonly ElementId[];
  readonly lamport: number;
  readonly alive: boolean;
}
/** Points of a stroke, from the `offset`-th on. Only the client in the id may append. */
export interface AppendOp {
  readonly kind: 'append';
  readonly id: ElementId;
  readonly offset: number;
  readonly points: Uint8Array;
}
/** The stroke is finished and has `count` points. */
export interface EndOp {
  readonly kind: 'end';
  readonly id: ElementId;
  readonly count: number;
}
/** A whole element from a copy: a lost board brought back, a file opened into a room. Marks are not carried. */
export interface RestoreOp {
  readonly kind: 'restore';
  readonly state: ElementState;
}

export type Op = AddOp | SetOp | AliveOp | AppendOp | EndOp | RestoreOp;

/** Ops that apply together or not at all; `(author, n)` identifies it, `n` counts up by one per client from 1. */
export interface OpBatch {
  readonly author: ClientId;
  readonly n: number;
  readonly ops: readonly Op[];
}
