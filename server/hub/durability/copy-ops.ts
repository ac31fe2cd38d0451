import type { Chunk } from '../../../core/board/bodies/chain.ts';
import type { Op } from '../../../core/board/op.ts';

/**
 * Copies the ops' bytes for the log. The incoming bytes are views of a socket's buffer, so a small chunk of points would keep 64
 * KiB in memory. `bytes`: their approximate cost.
 */
export function copyOps(ops: readonly Op[]): { readonly ops: readonly Op[]; readonly bytes: number } {
  let bytes = 0;
  const kept = ops.map((op): Op => {
    bytes += 64;
    if (op.kind === 'append') {
      bytes += op.chunk.length;
      return { ...op, chunk: keptChunk(op.chunk) };
    }
    if (op.kind === 'restore') {
      bytes += op.state.content.length + 4 * (op.state.spans?.length ?? 0) + 256;
      return { kind: 'restore', state: { ...op.state, content: keptChunk(op.state.content) } };
    }
    if (op.kind === 'alive') bytes += 32 * op.ids.length;
    if (op.kind === 'cut') bytes += 4 * op.spans.length;
    return op;
  });
  return { ops: kept, bytes };
}

function keptChunk(chunk: Chunk): Chunk {
  return typeof chunk === 'string' ? chunk : new Uint8Array(chunk);
}
