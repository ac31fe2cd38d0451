import { translation } from '../../../../../core/base/language.ts';
import { KIND_NAMES, LISTING, OTHER_KIND } from '../../board/listing-words.ts';
import { countWords, numberWords } from '../../time-words.ts';

export const german = [
  translation(LISTING, {
    title: 'Board als Liste',
    hint: 'Angekreuzte Elemente sind ausgewählt. Pfeiltasten verschieben sie auf dem Board, die Eingabetaste schreibt in eines, Strg+K zeigt alle Befehle.',
    none: 'Auf dem Board ist noch nichts.',
    more: (count) =>
      `${countWords(count, 'weiteres Element', 'weitere Elemente')} weiter unten. Finde sie mit Strg+F an ihrem Text.`,
    item: (kind, text, x, y) =>
      `${kind}${text === '' ? '' : ` „${text}“`}, ${numberWords(x)} waagerecht, ${numberWords(y)} senkrecht`,
  }),
  translation(KIND_NAMES, {
    1: 'Strich',
    2: 'Textmarker',
    3: 'Linie',
    4: 'Pfeil',
    5: 'Rechteck',
    6: 'Ellipse',
    7: 'Raute',
    8: 'Text',
    9: 'Notiz',
    10: 'Bild',
    11: 'Rahmen',
  }),
  translation(OTHER_KIND, { name: 'Element' }),
];
