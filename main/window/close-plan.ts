import type { CloseQuestion } from '../../core/contract/shell-contract.ts';

export type CloseAnswer = 'stay' | 'leave' | 'save';

/** A native message box, as far as it is ours to say. */
export interface CloseDialog {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  readonly defaultId: number;
  readonly cancelId: number;
}

/** In the order of the buttons. */
const ANSWERS: readonly { readonly answer: CloseAnswer; readonly label: string }[] = [
  { answer: 'stay', label: 'Stay' },
  { answer: 'leave', label: 'Leave' },
  { answer: 'save', label: 'Save a copy…' },
];

/** The page wants to stay and its words have not arrived (yet). */
const NO_WORDS: CloseQuestion = {
  message: 'Something on this board is kept nowhere else.',
  detail: 'If you leave now, it may be lost.',
};

/** What is asked when a page does not want to be closed. */
export function planCloseDialog(question: CloseQuestion | undefined): CloseDialog {
  return {
    ...(question ?? NO_WORDS),
    buttons: ANSWERS.map(({ label }) => label),
    defaultId: ANSWERS.findIndex(({ answer }) => answer === 'save'),
    // Closing the question is no answer: nothing is lost by staying.
    cancelId: ANSWERS.findIndex(({ answer }) => answer === 'stay'),
  };
}

export function closeAnswer(button: number): CloseAnswer {
  return ANSWERS[button]?.answer ?? 'stay';
}
