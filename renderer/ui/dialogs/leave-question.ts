import type { CloseQuestion } from '../../../core/contract/shell-contract.ts';
import type { SessionStatus } from '../../session/session.ts';
import { EMPTY_ROOM_KEPT } from '../words/status/status-losses.ts';
import { countWords } from '../words/time-words.ts';
import type { Saved } from './board-files.ts';

type LeaveStatus = Pick<SessionStatus, 'state' | 'persistence' | 'unsent' | 'lostCopy' | 'outboxKept' | 'elements' | 'hostEnded'>;

export interface LeaveAround {
  /** Number of other people in the room, now or when it was last connected. */
  readonly others: number;
  /** The state in the person's last saved file. */
  readonly saved: Saved;
}

/**
 * The question before this window closes or shows another room. Undefined when nothing would be lost: work on the device, in
 * other people's windows, in a store or in a saved file needs no question. One rule for both cases.
 */
export function leaveQuestion(status: LeaveStatus, { others, saved }: LeaveAround): CloseQuestion | undefined {
  const { unsent, lostCopy, outboxKept } = status;
  const reasons: CloseQuestion[] = [];
  const lastOne = lastOneOut(status, others);
  if (lastOne !== undefined && !saved.board) reasons.push(lastOne);
  if (outboxKept === 'memory' && lostCopy !== undefined && !saved.lostCopy) {
    reasons.push({
      message: 'You have not decided about the copy that you hold.',
      detail: `Your copy of ${countWords(lostCopy.elements + lostCopy.removed, 'stroke')} goes when you leave.`,
    });
  }
  if (outboxKept === 'memory' && unsent > 0 && !saved.board) {
    reasons.push({
      message: 'Some of your strokes have not reached the room yet.',
      detail: 'If you leave now, nobody else will see them.',
    });
  }
  const [first] = reasons;
  return first && { message: first.message, detail: reasons.map(({ detail }) => detail).join(' ') };
}

/** The board of a memory-only room ends with its last member. */
function lastOneOut(
  { persistence, elements, state, outboxKept, hostEnded }: LeaveStatus,
  others: number,
): CloseQuestion | undefined {
  const copy = outboxKept === 'device' ? 'This device keeps a copy; save another to be sure.' : 'Save a copy to keep it.';
  if (hostEnded && persistence?.mode === 'none' && elements > 0)
    return { message: 'The host ended this room.', detail: `Its board ended with it. ${copy}` };
  if (persistence?.mode !== 'none' || elements === 0 || others > 0) return undefined;
  switch (state.phase) {
    case 'live':
      return {
        message: 'You are the last one here.',
        detail: `This board is in the server’s memory only: it is gone ${EMPTY_ROOM_KEPT} after you leave. ${copy}`,
      };
    case 'refused':
      // It continues elsewhere, or it never began here.
      return undefined;
    default:
      return {
        message: 'This window may hold the last copy of the board.',
        detail: `The server had it in memory only and cannot be reached now, and nobody else was here. ${copy}`,
      };
  }
}
