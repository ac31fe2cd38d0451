import type { Disposable } from '../../../core/base/disposable.ts';
import { listen } from '../../engine/listen.ts';
import { parseSettings, type Settings } from '../../ui/settings/settings.ts';
import type { SettingsStore } from '../../ui/settings/settings-store.ts';
import { createValue } from '../../ui/value-store.ts';

const KEY = 'inkroom.settings';

/** The used part of `localStorage`. Every call may throw: storage can be full or forbidden. */
export type SettingsStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** Settings in this browser. Without storage they last as long as the window. */
export function storedSettings(storage: SettingsStorage | undefined): SettingsStore & { readAgain(): void } {
  const value = createValue<Settings>(parseSettings(readStored(storage)));
  return {
    read: value.read,
    watch: value.watch,
    change(part) {
      // Another window may have written meanwhile: change the current value, not the one from the start.
      const stored = readStored(storage);
      const next = { ...(stored === null ? value.read() : parseSettings(stored)), ...part };
      value.write(next);
      try {
        storage?.setItem(KEY, JSON.stringify(next));
      } catch {
        // Full or forbidden: the setting is valid for this window only.
      }
    },
    readAgain: () => value.write(parseSettings(readStored(storage))),
  };
}

/** Follows the writes of other windows of the same browser. */
export function followOtherWindows(window: Window, settings: { readAgain(): void }): Disposable {
  const written = (event: StorageEvent): void => {
    if (event.key === KEY) settings.readAgain();
  };
  return listen(window, 'storage', written);
}

/** `localStorage`, or undefined where even the access throws (blocked cookies). */
export function localStorageOf(window: Window): SettingsStorage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

/** The same for `sessionStorage`, which belongs to one tab. */
export function sessionStorageOf(window: Window): SettingsStorage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}

function readStored(storage: SettingsStorage | undefined): string | null {
  try {
    return storage?.getItem(KEY) ?? null;
  } catch {
    return null;
  }
}
