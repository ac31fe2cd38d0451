import { expect, test } from 'vitest';
import type { LanguageChoice } from '../../../core/base/language.ts';
import { planQuit, trayWords } from '../../../main/hosting/quit-plan.ts';
import { planCloseDialog } from '../../../main/window/close-plan.ts';
import { firstMenu, menuTemplate } from '../../../main/window/menu-template.ts';
import { mainLanguage, parseLanguageChoice } from '../../../main/words/main-language.ts';

function memory(first?: LanguageChoice) {
  let stored = first;
  return {
    read: () => stored,
    write(choice: LanguageChoice) {
      stored = choice;
    },
  };
}

const menus = (): unknown[] =>
  menuTemplate(firstMenu(), { isMac: false, isDeveloper: false }, () => {}).map(({ label }) => label);

test('main speaks the language of the system until the page has told it another one, and then at every start', () => {
  const stored = memory();
  const language = mainLanguage({ memory: stored, preferred: () => ['de-AT'] });
  expect(menus()).toEqual(['Datei', 'Bearbeiten', 'Ansicht']);
  expect(planCloseDialog(undefined).buttons).toEqual(['Bleiben', 'Verlassen', 'Kopie speichern…']);
  language.choose('en');
  expect(menus()).toEqual(['File', 'Edit', 'View']);
  expect(stored.read()).toBe('en');
  mainLanguage({ memory: stored, preferred: () => ['de-AT'] });
  expect(menus()).toEqual(['File', 'Edit', 'View']);
});

test('the host reads in German what quitting ends, for one guest and for several', () => {
  const language = mainLanguage({ memory: memory('de'), preferred: () => [] });
  expect(planQuit({ guests: 1, unkeptRooms: 1 })?.detail).toBe(
    'Wenn du Inkroom beendest, endet der Raum für sie. Sie hat eine Kopie im eigenen Fenster. Das Board liegt nur im Speicher dieses Computers: Danach gibt es nur noch diese Kopien.',
  );
  expect([0, 1, 3].map(trayWords)).toEqual([
    'Gastgeber, sonst ist niemand da',
    'Gastgeber für 1 Person',
    'Gastgeber für 3 Personen',
  ]);
  language.choose('en');
  expect(trayWords(3)).toBe('Hosting, 3 people');
});

test('a damaged file of the choice counts as no choice', () => {
  expect(['de', 'en', 'auto', 'fr', { language: 'de' }, null].map(parseLanguageChoice)).toEqual([
    'de',
    'en',
    'auto',
    undefined,
    undefined,
    undefined,
  ]);
});
