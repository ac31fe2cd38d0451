import type { Clock } from '../../../core/base/host.ts';

/** A page that paints nothing must not wait longer, milliseconds. */
const NO_PAINT_MS = 500;

/** Resolves when the engine has painted the board for the first time. The rest of the page may then be made without being waited for. */
export function firstPaint(window: Window, clock: Clock): Promise<void> {
  if (window.document.visibilityState === 'hidden') return Promise.resolve();
  return new Promise((resolve) => {
    const patience = clock.after(NO_PAINT_MS, resolve);
    window.requestAnimationFrame(() => {
      patience.dispose();
      // The task after the frame, so that the frame is on the screen.
      clock.after(0, resolve);
    });
  });
}
