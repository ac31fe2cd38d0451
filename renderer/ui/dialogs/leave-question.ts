import type { CloseQuestion } from '../../../core/contract/desktop/shell-contract.ts';
import type { SessionStatus } from '../../session/session.ts';
import { LEAVE } from '../words/dialog-words.ts';
import { emptyRoomKept } from '../words/time-words.ts';
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
      message: LEAVE.undecided,
      detail: LEAVE.undecidedMore(lostCopy.elements + lostCopy.removed),
    });
  }
  if (outboxKept === 'memory' && unsent > 0 && !saved.board) {
    reasons.push({
      message: LEAVE.unsent,
      detail: LEAVE.unsentMore,
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
  const copy = outboxKept === 'device' ? LEAVE.copyHere : LEAVE.noCopy;
  if (hostEnded && persistence?.mode === 'none' && elements > 0)
    return { message: LEAVE.hostEnded, detail: `${LEAVE.hostEndedMore} ${copy}` };
  if (persistence?.mode !== 'none' || elements === 0 || others > 0) return undefined;
  switch (state.phase) {
    case 'live':
      return {
        message: LEAVE.lastOne,
        detail: `${LEAVE.lastOneMore(emptyRoomKept())} ${copy}`,
      };
    case 'refused':
      // It continues elsewhere, or it never began here.
      return undefined;
    default:
      return {
        message: LEAVE.lastCopy,
        detail: `${LEAVE.lastCopyMore} ${copy}`,
      };
  }
}
