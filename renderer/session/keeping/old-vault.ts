import { Board } from '../../../core/board/board.ts';
import { authorOf, type ClientId, type ElementId, elementId, ordinalOf } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import { redrawOps } from '../writing/drafts.ts';
import { splitOps } from '../writing/split-ops.ts';
import type { KeptBatch, KeptWork } from './vault-parts.ts';

/**
 * A vault of contract 1 has no secret, so no hub accepts its client id. Its unsent work becomes the work of `heir`, a new client
 * id. Each stroke is drawn whole under the heir's id with the same ordinal. A stroke of which the hub may have the beginning is
 * removed.
 */
export function inheritWork({ author, batches, strokes }: KeptWork, heir: ClientId): readonly KeptBatch[] {
  const board = new Board();
  board.merge(strokes);
  for (const { ops } of batches) board.apply(author, ops);
  const isMoved = (id: ElementId): boolean => authorOf(id) === author && board.get(id) !== undefined;
  const begun = new Set<ElementId>(strokes.map(({ id }) => id));
  const drawn = new Set<ElementId>();
  const ops: Op[] = [];

  const redraw = (id: ElementId, lamport: number): void => {
    const element = board.get(id);
    if (!element || drawn.has(id)) return;
    drawn.add(id);
    const heirsId = elementId(heir, ordinalOf(id));
    ops.push(...redrawOps(board, id, lamport).map((op): Op => ({ ...op, id: heirsId }) as Op));
    ops.push({ kind: 'end', id: heirsId, count: board.countOf(id) });
    const removed = [...(element.alive ? [] : [heirsId]), ...(begun.has(id) ? [id] : [])];
    if (removed.length > 0) ops.push({ kind: 'alive', ids: removed, lamport: board.lamport + 1, alive: false });
  };

  for (const batch of batches) {
    for (const op of batch.ops) {
      switch (op.kind) {
        case 'add':
          redraw(op.id, op.lamport);
          break;
        case 'append':
        case 'end':
        case 'cut':
          redraw(op.id, board.lamport + 1);
          break;
        case 'set':
          // A redrawn element has its last values already.
          if (!isMoved(op.id)) ops.push(op);
          break;
        case 'alive': {
          const ids = op.ids.filter((id) => !isMoved(id));
          if (ids.length > 0) ops.push({ ...op, ids });
          break;
        }
        case 'forget':
          break;
        case 'restore':
          ops.push(op);
          break;
      }
    }
  }
  const queuedAt = batches[0]?.queuedAt ?? 0;
  return splitOps(ops).map((part, i) => ({ place: i + 1, n: i + 1, queuedAt, ops: part }));
}
