import { translation } from '../../../../../core/base/language.ts';
import {
  ALIGN_WORDS,
  ARRANGING_WORDS,
  DISTRIBUTE_WORDS,
  FLIP_WORDS,
  ORDER_WORDS,
  SELECTION_WORDS,
} from '../../board/arranging-words.ts';

export const german = [
  translation(ARRANGING_WORDS, {
    copyStyle: 'Stil kopieren',
    pasteStyle: 'Stil anwenden',
    group: 'Gruppieren',
    ungroup: 'Gruppierung aufheben',
    lock: 'Sperren oder entsperren',
    snaps: 'An anderen Elementen ausrichten',
    encloses: 'Nur ganz umschlossene Elemente auswählen',
    nextKind: 'Zur nächsten Form wechseln',
    previousKind: 'Zur vorigen Form wechseln',
  }),
  translation(ORDER_WORDS, {
    front: 'Ganz nach vorn',
    forward: 'Eine Ebene nach vorn',
    backward: 'Eine Ebene nach hinten',
    back: 'Ganz nach hinten',
  }),
  translation(ALIGN_WORDS, {
    left: 'Links ausrichten',
    centre: 'Waagerecht zentrieren',
    right: 'Rechts ausrichten',
    top: 'Oben ausrichten',
    middle: 'Senkrecht zentrieren',
    bottom: 'Unten ausrichten',
  }),
  translation(DISTRIBUTE_WORDS, { across: 'Waagerecht gleichmäßig verteilen', down: 'Senkrecht gleichmäßig verteilen' }),
  translation(FLIP_WORDS, { across: 'Waagerecht spiegeln', down: 'Senkrecht spiegeln' }),
  translation(SELECTION_WORDS, { bar: 'Auswahl', menu: 'Board und Auswahl', more: 'Mehr…', align: 'Ausrichten' }),
];
