import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import { listen } from '../listen.ts';

const CONTROL = 'button, a, summary, [role="button"], [role="radio"], [role="menuitem"]';
/** Open surfaces. They keep the keyboard, whether they were opened by pointer or by keyboard. */
const OPEN = 'dialog, [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
/** Keys that a focused control would otherwise take from the board. */
const TAKEN_KEYS: readonly string[] = [' ', 'Enter', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'];

/**
 * A clicked control keeps the focus and would take the space bar and the arrow keys from the board. This moves the focus away at the
 * first such key. A control that was reached by keyboard keeps its keys. Must be created before other key listeners.
 */
export function releaseClickedControls(window: Window): Disposable {
  const owned = new DisposableStore();
  const { document } = window;
  /** Controls that were clicked since the keyboard last moved the focus. */
  let clicked = new WeakSet<Element>();
  const pressed = (event: PointerEvent): void => {
    const control = event.target instanceof Element ? event.target.closest(CONTROL) : null;
    if (control) clicked.add(control);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') clicked = new WeakSet();
    if (!TAKEN_KEYS.includes(event.key)) return;
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && clicked.has(activeElement) && !activeElement.closest(OPEN)) activeElement.blur();
  };
  owned.add(listen(window, 'pointerdown', pressed, { capture: true }));
  owned.add(listen(window, 'keydown', key, { capture: true }));
  return owned;
}

/** Whether the focused element needs the space bar: a text field, or a control that was reached by keyboard. */
export function keepsSpace(document: Document): boolean {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement)) return false;
  if (activeElement.isContentEditable || activeElement.matches('input, textarea, select')) return true;
  return activeElement.matches(CONTROL) || isOpened(activeElement);
}

/** Whether an element is in a dialog, a panel or a menu. Such a surface has just opened if its element takes the focus. */
export function isOpened(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(OPEN) !== null;
}
