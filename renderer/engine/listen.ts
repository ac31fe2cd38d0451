import { type Disposable, disposable } from '../../core/base/disposable.ts';

/** Listens to a target of the page until it is disposed. */
export function listen<K extends keyof WindowEventMap>(
  target: Pick<Window, 'addEventListener' | 'removeEventListener'>,
  name: K,
  listener: (event: WindowEventMap[K]) => void,
  options?: AddEventListenerOptions,
): Disposable;
export function listen<K extends keyof HTMLElementEventMap>(
  target: HTMLElement,
  name: K,
  listener: (event: HTMLElementEventMap[K]) => void,
  options?: AddEventListenerOptions,
): Disposable;
export function listen(
  target: EventTarget,
  name: string,
  listener: (event: Event) => void,
  options?: AddEventListenerOptions,
): Disposable;
export function listen(
  target: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>,
  name: string,
  listener: (event: Event) => void,
  options?: AddEventListenerOptions,
): Disposable {
  target.addEventListener(name, listener, options);
  return disposable(() => target.removeEventListener(name, listener, options));
}
