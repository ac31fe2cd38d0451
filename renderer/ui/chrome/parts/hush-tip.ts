/**
 * Hides the tooltip of an element that gets the focus back, because the person has just used it and knows it. Until the focus or the
 * pointer leaves it.
 */
export function hushTip(element: HTMLElement): void {
  element.toggleAttribute('data-hushed', true);
  const end = (): void => {
    element.removeAttribute('data-hushed');
    element.removeEventListener('blur', end);
    element.removeEventListener('pointerleave', end);
  };
  element.addEventListener('blur', end);
  element.addEventListener('pointerleave', end);
}
