import { translation } from '../../../../../core/base/language.ts';
import { COPY_WORDS } from '../../board/copy-words.ts';

export const german = [
  translation(COPY_WORDS, {
    done: 'Kopiert.',
    failed: 'Inkroom konnte nicht kopieren: Der Browser hat es nicht erlaubt.',
  }),
];
