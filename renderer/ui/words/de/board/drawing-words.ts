import { translation } from '../../../../../core/base/language.ts';
import { DRAWING_WORDS } from '../../board/drawing-words.ts';

export const german = [
  translation(DRAWING_WORDS, {
    straight: 'Quadrat, Kreis oder gerade Linie zeichnen',
    fromMiddle: 'Von der Mitte aus zeichnen',
    moveMeanwhile: 'Form beim Zeichnen verschieben',
    corners: 'Linie oder Pfeil mit Ecken zeichnen; die Eingabetaste beendet',
    leaveFree: 'Enden eines Pfeils nicht anheften',
  }),
];
