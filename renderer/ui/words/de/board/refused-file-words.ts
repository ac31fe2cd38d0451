import { translation } from '../../../../../core/base/language.ts';
import { REFUSED_TOGETHER } from '../../board/refused-file-words.ts';

export const german = [
  translation(REFUSED_TOGETHER, {
    damaged: (names) => `${names} sind beschädigt und lassen sich nicht lesen.`,
    foreign: (names) => `${names} sind keine Inkroom-Dateien.`,
    newer: (names) => `${names} stammen von einem neueren Inkroom. Aktualisiere, um sie zu öffnen.`,
    unknownKind: (names) => `Dateien dieser Art öffnet Inkroom nicht: ${names}.`,
    tooLarge: (names) => `${names} sind größer, als Inkroom öffnet. Öffne kleinere Dateien.`,
    tooNew: (names) => `${names} stammen von neueren Versionen ihrer Apps, als Inkroom lesen kann.`,
    noDrawing: (names) => `In diesen Bildern steckt keine Zeichnung, die Inkroom öffnen kann: ${names}.`,
    empty: (names) => `In ${names} ist nichts, was Inkroom auf ein Board legen kann.`,
  }),
];
