import type { CloseQuestion } from '../../core/contract/shell-contract.ts';
import { boxButtons, type MessageBox } from './message-box.ts';

export type CloseAnswer = 'stay' | 'leave' | 'save';

/** Closing the question means "stay": nothing is lost. */
const BUTTONS = boxButtons<CloseAnswer>(
  [
    ['stay', 'Stay'],
    ['leave', 'Leave'],
    ['save', 'Save a copy…'],
  ],
  { proposed: 'save', closed: 'stay' },
);

/** For a page that wants to stay and has not sent its question. */
const NO_WORDS: CloseQuestion = {
  message: 'Something on this board is kept nowhere else.',
  detail: 'If you leave now, it may be lost.',
};

/** The question for a page that does not want to be closed. */
export function planCloseDialog(question: CloseQuestion | undefined): MessageBox {
  return { ...(question ?? NO_WORDS), ...BUTTONS.parts };
}

export const closeAnswer = BUTTONS.answer;
