import { translation } from '../../../../../core/base/language.ts';
import { PEN_WORDS } from '../../board/pen-words.ts';

export const german = [
  translation(PEN_WORDS, {
    mode: 'Stiftmodus: Nur der Stift zeichnet, Finger verschieben das Board',
    modeShort: 'Stiftmodus',
    modeOn:
      'Der Stiftmodus ist an: Der Stift zeichnet, Finger verschieben das Board. Der erste Knopf der Werkzeugleiste schaltet ihn aus.',
    inkWidth: 'Strichbreite',
    inkWidths: {
      pressure: 'Strichbreite: nach Stiftdruck, sonst nach Tempo',
      speed: 'Strichbreite: nach Tempo, nie nach Druck',
      constant: 'Strichbreite: immer gleich',
    },
    pressureCurve: 'Stiftdruck',
    pressureCurves: {
      light: 'Stiftdruck: Schon leichter Druck macht breite Striche',
      even: 'Stiftdruck: wie der Stift ihn misst',
      firm: 'Stiftdruck: Nur fester Druck macht breite Striche',
    },
    steadying: 'Ruhige Hand',
    steadyings: {
      off: 'Ruhige Hand: aus, der Strich ist dort, wo der Zeiger ist',
      some: 'Ruhige Hand: kleines Zittern wird ausgelassen',
      strong: 'Ruhige Hand: Der Strich wird dem Zeiger nachgezogen',
    },
    widthIn: 'Breite gilt',
    widthsIn: {
      board: 'Breite gilt auf dem Board: Herangezoomt ist der Stift breiter',
      screen: 'Breite gilt auf dem Bildschirm: Der Stift ist bei jedem Zoom gleich breit',
    },
    barrel: 'Stifttaste',
    barrels: {
      erase: 'Stifttaste: radiert',
      lasso: 'Stifttaste: wählt mit dem Lasso aus',
      menu: 'Stifttaste: öffnet das Menü',
    },
    taps: 'Mit zwei Fingern tippen für Rückgängig, mit drei für Wiederholen',
    undoTap: 'Rückgängig',
    redoTap: 'Wiederholen',
    twoFingers: 'mit 2 Fingern tippen',
    threeFingers: 'mit 3 Fingern tippen',
  }),
];
