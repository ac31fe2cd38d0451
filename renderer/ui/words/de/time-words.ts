import { translation } from '../../../../core/base/language.ts';
import { AGE_WORDS, countWords } from '../time-words.ts';

export const german = [
  translation(AGE_WORDS, {
    seconds: (count) => `${count} s`,
    minutes: (count) => `${count} min`,
    hours: (count) => `${count} Std.`,
    days: (count) => countWords(count, 'Tag', 'Tagen'),
  }),
];
