import { translation } from '../../../../../core/base/language.ts';
import { PICTURE_WORDS } from '../../board/picture-words.ts';
import { namesOf } from '../../file-names.ts';

export const german = [
  translation(PICTURE_WORDS, {
    unreadable: (files) =>
      files.length === 1
        ? `${namesOf(files)} ist kein Bild, das Inkroom zeigen kann.`
        : `${namesOf(files)} sind keine Bilder, die Inkroom zeigen kann.`,
    large: (files) => `${namesOf(files)} ${files.length === 1 ? 'ist' : 'sind'} zu groß: Ein Bild darf höchstens 10 MiB haben.`,
    refused:
      'Ein Bild konnte nicht gesendet werden: Für weitere Bilder ist kein Platz. Andere sehen an seiner Stelle ein graues Feld.',
  }),
];
