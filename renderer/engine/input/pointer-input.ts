import { type Disposable, DisposableStore, disposable } from '../../../core/base/disposable.ts';
import type { Size } from '../camera.ts';
import type { PointerFacts, PointerGestures } from './pointer-gestures.ts';
import { type WheelMeaning, type WheelUse, wheelMeaning } from './wheel.ts';

export interface PointerInputOptions {
  readonly mount: HTMLElement;
  readonly gestures: PointerGestures;
  readonly view: () => Size;
  readonly wheelUse: () => WheelUse;
  readonly onWheel: (meaning: WheelMeaning, at: { readonly x: number; readonly y: number }) => void;
  /** The event that is being told to `gestures` now, for the samples in it; undefined afterwards. */
  readonly onEvent: (event: PointerEvent | undefined) => void;
  readonly onSpace: () => void;
  /** Shift, Alt, Ctrl, Command or the space bar went down or up. True when a gesture uses it: the page must not. */
  readonly onKeys: (event: KeyboardEvent) => boolean;
}

const MODIFIERS: readonly string[] = ['Shift', 'Alt', 'Control', 'Meta'];

/** Turns the page's events into facts for `PointerGestures`. Knows no tool. */
export function listenToPointers(options: PointerInputOptions): Disposable {
  const { mount, gestures, onEvent } = options;
  const owned = new DisposableStore();
  const window = mount.ownerDocument.defaultView as Window;
  let isOver = false;

  const factsOf = (event: PointerEvent): PointerFacts => {
    const box = mount.getBoundingClientRect();
    return {
      id: event.pointerId,
      type: event.pointerType === 'pen' || event.pointerType === 'touch' ? event.pointerType : 'mouse',
      button: event.button,
      buttons: event.buttons,
      x: event.clientX - box.left,
      y: event.clientY - box.top,
      at: event.timeStamp,
    };
  };
  const on = <K extends keyof HTMLElementEventMap>(name: K, listener: (event: HTMLElementEventMap[K]) => void): void => {
    mount.addEventListener(name, listener, { passive: false });
    owned.add(disposable(() => mount.removeEventListener(name, listener)));
  };
  const onWindow = <K extends keyof WindowEventMap>(name: K, listener: (event: WindowEventMap[K]) => void): void => {
    window.addEventListener(name, listener);
    owned.add(disposable(() => window.removeEventListener(name, listener)));
  };
  const tell = (event: PointerEvent, run: (facts: PointerFacts) => void): void => {
    onEvent(event);
    try {
      run(factsOf(event));
    } finally {
      onEvent(undefined);
    }
  };

  on('pointerdown', (event) => {
    // Only what falls on the board itself: the page's own buttons lie elsewhere or stop here.
    if (event.target instanceof Element && event.target !== mount && event.target.closest('button, a, input, textarea, select'))
      return;
    tell(event, (facts) => {
      if (!gestures.down(facts)) return;
      // Synthetic pointers of tests and some pens cannot be captured; the gesture works all the same over the board.
      try {
        mount.setPointerCapture(event.pointerId);
      } catch {
        // Nothing to do.
      }
      // No text selection, no scrolling with the middle button; focus is ours to give.
      event.preventDefault();
      const focused = mount.ownerDocument.activeElement;
      if (focused instanceof HTMLElement && focused !== mount) focused.blur();
    });
  });
  on('pointermove', (event) => {
    isOver = true;
    tell(event, (facts) => gestures.move(facts));
  });
  on('pointerup', (event) => tell(event, (facts) => gestures.up(facts)));
  on('pointercancel', (event) => tell(event, () => gestures.lost(event.pointerId)));
  on('lostpointercapture', (event) => tell(event, () => gestures.lost(event.pointerId)));
  on('pointerleave', (event) => {
    isOver = false;
    tell(event, (facts) => gestures.left(facts));
  });
  on('contextmenu', (event) => event.preventDefault());
  on('wheel', (event) => {
    event.preventDefault();
    const box = mount.getBoundingClientRect();
    const { deltaX, deltaY, deltaMode } = event;
    const wheel = { deltaX, deltaY, deltaMode, shift: event.shiftKey, accel: event.ctrlKey || event.metaKey };
    options.onWheel(wheelMeaning(wheel, options.view(), options.wheelUse()), {
      x: event.clientX - box.left,
      y: event.clientY - box.top,
    });
  });

  const space = (held: boolean): void => {
    if (gestures.spaceHeld === held) return;
    gestures.spaceHeld = held;
    options.onSpace();
  };
  const keys = (event: KeyboardEvent): void => {
    // Alt alone opens the window's menu on some systems.
    if (MODIFIERS.includes(event.key) && !event.repeat && options.onKeys(event) && event.key === 'Alt') event.preventDefault();
  };
  onWindow('keydown', (event) => {
    keys(event);
    if (event.code !== 'Space' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!isOver || keepsSpace(event.target)) return;
    event.preventDefault();
    if (gestures.spaceHeld) return;
    space(true);
    options.onKeys(event);
  });
  onWindow('keyup', (event) => {
    keys(event);
    if (event.code !== 'Space' || !gestures.spaceHeld) return;
    event.preventDefault();
    space(false);
    options.onKeys(event);
  });
  onWindow('blur', () => space(false));
  return owned;
}

/** Whether an element needs the space bar itself: text being typed, or a control that was reached by keyboard. */
function keepsSpace(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('input, textarea, select')) return true;
  return target.matches('button, a, [role="button"], [role="menuitem"], summary') && target.matches(':focus-visible');
}
