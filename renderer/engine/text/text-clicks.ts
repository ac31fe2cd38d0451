import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import { listen } from '../listen.ts';
import type { Point } from '../view/camera.ts';

export interface TextClicksOptions {
  readonly mount: HTMLElement;
  /** Two clicks at one place, screen pixels from the mount's top left. */
  readonly onDouble: (at: Point) => void;
  /** A click with Ctrl or Cmd. */
  readonly onFollow: (at: Point) => void;
}

/**
 * Clicks with a meaning for text, whatever the current tool does with them. Clicks in a text field or on a button are not the
 * board's.
 */
export function listenToTextClicks({ mount, onDouble, onFollow }: TextClicksOptions): Disposable {
  const owned = new DisposableStore();
  const on = (name: 'click' | 'dblclick', take: (event: MouseEvent, at: Point) => void): void => {
    const listener = (event: MouseEvent): void => {
      if (event.target instanceof Element && event.target.closest('button, a, input, textarea, select')) return;
      const box = mount.getBoundingClientRect();
      take(event, { x: event.clientX - box.left, y: event.clientY - box.top });
    };
    owned.add(listen(mount, name, listener));
  };
  on('dblclick', (event, at) => {
    if (event.button === 0 && !event.shiftKey) onDouble(at);
  });
  on('click', (event, at) => {
    if (event.ctrlKey || event.metaKey) onFollow(at);
  });
  return owned;
}
