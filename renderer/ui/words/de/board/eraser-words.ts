import { translation } from '../../../../../core/base/language.ts';
import { ERASER_WORDS } from '../../board/eraser-words.ts';

export const german = [
  translation(ERASER_WORDS, {
    row: 'Radierer',
    mode: 'Art des Radierers',
    whole: 'Ganze Elemente',
    part: 'Nur die berührte Stelle',
    toggle: 'Zwischen ganzen Elementen und berührten Stellen wechseln',
  }),
];
