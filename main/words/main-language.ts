import { applyTranslations, LANGUAGE_CHOICES, type LanguageChoice, languageFor } from '../../core/base/language.ts';
import type { JsonFile } from '../files/json-file.ts';
import { GERMAN } from './german.ts';

/** The language of main's own words: the choice in the page's settings, stored for the next start. */
export interface MainLanguage {
  choose(choice: LanguageChoice): void;
}

export interface MainLanguageOptions {
  readonly memory: JsonFile<LanguageChoice>;
  /** The system's languages, best first. */
  readonly preferred: () => readonly string[];
}

/** Main reads its words when it shows them, so a change needs no restart. */
export function mainLanguage({ memory, preferred }: MainLanguageOptions): MainLanguage {
  let endLast = (): void => {};
  let known = memory.read() ?? 'auto';
  const speak = (): void => {
    endLast();
    endLast = languageFor(known, preferred()).tag === 'de' ? applyTranslations(GERMAN) : () => {};
  };
  speak();
  return {
    choose(choice) {
      if (choice === known) return;
      known = choice;
      speak();
      memory.write(choice);
    },
  };
}

export function parseLanguageChoice(raw: unknown): LanguageChoice | undefined {
  return LANGUAGE_CHOICES.find((choice) => choice === raw);
}
