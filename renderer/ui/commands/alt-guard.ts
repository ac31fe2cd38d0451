import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import { listen } from '../../engine/listen.ts';

/**
 * On Windows and Linux the release of Alt opens the window's menu bar. After a drag or a wheel event with Alt that is not wanted, so
 * this hides the release from the system.
 */
export function guardAlt(target: Window): Disposable {
  const owned = new DisposableStore();
  let isUsed = false;
  const on = <K extends keyof WindowEventMap>(name: K, run: (event: WindowEventMap[K]) => void): void => {
    owned.add(listen(target, name, run, { capture: true, passive: name !== 'keyup' }));
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
