import { translation } from '../../../../../core/base/language.ts';
import { BACK_AGAIN, LOST_COPY } from '../../status/lost-copy-words.ts';
import { countWords, numberWords } from '../../time-words.ts';

const elementsOf = (count: number): string => countWords(count, 'Element', 'Elemente');
const withElements = (count: number): string => countWords(count, 'Element', 'Elementen');

export const german = [
  translation(LOST_COPY, {
    title: 'Du hast eine Kopie von einem Board, das der Server verloren hat.',
    openAsOwn: 'Als eigenes Board öffnen',
    keep: 'Kopie behalten',
    save: 'Kopie speichern',
    held: (elements, moment) => `Du hast ${elementsOf(elements)}, Stand ${moment}.`,
    heldIn: {
      device: (elements, moment) => `Du hast ${elementsOf(elements)}, Stand ${moment}, auf diesem Gerät.`,
      memory: (elements, moment) => `Du hast ${elementsOf(elements)}, Stand ${moment}, in diesem Fenster.`,
    },
    later: 'Entscheiden kannst du, wenn der Server antwortet und Inkroom weiß, was jetzt im Raum ist.',
    sure: (elements) => `Deine Kopie mit ${withElements(elements)} wird endgültig gelöscht.`,
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
    drawnSince: (elements) => `Im Raum sind ${elementsOf(elements)} von danach.`,
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
    text: (elements) =>
      `${elementsOf(elements)} ${elements === 1 ? 'ist' : 'sind'} wieder darauf, obwohl ${elements === 1 ? 'es' : 'sie'} schon entfernt ${elements === 1 ? 'war' : 'waren'}, bevor der Server das Board verlor.`,
    remove: () => 'Wieder entfernen',
    keep: () => 'Behalten',
    sure: (elements) => `${elementsOf(elements)} ${elements === 1 ? 'bleibt' : 'bleiben'} auf dem Board.`,
  }),
];
