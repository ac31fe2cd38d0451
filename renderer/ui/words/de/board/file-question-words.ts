import { translation } from '../../../../../core/base/language.ts';
import { PICTURE_PARTS, PLACE_WORDS } from '../../board/file-question-words.ts';
import { shortName } from '../../file-names.ts';

export const german = [
  translation(PLACE_WORDS, {
    title: (name) => `Wohin mit ${shortName(name)}?`,
    shared: 'In diesem Raum sind andere. Sie sehen hinzugefügte Elemente sofort.',
    alone: 'Dieses Board ist nicht leer.',
    here: 'In diesen Raum',
    own: 'Als neues Board öffnen',
  }),
  translation(PICTURE_PARTS, {
    title: 'Welcher Teil des Boards?',
    text: 'Das Board ist so groß, dass ein Bild von allem nicht zu lesen wäre.',
    view: 'Was ich gerade sehe',
    selection: 'Die Auswahl',
    board: 'Trotzdem alles',
  }),
];
