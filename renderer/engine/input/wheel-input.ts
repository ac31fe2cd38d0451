import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import { listen } from '../listen.ts';
import type { Size } from '../view/camera.ts';
import { type WheelMeaning, type WheelUse, wheelMeaning } from './wheel.ts';

interface WheelInputOptions {
  readonly mount: HTMLElement;
  readonly gestures: { readonly fingers: number };
  readonly view: () => Size;
  readonly wheelUse: () => WheelUse;
  readonly onWheel: (meaning: WheelMeaning, at: { readonly x: number; readonly y: number }) => void;
}

/** WebKit's own event of a pinch. `scale` is relative to the gesture's start. No other engine has it. */
interface PinchEvent extends UIEvent {
  readonly scale: number;
  readonly clientX: number;
  readonly clientY: number;
}

/**
 * The wheel over the board, and pinches on a trackpad. Chromium and Firefox send pinches as a wheel with Ctrl, WebKit as events of
 * its own. Neither ever zooms the page, anywhere in it.
 */
export function listenToWheel({ mount, gestures, view, wheelUse, onWheel }: WheelInputOptions): Disposable {
  const owned = new DisposableStore();
  const window = mount.ownerDocument.defaultView as Window;
  const on = (target: EventTarget, name: string, listener: (event: Event) => void): void => {
    owned.add(listen(target, name, listener, { passive: false }));
  };
  const isOver = ({ target }: Event): boolean => target instanceof Node && mount.contains(target);
  const placeOf = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }) => {
    const box = mount.getBoundingClientRect();
    return { x: clientX - box.left, y: clientY - box.top };
  };
  on(window, 'wheel', (event) => {
    if (!(event instanceof WheelEvent)) return;
    const { deltaX, deltaY, deltaMode, shiftKey: shift } = event;
    const accel = event.ctrlKey || event.metaKey;
    // Over the chrome a wheel may scroll a panel; a wheel with Ctrl would zoom the page.
    if (isOver(event) || accel) event.preventDefault();
    if (isOver(event)) onWheel(wheelMeaning({ deltaX, deltaY, deltaMode, shift, accel }, view(), wheelUse()), placeOf(event));
  });
  let scaleBefore = 1;
  on(window, 'gesturestart', (event) => {
    event.preventDefault();
    scaleBefore = 1;
  });
  on(window, 'gesturechange', (event) => {
    event.preventDefault();
    const pinch = event as PinchEvent;
    const factor = pinch.scale / scaleBefore;
    scaleBefore = pinch.scale;
    // Fingers on the glass are pointers, and `PointerGestures` handles their pinch.
    if (gestures.fingers === 0 && isOver(event) && factor > 0) onWheel({ kind: 'zoom', factor }, placeOf(pinch));
  });
  on(window, 'gestureend', (event) => event.preventDefault());
  return owned;
}
