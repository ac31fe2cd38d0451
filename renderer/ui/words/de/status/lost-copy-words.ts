import { translation } from '../../../../../core/base/language.ts';
import { BACK_AGAIN, LOST_COPY } from '../../status/lost-copy-words.ts';
import { countWords, numberWords } from '../../time-words.ts';

const strokesOf = (count: number): string => countWords(count, 'Strich', 'Striche');
const withStrokes = (count: number): string => countWords(count, 'Strich', 'Strichen');

export const german = [
  translation(LOST_COPY, {
    title: 'Du hast eine Kopie von einem Board, das der Server verloren hat.',
    openAsOwn: 'Als eigenes Board öffnen',
    keep: 'Kopie behalten',
    save: 'Kopie speichern',
    held: (strokes, moment) => `Du hast ${strokesOf(strokes)}, Stand ${moment}.`,
    heldIn: {
      device: (strokes, moment) => `Du hast ${strokesOf(strokes)}, Stand ${moment}, auf diesem Gerät.`,
      memory: (strokes, moment) => `Du hast ${strokesOf(strokes)}, Stand ${moment}, in diesem Fenster.`,
    },
    later: 'Entscheiden kannst du, wenn der Server antwortet und Inkroom weiß, was jetzt im Raum ist.',
    sure: (strokes) => `Deine Kopie mit ${withStrokes(strokes)} wird endgültig gelöscht.`,
    emptyTitle: {
      restart: 'Der Server wurde neu gestartet, und sein Board ist leer.',
      letGo: 'Der Raum war eine Weile leer, und der Server hat sein Board gelöscht.',
      unknown: 'Der Server hat das Board verloren, und der Raum ist leer.',
    },
    newTitle: {
      restart: 'Der Server wurde neu gestartet, und der Raum hat ein neues Board.',
      letGo: 'Der Raum war eine Weile leer. Der Server hat sein Board gelöscht, und es gibt ein neues.',
      unknown: 'Der Server hat das Board verloren, und der Raum hat ein neues.',
    },
    notSent: 'Nichts davon wird gesendet, bis du entscheidest.',
    copyNotSent: 'Deine Kopie wird nicht gesendet, bis du entscheidest.',
    drawnSince: (strokes) => `Im Raum sind ${strokesOf(strokes)} von danach.`,
    restore: 'Im Raum wiederherstellen',
    startEmpty: 'Leer anfangen',
    add: 'Meine Kopie hinzufügen',
    discard: 'Verwerfen',
    one: (name) => `${name} ist hier.`,
    two: (first, second) => `${first} und ${second} sind hier.`,
    more: (first, others) => `${first} und ${numberWords(others)} weitere sind hier.`,
  }),
  translation(BACK_AGAIN, {
    title: 'Das Board ist in einem älteren Stand zurück.',
    text: (strokes) =>
      `${strokesOf(strokes)} ${strokes === 1 ? 'ist' : 'sind'} wieder darauf, obwohl ${strokes === 1 ? 'er' : 'sie'} schon entfernt ${strokes === 1 ? 'war' : 'waren'}, bevor der Server das Board verlor.`,
    remove: () => 'Wieder entfernen',
    keep: () => 'Behalten',
    sure: (strokes) => `${strokesOf(strokes)} ${strokes === 1 ? 'bleibt' : 'bleiben'} auf dem Board.`,
  }),
];
