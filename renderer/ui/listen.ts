import { type Disposable, disposable } from '../../core/base/disposable.ts';

/** Listens to an event of the window until it is disposed. */
export function listen<Name extends keyof WindowEventMap>(
  target: Pick<Window, 'addEventListener' | 'removeEventListener'>,
  name: Name,
  run: (event: WindowEventMap[Name]) => void,
  options: AddEventListenerOptions = {},
): Disposable {
  target.addEventListener(name, run, options);
  return disposable(() => target.removeEventListener(name, run, options));
}
