import { type RefObject, useEffect } from 'react';

/**
 * Makes a row of buttons one stop of the Tab key: the button with the focus, else the chosen one, else the first. The arrow keys walk
 * along the row.
 */
export function useOneTabStop(row: RefObject<HTMLElement | null>): void {
  // After every render, because buttons come, go and are chosen. There are some thirty of them at most.
  useEffect(() => {
    const element = row.current;
    if (!element) return undefined;
    const stopAt = (stop: HTMLElement): void => {
      for (const button of buttonsOf(element)) button.tabIndex = button === stop ? 0 : -1;
    };
    const buttons = buttonsOf(element);
    const stop =
      buttons.find((button) => button === document.activeElement) ??
      buttons.find((button) => button.matches('[aria-pressed="true"], [aria-checked="true"]')) ??
      buttons[0];
    if (stop) stopAt(stop);
    const focused = ({ target }: FocusEvent): void => {
      if (target instanceof HTMLButtonElement) stopAt(target);
    };
    element.addEventListener('focusin', focused);
    return () => element.removeEventListener('focusin', focused);
  });
}

const buttonsOf = (row: HTMLElement): HTMLElement[] => [...row.querySelectorAll<HTMLElement>('button')];
