import { translation } from '../../../../core/base/language.ts';
import { CHANGES_SAID, NEWS } from '../news-words.ts';
import { countWords, numberWords } from '../time-words.ts';

export const german = [
  translation(NEWS, {
    soon: 'Nach kurzer Unterbrechung wieder da',
    after: (age) => `Nach ${age} wieder da`,
    sent: (things) => `deine Änderungen an ${countWords(things, 'Element', 'Elementen')} sind auf dem Board`,
    refused: (things) =>
      `deine Änderungen an ${countWords(things, 'Element', 'Elementen')} wurden nicht angenommen und sind hier zurückgenommen`,
    alsoRefused: (things) => `die an ${numberWords(things)} wurden nicht angenommen und sind hier zurückgenommen`,
    nothing: 'von dir wartete nichts',
    noOthers: 'sonst hat niemand etwas geändert',
    others: (things) => `andere haben ${countWords(things, 'Element', 'Elemente')} geändert`,
    whole: (after, own, others) => `${after}: ${own}; ${others}.`,
    full: (percent) =>
      `Das Board ist zu ${percent} % voll. Speichere eine Kopie und mach in einem neuen Raum weiter, bevor es voll ist.`,
    previousLife: (things, moment) =>
      `Der Raum war leer, und der Server hat sein Board mit ${countWords(things, 'Element', 'Elementen')} gelöscht (${moment}).`,
    newLife: 'Was jetzt gezeichnet wird, beginnt ein neues.',
  }),
  translation(CHANGES_SAID, {
    changed: (count) => `Andere haben ${countWords(count, 'Element', 'Elemente')} geändert.`,
  }),
];
