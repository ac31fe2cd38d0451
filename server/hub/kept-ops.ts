import type { Op } from '../../core/board/op.ts';

/**
 * The ops with bytes of their own, for the log: those that came are views of a socket's buffer, and a small chunk of points would keep
 * 64 KiB of it. `bytes`: about what they cost to keep.
 */
export function keptOps(ops: readonly Op[]): { readonly ops: readonly Op[]; readonly bytes: number } {
  let bytes = 0;
  const kept = ops.map((op): Op => {
    bytes += 64;
    if (op.kind === 'append') {
      bytes += op.points.length;
      return { kind: 'append', id: op.id, offset: op.offset, points: new Uint8Array(op.points) };
    }
    if (op.kind === 'restore') {
      bytes += op.state.points.length + 256;
      return { kind: 'restore', state: { ...op.state, points: new Uint8Array(op.state.points) } };
    }
    if (op.kind === 'alive') bytes += 32 * op.ids.length;
    return op;
  });
  return { ops: kept, bytes };
}
