import { planRestart } from '../hub/restart-budget.ts';
import { CRASH_WORDS } from '../words/main-words.ts';
import { boxButtons, type MessageBox } from './message-box.ts';

/** What a person wants after the page of a window has crashed again and again. */
export type CrashAnswer = 'again' | 'close';

const BUTTONS = boxButtons<CrashAnswer>(CRASH_WORDS, ['again', 'close'], { proposed: 'again', closed: 'close' });

/** Asked when the page keeps crashing, instead of loading it again and again. */
export function crashQuestion(): MessageBox {
  const { message, detail } = CRASH_WORDS;
  return { message, detail, ...BUTTONS.parts() };
}

export const crashAnswer = BUTTONS.answer;

/** A window whose page has crashed. */
export interface CrashedWindow {
  /** Loads the page again. */
  reload(): void;
  /** Asks the person, and waits for the answer. */
  ask(): CrashAnswer;
  close(): void;
}

/**
 * Decides for one window what follows from each crash of its page, at `nowMs`. The page is loaded again at once, without any wait: a person
 * who draws is to have the board back before they have understood what happened.
 */
export function crashHandler(): (window: CrashedWindow, nowMs: number) => void {
  let crashes: readonly number[] = [];
  return (window, nowMs) => {
    const plan = planRestart(crashes, nowMs);
    crashes = plan.restart ? plan.crashes : [];
    if (plan.restart || window.ask() === 'again') window.reload();
    else window.close();
  };
}
