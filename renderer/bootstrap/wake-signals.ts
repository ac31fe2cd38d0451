import { type Disposable, DisposableStore } from '../../core/base/disposable.ts';
import { listen } from '../engine/listen.ts';
import type { Session } from '../session/session.ts';

/**
 * Tells the session when the network, the window or the machine returns, so that it reconnects at once, and when the network is
 * lost.
 */
export function watchConnectivity(window: Window, session: Pick<Session, 'wake' | 'networkLost'>): Disposable {
  const owned = new DisposableStore();
  const on = (target: EventTarget, event: string, run: () => void): void => {
    owned.add(listen(target, event, run));
  };
  on(window, 'online', () => session.wake());
  on(window, 'offline', () => session.networkLost());
  on(window, 'focus', () => session.wake());
  // Restored from the back-forward cache: its connection is gone.
  on(window, 'pageshow', () => session.wake());
  on(window.document, 'visibilitychange', () => {
    if (window.document.visibilityState === 'visible') session.wake();
  });
  return owned;
}

/** Stores unsent work when the page may not run again: it is left, suspended or hidden. A page that ends tells the hub. */
export function keepBeforeLeaving(window: Window, session: Pick<Session, 'keep' | 'sayGoodbye'>): Disposable {
  const owned = new DisposableStore();
  const on = (target: EventTarget, event: string, run: (event: Event) => void): void => {
    owned.add(listen(target, event, run));
  };
  on(window, 'pagehide', (event) => {
    session.keep();
    // A page in the back-forward cache may return.
    if (!(event as PageTransitionEvent).persisted) session.sayGoodbye();
  });
  on(window.document, 'freeze', () => session.keep());
  on(window.document, 'visibilitychange', () => {
    if (window.document.visibilityState === 'hidden') session.keep();
  });
  return owned;
}

/** Lets the browser or the desktop app ask before the window closes, while closing would lose something. */
export function askBeforeClose(window: Window, wouldLose: () => boolean): Disposable {
  const leaving = (event: BeforeUnloadEvent): void => {
    if (wouldLose()) event.preventDefault();
  };
  return listen(window, 'beforeunload', leaving);
}
