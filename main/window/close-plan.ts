import type { CloseQuestion } from '../../core/contract/desktop/shell-contract.ts';
import { CLOSE_WORDS } from '../words/main-words.ts';
import { boxButtons, type MessageBox } from './message-box.ts';

export type CloseAnswer = 'stay' | 'leave' | 'save';

/** Closing the question means "stay": nothing is lost. */
const BUTTONS = boxButtons<CloseAnswer>(CLOSE_WORDS, ['stay', 'leave', 'save'], { proposed: 'save', closed: 'stay' });

/** The question for a page that does not want to be closed. */
export function planCloseDialog(question: CloseQuestion | undefined): MessageBox {
  const { message, detail } = question ?? CLOSE_WORDS;
  return { message, detail, ...BUTTONS.parts() };
}

export const closeAnswer = BUTTONS.answer;
