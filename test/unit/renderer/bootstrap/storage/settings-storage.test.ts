import { expect, test } from 'vitest';
import { type SettingsStorage, storedSettings } from '../../../../../renderer/bootstrap/storage/settings-storage.ts';
import { NO_SETTINGS } from '../../../../../renderer/ui/settings/settings.ts';

function storage(first?: string): SettingsStorage & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>(first === undefined ? [] : [['inkroom.settings', first]]);
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

test('a change is kept for the next window', () => {
  const shared = storage();
  storedSettings(shared).change({ name: 'Ada', theme: 'dark' });
  expect(storedSettings(shared).read()).toEqual({ ...NO_SETTINGS, name: 'Ada', theme: 'dark' });
});

test('a damaged copy is as none, and the next change mends it', () => {
  const damaged = storage('{"name":');
  const settings = storedSettings(damaged);
  expect(settings.read()).toEqual(NO_SETTINGS);
  settings.change({ color: 4 });
  expect(storedSettings(damaged).read().color).toBe(4);
});

test('two windows do not undo each other’s changes', () => {
  const shared = storage();
  const [one, two] = [storedSettings(shared), storedSettings(shared)];
  one.change({ name: 'Ada' });
  two.change({ theme: 'light' });
  expect(storedSettings(shared).read()).toMatchObject({ name: 'Ada', theme: 'light' });
  one.readAgain();
  expect(one.read().theme).toBe('light');
});

test('where nothing can be kept, settings hold for the window', () => {
  const forbidden: SettingsStorage = {
    getItem: () => {
      throw new Error('SecurityError');
    },
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
  };
  for (const nowhere of [forbidden, undefined]) {
    const settings = storedSettings(nowhere);
    let told = 0;
    settings.watch(() => told++);
    settings.change({ name: 'Ada' });
    settings.change({ color: 2 });
    expect([settings.read().name, settings.read().color, told]).toEqual(['Ada', 2, 2]);
  }
});
