import { boxButtons, type MessageBox } from './message-box.ts';

/** What a person wants after the page of a window has crashed again and again. */
export type CrashAnswer = 'again' | 'close';

const BUTTONS = boxButtons<CrashAnswer>(
  [
    ['again', 'Try again'],
    ['close', 'Close the window'],
  ],
  { proposed: 'again', closed: 'close' },
);

/** Asked instead of loading a page for ever that does nothing but crash. */
export const CRASH_QUESTION: MessageBox = {
  message: 'The board could not be shown.',
  detail: 'Its window has failed several times within a minute. Everything that has reached the room is still there.',
  ...BUTTONS.parts,
};

export const crashAnswer = BUTTONS.answer;
