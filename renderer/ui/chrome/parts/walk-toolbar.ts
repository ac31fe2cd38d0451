import type { KeyboardEvent } from 'react';
import { nextItem } from './popover.tsx';

/** Left and right arrow keys move the focus along a row of buttons. The board does not get these keys. */
export function walkToolbar(event: KeyboardEvent<HTMLElement>): void {
  const key = event.key === 'ArrowRight' ? 'ArrowDown' : event.key === 'ArrowLeft' ? 'ArrowUp' : event.key;
  if (!['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(key) || event.ctrlKey || event.metaKey || event.altKey) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  event.preventDefault();
  buttons[nextItem(key, at, buttons.length)]?.focus();
}
