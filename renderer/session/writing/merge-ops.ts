import type { Chunk } from '../../../core/board/bodies/chain.ts';
import type { Op } from '../../../core/board/op.ts';

/** Points that are joined into one append while they wait, bytes. Well below `LIMITS.appendBytes`, and cheap to encode again. */
const MERGE_BYTES = 8_192;

/** `ops` appended to `queued` as one batch, when both draw the same stroke. Otherwise undefined. */
export function mergeStroke(queued: readonly Op[], ops: readonly Op[]): readonly Op[] | undefined {
  const last = queued.at(-1);
  if (last?.kind !== 'add' && last?.kind !== 'append') return undefined;
  if (!ops.every((op) => (op.kind === 'append' || op.kind === 'end') && op.id === last.id)) return undefined;
  const [first, ...rest] = ops;
  if (last.kind === 'append' && first?.kind === 'append') {
    const chunk = joined(last.chunk, first.chunk);
    return chunk === undefined ? undefined : [...queued.slice(0, -1), { ...last, chunk }, ...rest];
  }
  return [...queued, ...ops];
}

function joined(a: Chunk, b: Chunk): Chunk | undefined {
  if (a.length + b.length > MERGE_BYTES) return undefined;
  if (typeof a === 'string' || typeof b === 'string') return typeof a === typeof b ? `${a}${b}` : undefined;
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}
