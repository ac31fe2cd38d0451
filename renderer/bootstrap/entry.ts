import { applyTranslations, LANGUAGE, languageFor, translation } from '../../core/base/language.ts';
import { localStorageOf, storedSettings } from './storage/settings-storage.ts';

/** Chooses the language, and starts the app in it. First of all, because the app's modules copy words when they load. */
async function begin(): Promise<void> {
  const { language } = storedSettings(localStorageOf(window)).read();
  const chosen = languageFor(language, navigator.languages);
  if (chosen.tag === 'en') applyTranslations([translation(LANGUAGE, chosen)]);
  else {
    // Loaded only when used. If it cannot be loaded, the app speaks English.
    const german = await import('../ui/words/de/german.ts').catch(() => undefined);
    if (german !== undefined) applyTranslations([...german.GERMAN, translation(LANGUAGE, chosen)]);
  }
  document.documentElement.lang = LANGUAGE.tag;
  await import('./main.ts');
}

void begin();
