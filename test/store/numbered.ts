import { type ClientId, type ElementId, type InstanceId, newEpoch } from '../../core/board/ids.ts';
import type { NumberedBatches } from '../../core/room/replica.ts';
import { decodeSnapshot, encodeSnapshot } from '../../core/room/snapshot/snapshot.ts';
import { seededRandom } from '../support/seeded.ts';

export const ORIGIN = 'OOOOOOOOOOO' as InstanceId;
const AUTHOR = 'AAAAAAAAAAA' as ClientId;

/** One batch that carries its own number and about so many bytes. */
export function appendOf(seq: number, bytes: number): NumberedBatches {
  const points = new Uint8Array(bytes).fill(seq % 64);
  return {
    origin: ORIGIN,
    firstSeq: seq,
    batches: [{ author: AUTHOR, n: seq, ops: [{ kind: 'append', id: `${AUTHOR}.1` as ElementId, offset: 0, chunk: points }] }],
  };
}

/** A snapshot that knows everything up to `seq`. */
export function snapshotUpTo(seq: number): Uint8Array {
  return encodeSnapshot({ epoch: newEpoch(seededRandom(1)), vector: [[ORIGIN, seq]], savedAt: 0, states: [] });
}

/** Undefined reaches 0. Throws for one that cannot be read. */
export function snapshotReach(bytes: Uint8Array | undefined): number {
  if (!bytes) return 0;
  const snapshot = decodeSnapshot(bytes);
  if (!snapshot.ok) throw new Error(snapshot.error.code);
  return snapshot.value.vector[0]?.[1] ?? 0;
}
