import { DisposableStore } from '../../core/base/disposable.ts';
import { listen } from '../engine/listen.ts';
import type { Theme } from '../engine/palette.ts';
import type { Settings } from '../ui/settings/settings.ts';
import { createValue, type Source } from '../ui/value-store.ts';

/** The current theme: the person's choice, or the system's for the choice "system". Set on the page's root for the styles. */
export function watchTheme(window: Window, settings: Source<Settings>): Source<Theme> & { dispose(): void } {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const resolve = (): Theme => {
    const { theme } = settings.read();
    return theme === 'system' ? (system.matches ? 'dark' : 'light') : theme;
  };
  const shown = createValue<Theme>(resolve());
  const show = (): void => {
    const theme = resolve();
    window.document.documentElement.dataset.theme = theme;
    shown.write(theme);
  };
  show();
  const owned = new DisposableStore();
  owned.add(settings.watch(show));
  owned.add(listen(system, 'change', show));
  return { read: shown.read, watch: shown.watch, dispose: () => owned.dispose() };
}
