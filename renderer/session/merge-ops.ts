import type { AppendOp, Op } from '../../core/board/op.ts';

/** Points that are joined into one append while they wait, bytes. Well below `LIMITS.appendBytes`, and cheap to encode again. */
const MERGE_BYTES = 8_192;

/** `ops` put behind `queued` as one batch, when both belong to the drawing of one stroke; else undefined. */
export function mergeStroke(queued: readonly Op[], ops: readonly Op[]): readonly Op[] | undefined {
  const last = queued.at(-1);
  if (last?.kind !== 'add' && last?.kind !== 'append') return undefined;
  if (!ops.every((op) => (op.kind === 'append' || op.kind === 'end') && op.id === last.id)) return undefined;
  const [first, ...rest] = ops;
  if (last.kind === 'append' && first?.kind === 'append') {
    if (last.points.length + first.points.length > MERGE_BYTES) return undefined;
    return [...queued.slice(0, -1), joined(last, first), ...rest];
  }
  return [...queued, ...ops];
}

function joined(a: AppendOp, b: AppendOp): AppendOp {
  const points = new Uint8Array(a.points.length + b.points.length);
  points.set(a.points);
  points.set(b.points, a.points.length);
  return { ...a, points };
}
