import { translation } from '../../../../../core/base/language.ts';
import { KEEP_QUESTION, KEEP_SETTING, KEPT } from '../../status/keep-words.ts';

export const german = [
  translation(KEEP_QUESTION, {
    text: 'Dieses Board liegt nur im Speicher. Boards auf diesem Computer aufbewahren?',
    keep: 'Aufbewahren',
    memory: 'Nur im Speicher',
  }),
  translation(KEEP_SETTING, {
    title: 'Boards, deren Gastgeber du bist',
    disk: 'Auf diesem Computer aufbewahren',
    memory: 'Nur im Speicher',
  }),
  translation(KEPT, {
    disk: 'Boards, deren Gastgeber du bist, bleiben ab jetzt auf diesem Computer.',
    memory:
      'Boards, deren Gastgeber du bist, liegen ab jetzt nur im Speicher. Was schon gespeichert war, bleibt auf der Festplatte.',
    failed: 'Das ließ sich nicht ändern. Versuch es noch einmal.',
    notKept:
      'Auf diesem Computer können keine Boards bleiben: Der Speicherort ließ sich nicht öffnen. Vielleicht verwendet ihn ein anderes Inkroom, oder ein Teil der Installation fehlt. Boards liegen nur im Speicher.',
  }),
];
