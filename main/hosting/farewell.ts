import { app, type BrowserWindow } from 'electron';
import type { HubCompany } from '../../core/contract/hub-parent.ts';
import { pressedButton } from '../window/native-dialogs.ts';
import { type FarewellAnswer, farewellAnswer, planFarewell } from './farewell-plan.ts';

export interface FarewellOptions {
  readonly company: () => HubCompany;
  /** Closing the last window ends the app on this system. */
  readonly windowEndsApp: boolean;
}

/** Asks the host before the app ends while people are on its boards. */
export interface Farewell {
  /** Asks before this window goes, and before the app quits with it. */
  watch(window: BrowserWindow): void;
  /** The host wants the boards to stay open without a window. */
  keepsHosting(): boolean;
}

/**
 * `quitting`: the app was told to quit, and its window is asked. `answered`: the host ends it, but the page may have a question of its own
 * and the person may stay because of it. `ended`: the window has gone after that answer, so nothing is asked again.
 */
type Phase = 'running' | 'quitting' | 'answered' | 'keeping' | 'ended';

export function farewell({ company, windowEndsApp }: FarewellOptions): Farewell {
  let phase: Phase = 'running';
  let open: BrowserWindow | undefined;

  function ask(): FarewellAnswer {
    const question = planFarewell(company());
    return question === undefined ? 'end' : farewellAnswer(pressedButton(open, question));
  }

  app.on('before-quit', (event) => {
    if (phase === 'ended') return;
    if (open !== undefined) {
      phase = 'quitting';
      return;
    }
    // From the tray or the dock. Without a window, staying and going on are one.
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
    // To go on hosting, a quit is called off; the window closes by itself when this event is over.
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
