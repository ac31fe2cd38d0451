import { translation } from '../../../../../core/base/language.ts';
import { PICTURE_WORDS } from '../../board/picture-words.ts';
import { shortName } from '../../file-names.ts';

export const german = [
  translation(PICTURE_WORDS, {
    unreadable: (name) => `${shortName(name)} ist kein Bild, das Inkroom zeigen kann.`,
    large: (name) => `${shortName(name)} ist zu groß: Ein Bild darf höchstens 10 MiB haben.`,
    refused:
      'Ein Bild konnte nicht gesendet werden: Für weitere Bilder ist kein Platz. Andere sehen an seiner Stelle ein graues Feld.',
  }),
];
