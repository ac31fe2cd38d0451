import { needsReload } from '../../../core/base/language.ts';
import type { Theme } from '../../engine/palette.ts';
import type { CommandContext, CommandState } from '../commands/command.ts';
import type { Source } from '../value-store.ts';
import type { SettingsStore } from './settings-store.ts';

interface SettingActsFrom {
  readonly settings: SettingsStore;
  readonly theme: Source<Theme>;
  readonly state: Source<CommandState>;
  readonly window: Pick<Window, 'navigator' | 'location'>;
}

/** The commands' way to the settings. */
export function createSettingActs({ settings, theme, state, window }: SettingActsFrom): CommandContext['settings'] {
  return {
    choose(part) {
      settings.change(part);
      // Most modules copied their words when the page loaded.
      if (part.language !== undefined && needsReload(part.language, window.navigator.languages)) window.location.reload();
    },
    toggle: (name) => settings.change({ [name]: !settings.read()[name] }),
    toggleTheme: () => settings.change({ theme: theme.read() === 'dark' ? 'light' : 'dark' }),
    togglePenMode: () => settings.change({ penMode: state.read().penMode ? 'off' : 'on' }),
  };
}
