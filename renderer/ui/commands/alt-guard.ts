import { type Disposable, DisposableStore, disposable } from '../../../core/base/disposable.ts';

/**
 * On Windows and Linux a window goes to its menu bar when Alt is let go. Who held it for a drag or a turn of the wheel wanted something
 * else: then the system hears nothing of that key.
 */
export function guardAlt(target: Window): Disposable {
  const owned = new DisposableStore();
  let isUsed = false;
  const on = <K extends keyof WindowEventMap>(name: K, run: (event: WindowEventMap[K]) => void): void => {
    const options = { capture: true, passive: name !== 'keyup' };
    target.addEventListener(name, run, options);
    owned.add(disposable(() => target.removeEventListener(name, run, options)));
  };
  const use = (event: MouseEvent): void => {
    if (event.altKey) isUsed = true;
  };
  on('pointerdown', use);
  on('pointerup', use);
  on('wheel', use);
  on('pointermove', (event) => {
    if (event.buttons !== 0) use(event);
  });
  on('keydown', ({ key, repeat }) => {
    if (key === 'Alt' && !repeat) isUsed = false;
  });
  on('keyup', (event) => {
    if (event.key !== 'Alt') return;
    if (isUsed) event.preventDefault();
    isUsed = false;
  });
  return owned;
}
