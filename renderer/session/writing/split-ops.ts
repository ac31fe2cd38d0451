import type { Chunk } from '../../../core/board/bodies/chain.ts';
import type { Values } from '../../../core/board/kinds.ts';
import type { Op } from '../../../core/board/op.ts';
import { valueSize } from '../../../core/board/prop-value.ts';
import { LIMITS } from '../../../core/contract/limits.ts';

/** Ops of one batch when many are put on the board at once. Few, so that others see a board return piece by piece. */
const OPS_PER_BATCH = 200;
/**
 * Bytes of one batch, unless a single op is larger. A batch is one message in each direction, and a slow connection should carry
 * it in a few seconds.
 */
const BATCH_BYTES = 16 * 1024;
/** Upper estimate of an op's size besides its points, ids and order key, bytes. */
const OP_BYTES = 100;
/** The same for a whole element, with its tables and eight stamps. */
const STATE_BYTES = 600;
const REF_BYTES = 24;
const SPAN_BYTES = 5;

/** Upper estimate of an op's size on the wire. */
export function roughBytes(op: Op): number {
  switch (op.kind) {
    case 'append':
      return chunkBytes(op.chunk) + 32;
    case 'restore':
      return (
        chunkBytes(op.state.content) + SPAN_BYTES * (op.state.spans?.length ?? 0) + STATE_BYTES + valuesBytes(op.state.values)
      );
    case 'alive':
      return op.ids.length * REF_BYTES + 32;
    case 'add':
    case 'set':
      return OP_BYTES + valuesBytes(op.values);
    case 'cut':
      return SPAN_BYTES * op.spans.length + 32;
    case 'end':
      return 24;
    case 'forget':
      return 24 * op.ranges.length;
  }
}

/** A UTF-16 unit takes at most three bytes of UTF-8. */
function chunkBytes(chunk: Chunk): number {
  return typeof chunk === 'string' ? 3 * chunk.length : chunk.length;
}

function valuesBytes(values: Values): number {
  let bytes = 0;
  // Other values are included in OP_BYTES and STATE_BYTES.
  for (const value of Object.values(values))
    if (typeof value === 'string' || typeof value === 'object') bytes += 3 * valueSize(value);
  return bytes;
}

/**
 * Splits one proposed change where one message cannot carry it. Nearly always returns one batch. An `alive` of many ids is split
 * by `LIMITS.refsPerOp`. The order stays.
 */
export function splitOps(ops: readonly Op[]): readonly (readonly Op[])[] {
  const batches: Op[][] = [];
  let batch: Op[] = [];
  let bytes = 0;
  for (const whole of ops) {
    for (const op of splitRefs(whole)) {
      const size = roughBytes(op);
      if (batch.length > 0 && (batch.length >= OPS_PER_BATCH || bytes + size > BATCH_BYTES)) {
        batches.push(batch);
        batch = [];
        bytes = 0;
      }
      batch.push(op);
      bytes += size;
    }
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

function splitRefs(op: Op): readonly Op[] {
  if (op.kind !== 'alive' || op.ids.length <= LIMITS.refsPerOp) return [op];
  const parts: Op[] = [];
  for (let i = 0; i < op.ids.length; i += LIMITS.refsPerOp) {
    parts.push({ ...op, ids: op.ids.slice(i, i + LIMITS.refsPerOp) });
  }
  return parts;
}

/** True when a message can carry the op at all. A restored stroke of ten thousand wild points may be too large. */
export function fitsOneMessage(op: Op): boolean {
  return roughBytes(op) < LIMITS.messageBytes - 1_024;
}
