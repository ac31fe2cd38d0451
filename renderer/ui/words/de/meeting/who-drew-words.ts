import { translation } from '../../../../../core/base/language.ts';
import { WHO_DREW } from '../../meeting/who-drew-words.ts';
import { countWords } from '../../time-words.ts';

export const german = [
  translation(WHO_DREW, {
    drawn: (names) => `Gezeichnet von ${names}`,
    changed: (name) => `zuletzt geändert von ${name}`,
    you: 'dir',
    unknown: 'jemandem, der nicht hier ist',
    unknowns: (count) => `${count} Personen, die nicht hier sind`,
    more: (count) => countWords(count, 'weiteren Person', 'weiteren'),
  }),
];
