import { fail, ok, type Refusal, type Result } from '../base/result.ts';
import { decodeOps, encodeOps } from '../board/codec/op-codec.ts';
import { decodeStateTable, encodeStateTable, openStateTable, type StateTable } from '../board/codec/state-table.ts';
import type { ElementState } from '../board/element.ts';
import { isClientId, isInstanceId } from '../board/ids.ts';
import type { OpBatch } from '../board/op.ts';
import { packValue, unpackValue } from '../wire/msgpack.ts';
import { readCount, type WireValue } from '../wire/wire-value.ts';
import type { NumberedBatches } from './replica.ts';

/** Bytes of the states of a delta or a snapshot (`encodeStateTable`, packed). */
export function packStates(states: Iterable<ElementState>): Uint8Array {
  return packValue(encodeStateTable(states));
}

/** The reader for the same bytes, row by row. */
export function openStates(bytes: Uint8Array): Result<StateTable, Refusal> {
  return openStateTable(unpackValue(bytes));
}

export function unpackStates(bytes: Uint8Array): Result<readonly ElementState[], Refusal> {
  return decodeStateTable(unpackValue(bytes));
}

/** Bytes of a suffix: `[[origin, firstSeq, author, n, ops, author, n, ops, …], …]`, packed. */
export function packSuffix(parts: readonly NumberedBatches[]): Uint8Array {
  return packValue(
    parts.map((part) => {
      const row: WireValue[] = [part.origin, part.firstSeq];
      for (const batch of part.batches) row.push(batch.author, batch.n, encodeOps(batch.author, batch.ops));
      return row;
    }),
  );
}

export function unpackSuffix(bytes: Uint8Array): Result<readonly NumberedBatches[], Refusal> {
  const raw = unpackValue(bytes);
  if (!Array.isArray(raw)) return fail('frame.malformed', 'suffix');
  const parts: NumberedBatches[] = [];
  for (const row of raw) {
    if (!Array.isArray(row) || (row.length - 2) % 3 !== 0) return fail('frame.malformed', 'suffix row');
    const [origin, rawFirst] = row;
    const firstSeq = readCount(rawFirst);
    if (!isInstanceId(origin) || !firstSeq) return fail('frame.malformed', 'suffix origin');
    const batches: OpBatch[] = [];
    for (let i = 2; i < row.length; i += 3) {
      const author: unknown = row[i];
      const n = readCount(row[i + 1]);
      if (!isClientId(author) || !n) return fail('frame.malformed', 'suffix batch');
      const ops = decodeOps(author, row[i + 2]);
      if (!ops.ok) return ops;
      batches.push({ author, n, ops: ops.value });
    }
    parts.push({ origin, firstSeq, batches });
  }
  return ok(parts);
}
