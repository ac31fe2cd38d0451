import { translation } from '../../../../../core/base/language.ts';
import { ADJECTIVES, ANIMALS } from '../../people/friendly-name.ts';

/** All animals are masculine, so that every adjective fits every animal. */
export const german = [
  // biome-ignore format: a word list reads best filled
  translation(ADJECTIVES, [
    'Bunter', 'Kühner', 'Heller', 'Ruhiger', 'Kluger', 'Roter', 'Neugieriger', 'Sanfter', 'Froher', 'Ehrlicher', 'Wacher', 'Netter', 'Munterer',
    'Glücklicher', 'Milder', 'Heiterer', 'Flinker', 'Geduldiger', 'Mutiger', 'Schneller', 'Stiller', 'Silberner', 'Sonniger', 'Rascher',
    'Ordentlicher', 'Weicher', 'Warmer', 'Witziger',
  ]),
  // biome-ignore format: a word list reads best filled
  translation(ANIMALS, [
    'Dachs', 'Biber', 'Kranich', 'Delfin', 'Falke', 'Fink', 'Fuchs', 'Gecko', 'Reiher', 'Ibis', 'Koala', 'Lemur', 'Luchs', 'Star', 'Marder', 'Molch',
    'Otter', 'Uhu', 'Panda', 'Pinguin', 'Rabe', 'Igel', 'Seehund', 'Spatz', 'Storch', 'Schwan', 'Tapir', 'Zaunkönig',
  ]),
];
