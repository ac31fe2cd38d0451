import { translation } from '../../../../../core/base/language.ts';
import { ENDED } from '../../status/ended-words.ts';
import { countWords } from '../../time-words.ts';

export const german = [
  translation(ENDED, {
    title: 'Der Gastgeber hat diesen Raum beendet. Du hast eine Kopie.',
    text: (elements) => `Sie hat ${countWords(elements, 'Element', 'Elemente')} und liegt in diesem Fenster.`,
    nextInApp: 'Werde selbst Gastgeber, um damit weiterzumachen.',
    nextInBrowser:
      'Um mit anderen weiterzumachen, speichere sie und öffne die Datei in der Inkroom-App. Damit kannst du sie teilen.',
    save: 'Kopie speichern',
    host: 'Selbst Gastgeber werden',
    cannotHost: 'Inkroom konnte die Kopie nicht öffnen. Speichere sie, und starte Inkroom neu.',
    hosted: 'Deine Kopie ist jetzt ein eigenes Board. Mit „Teilen“ holst du andere dazu.',
  }),
];
