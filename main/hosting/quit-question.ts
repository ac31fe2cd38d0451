import { app, type BrowserWindow } from 'electron';
import type { HubCompany } from '../../core/contract/hub-parent.ts';
import { pressedButton } from '../window/native-dialogs.ts';
import { planQuit, type QuitAnswer, quitAnswer } from './quit-plan.ts';

export interface QuitQuestionOptions {
  readonly company: () => HubCompany;
  /** True on systems where closing the last window ends the app. */
  readonly windowEndsApp: boolean;
}

/** Asks the host before the app ends while guests are on its boards. */
export interface QuitQuestion {
  /** Asks before this window closes, and before the app quits with it. */
  watch(window: BrowserWindow): void;
  /** True when the boards stay open without a window. */
  keepsHosting(): boolean;
}

/**
 * `quitting`: the app was told to quit, and its window is asked. `answered`: the host ends it, but the page may have a question
 * of its own and keep the person there. `ended`: the window has closed after that answer, so nothing is asked again.
 */
type Phase = 'running' | 'quitting' | 'answered' | 'keeping' | 'ended';

export function quitQuestion({ company, windowEndsApp }: QuitQuestionOptions): QuitQuestion {
  let phase: Phase = 'running';
  let open: BrowserWindow | undefined;

  function ask(): QuitAnswer {
    const question = planQuit(company());
    return question === undefined ? 'end' : quitAnswer(pressedButton(open, question));
  }

  app.on('before-quit', (event) => {
    if (phase === 'ended') return;
    if (open !== undefined) {
      phase = 'quitting';
      return;
    }
    // From the tray or the dock. Without a window, "stay" and "keep hosting" are the same.
    if (ask() === 'end') phase = 'ended';
    else event.preventDefault();
  });

  function onClose(window: BrowserWindow, event: { preventDefault(): void }): void {
    const isQuitting = phase === 'quitting';
    if (phase === 'keeping' || (!isQuitting && !windowEndsApp)) return;
    const answer = ask();
    if (answer === 'end') {
      phase = 'answered';
      return;
    }
    phase = answer === 'keep' ? 'keeping' : 'running';
    // "Keep hosting" cancels the quit; the window closes by itself after this event.
    if (answer === 'stay' || isQuitting) event.preventDefault();
    if (answer === 'keep' && isQuitting) setImmediate(() => window.isDestroyed() || window.close());
  }

  return {
    watch(window) {
      open = window;
      phase = 'running';
      window.on('close', (event) => onClose(window, event));
      window.once('closed', () => {
        open = undefined;
        if (phase === 'answered') phase = 'ended';
      });
    },
    keepsHosting: () => phase === 'keeping',
  };
}
