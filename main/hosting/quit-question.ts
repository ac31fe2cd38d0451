import { app, type BrowserWindow } from 'electron';
import type { HubCompany } from '../../core/contract/desktop/hub-parent.ts';
import { pressedButton } from '../window/native-dialogs.ts';
import { planQuit, type QuitAnswer, quitAnswer } from './quit-plan.ts';

export interface QuitQuestionOptions {
  readonly company: () => HubCompany;
  /** People on the network may come. */
  readonly isHosting: () => boolean;
  /** True on systems where closing the last window ends the app. */
  readonly windowEndsApp: boolean;
}

/** Asks the host before the app ends while guests are on its boards. */
export interface QuitQuestion {
  /** Asks before this window closes, if it is the last one, and before the app quits. */
  watch(window: BrowserWindow): void;
  /** A page has a question of its own, and the person stays there: what the host has answered is over. */
  stayed(): void;
  /** True when the boards stay open without a window. */
  keepsHosting(): boolean;
}

/** `ending`: the host ends it, and is not asked again. `keeping`: the windows close, and the app goes on. */
type Phase = 'running' | 'ending' | 'keeping';

export function quitQuestion({ company, isHosting, windowEndsApp }: QuitQuestionOptions): QuitQuestion {
  let phase: Phase = 'running';
  /** In the order in which they opened. */
  const open = new Set<BrowserWindow>();

  function ask(): QuitAnswer {
    const question = planQuit(company());
    return question === undefined ? 'end' : quitAnswer(pressedButton([...open].at(-1), question));
  }

  app.on('before-quit', (event) => {
    if (phase === 'ending') return;
    const answer = ask();
    if (answer === 'end') {
      phase = 'ending';
      return;
    }
    event.preventDefault();
    // Without a window, "stay" and "keep hosting" are the same.
    if (answer === 'stay' && open.size > 0) return;
    phase = 'keeping';
    // After this event, because it is the quit that is cancelled here. A page may still want to stay.
    setImmediate(() => {
      for (const window of [...open]) if (!window.isDestroyed()) window.close();
    });
  });

  function onClose(event: { preventDefault(): void }): void {
    if (phase !== 'running' || open.size > 1) return;
    if (!windowEndsApp) {
      // The app goes on, and so does the room: the tray says for whom, and leads back.
      if (isHosting() || company().guests > 0) phase = 'keeping';
      return;
    }
    const answer = ask();
    if (answer === 'stay') event.preventDefault();
    else phase = answer === 'keep' ? 'keeping' : 'ending';
  }

  return {
    watch(window) {
      open.add(window);
      phase = 'running';
      window.on('close', (event) => onClose(event));
      window.once('closed', () => open.delete(window));
    },
    stayed() {
      phase = 'running';
    },
    keepsHosting: () => phase === 'keeping',
  };
}
