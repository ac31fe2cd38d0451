import { assertNever } from '../base/assert-never.ts';
import type { Refusal } from '../base/result.ts';
import { LIMITS } from '../contract/limits.ts';
import type { RefusalCode } from '../contract/refusal-codes.ts';
import type { Board } from './board.ts';
import { authorOf, type ClientId, type ElementId } from './ids.ts';
import type { Op } from './op.ts';
import { newTail, type PointTail, readPoints } from './points-codec.ts';

/** What the ops so far in one batch have made of an element that the board does not show yet. */
interface Draft {
  readonly pressured: boolean;
  tail: PointTail;
  ended: boolean;
}

const no = (code: RefusalCode, detail?: string): Refusal => (detail === undefined ? { code } : { code, detail });

/**
 * Whether a batch may be applied to this board: undefined, or the first reason why not. Reads the board, changes nothing, so a
 * refused batch leaves no trace. Later ops of a batch see the earlier ones. The author's chain must continue without a gap.
 * `now`: milliseconds since 1970 by the hub's clock, which bounds lamports; leave it out where there is no hub.
 */
export function checkBatch(board: Board, author: ClientId, ops: readonly Op[], now?: number): Refusal | undefined {
  const drafts = new Map<ElementId, Draft>();
  let elements = board.elementCount;
  let bytes = board.pointBytes;
  const lamportMax = lamportBound(board.lamport, now);
  for (const op of ops) {
    if ('lamport' in op && op.lamport > lamportMax) return no('op.value', 'lamport');
    switch (op.kind) {
      case 'add':
        if (authorOf(op.id) !== author) return no('op.not_yours');
        if (drafts.has(op.id) || isAdded(board, op.id)) return no('op.element_exists');
        if (++elements > LIMITS.elementsPerBoard) return no('board.too_many_elements');
        drafts.set(op.id, { pressured: op.values.pressured, tail: newTail(), ended: false });
        break;
      case 'append': {
        if (authorOf(op.id) !== author) return no('op.not_yours');
        const draft = draftOf(board, drafts, op.id);
        if (!draft) return no('op.unknown_element');
        if (draft.ended) return no('append.ended');
        if (op.offset > draft.tail.count) return no('append.gap');
        if (op.offset < draft.tail.count) return no('append.overlap');
        const read = readPoints(draft.tail, op.points, draft.pressured);
        if (typeof read === 'string') return no(read);
        if (draft.tail.count > LIMITS.pointsPerStroke) return no('append.too_many_points');
        bytes += op.points.length;
        if (bytes > LIMITS.pointBytesPerBoard) return no('board.too_many_bytes');
        break;
      }
      case 'end': {
        if (authorOf(op.id) !== author) return no('op.not_yours');
        const draft = draftOf(board, drafts, op.id);
        if (!draft) return no('op.unknown_element');
        if (draft.ended) return no('append.ended');
        if (op.count > draft.tail.count) return no('append.gap');
        if (op.count < draft.tail.count) return no('append.overlap');
        draft.ended = true;
        break;
      }
      case 'set':
        if (!drafts.has(op.id) && !board.get(op.id)) return no('op.unknown_element');
        break;
      case 'alive':
        for (const id of op.ids) if (!drafts.has(id) && !board.get(id)) return no('op.unknown_element');
        break;
      case 'restore': {
        const known = board.get(op.state.id);
        if (known && (known.kind !== op.state.values.kind || known.pressured !== op.state.values.pressured))
          return no('op.value');
        if (op.state.stamps.some(({ lamport }) => lamport > lamportMax)) return no('op.value', 'lamport');
        if (!known && ++elements > LIMITS.elementsPerBoard) return no('board.too_many_elements');
        bytes += op.state.points.length;
        if (bytes > LIMITS.pointBytesPerBoard) return no('board.too_many_bytes');
        break;
      }
      default:
        assertNever(op);
    }
  }
  return undefined;
}

/**
 * [ADM-6] The greatest lamport that a write may have. A lead over the board alone would let one visitor use up all numbers by batches that
 * each run ahead; time cannot be hurried. Past the bound of time (another instance's clock was ahead) a board can still be drawn on.
 */
function lamportBound(lamport: number, now: number | undefined): number {
  const byBoard = lamport + LIMITS.lamportLead;
  if (now === undefined) return byBoard;
  return Math.max(Math.min(byBoard, now * LIMITS.lamportsPerMs + LIMITS.lamportLead), lamport + LIMITS.lamportStep);
}

function isAdded(board: Board, id: ElementId): boolean {
  return board.state(id)?.restored === false;
}

function draftOf(board: Board, drafts: Map<ElementId, Draft>, id: ElementId): Draft | undefined {
  const draft = drafts.get(id);
  if (draft) return draft;
  const known = board.get(id);
  const tail = board.tailOf(id);
  if (!known || !tail) return undefined;
  const started = { pressured: known.pressured, tail, ended: known.ended };
  drafts.set(id, started);
  return started;
}
