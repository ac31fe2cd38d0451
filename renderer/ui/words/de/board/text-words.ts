import { translation } from '../../../../../core/base/language.ts';
import { TEXT_WORDS } from '../../board/text-words.ts';

export const german = [
  translation(TEXT_WORDS, {
    field: 'Text auf dem Board',
    font: 'Schrift',
    fonts: ['Inter', 'Handschrift', 'Schreibmaschine'],
    size: 'Größe',
    sizes: ['Kleine Schrift', 'Mittlere Schrift', 'Große Schrift', 'Sehr große Schrift'],
    sizeSigns: ['S', 'M', 'L', 'XL'],
    align: 'Ausrichtung',
    aligns: ['Am Anfang ausrichten', 'In der Mitte ausrichten', 'Am Ende ausrichten'],
  }),
];
