import { translation } from '../../../../core/base/language.ts';
import { ANNOUNCEMENT, PROGRAM } from '../outside-words.ts';
import { countWords } from '../time-words.ts';

export const german = [
  translation(ANNOUNCEMENT, {
    says: (from, text) => (from === '' ? text : `${from}: ${text}`),
    topics: 'Mitteilungen über',
    topicsHint: 'Themen, durch Kommas getrennt, so wie die Betreiber dieses Servers sie nennen.',
  }),
  translation(PROGRAM, {
    is: 'Programm',
    takeBack: (name) => `Alles zurücknehmen, was ${name} gezeichnet hat`,
    takenBack: (count) => `${countWords(count, 'Element', 'Elemente')} entfernt. „Rückgängig“ holt alles zurück.`,
    nothing: (name) => `Auf dem Board ist nichts von ${name}.`,
  }),
];
