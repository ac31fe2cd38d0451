import type { CloseQuestion } from '../../core/contract/shell-contract.ts';
import { boxButtons, type MessageBox } from './message-box.ts';

export type CloseAnswer = 'stay' | 'leave' | 'save';

/** Closing the question is no answer: nothing is lost by staying. */
const BUTTONS = boxButtons<CloseAnswer>(
  [
    ['stay', 'Stay'],
    ['leave', 'Leave'],
    ['save', 'Save a copy…'],
  ],
  { proposed: 'save', closed: 'stay' },
);

/** The page wants to stay and its words have not arrived (yet). */
const NO_WORDS: CloseQuestion = {
  message: 'Something on this board is kept nowhere else.',
  detail: 'If you leave now, it may be lost.',
};

/** What is asked when a page does not want to be closed. */
export function planCloseDialog(question: CloseQuestion | undefined): MessageBox {
  return { ...(question ?? NO_WORDS), ...BUTTONS.parts };
}

export const closeAnswer = BUTTONS.answer;
