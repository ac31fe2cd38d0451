import { encodePoints, newTail } from '../../../../core/board/bodies/points-codec.ts';
import { type ClientId, elementId } from '../../../../core/board/ids.ts';
import type { AppendOp, Op } from '../../../../core/board/op.ts';
import { addInk } from '../../../support/ink.ts';

/** `add` of the k-th stroke of a client. */
export function addStroke(author: ClientId, k: number): Op {
  const values = { kind: 1, order: `a${k}V`, x: 16 * k, y: 0, color: 2, width: 56, pressured: false } as const;
  return addInk({ id: elementId(author, k), lamport: k, values });
}

/** Points for the start of a stroke. */
export function firstPoints(author: ClientId, k: number, count = 4): AppendOp {
  const xy = Int32Array.from({ length: 2 * count }, (_, i) => i * 5);
  return { kind: 'append', id: elementId(author, k), offset: 0, chunk: encodePoints(newTail(), { xy, pressure: undefined }) };
}

export function removeStroke(author: ClientId, k: number, lamport = 100): Op {
  return { kind: 'alive', ids: [elementId(author, k)], lamport, alive: false };
}
