import { translation } from '../../../../../core/base/language.ts';
import { ERASER_WORDS } from '../../board/eraser-words.ts';

export const german = [
  translation(ERASER_WORDS, {
    row: 'Radierer',
    mode: 'Art des Radierers',
    whole: 'Ganze Striche',
    part: 'Nur die berührte Stelle',
    toggle: 'Zwischen ganzen Strichen und berührten Stellen wechseln',
  }),
];
