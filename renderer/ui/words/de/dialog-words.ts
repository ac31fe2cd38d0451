import { translation } from '../../../../core/base/language.ts';
import { CLEAR, JOIN, LEAVE, PALETTE } from '../dialog-words.ts';
import { countWords, numberWords } from '../time-words.ts';

export const german = [
  translation(CLEAR, {
    title: 'Board leeren?',
    text: (elements) => `Das entfernt ${countWords(elements, 'Element', 'Elemente')} für alle. Du kannst es rückgängig machen.`,
    withOthers: (elements, others) =>
      `Das entfernt ${countWords(elements, 'Element', 'Elemente')} für alle, auch was ${others === 1 ? 'die andere Person' : `die ${numberWords(others)} anderen`} gezeichnet ${others === 1 ? 'hat' : 'haben'}. Du kannst es rückgängig machen.`,
    keep: 'Behalten',
    clear: 'Board leeren',
  }),
  translation(JOIN, {
    title: 'Raum beitreten',
    field: 'Link oder Name des Raums',
    example: 'https://… oder ein Name',
    join: 'Beitreten',
    elsewhere: (server) => `Auf dem Server ${server}.`,
    near: (room) => `Du trittst dem Raum ${room} bei. Namen von Räumen haben nur Buchstaben, Ziffern, - und _.`,
    here: (server) => `Ein Name allein ist ein Raum auf ${server}.`,
    noLink: 'Das ist kein Link zu einem Raum. So sieht einer aus: http://host/#/r/name oder inkroom://host/r/name.',
  }),
  translation(PALETTE, {
    title: 'Alle Befehle',
    field: 'Befehl suchen',
    hint: 'Was möchtest du tun?',
    list: 'Befehle',
    none: 'So heißt kein Befehl.',
  }),
  translation(LEAVE, {
    stay: 'Bleiben',
    leave: 'Verlassen',
    open: 'Öffnen',
    save: 'Kopie speichern…',
    undecided: 'Du hast noch nicht über deine Kopie entschieden.',
    undecidedMore: (elements) => `Deine Kopie mit ${countWords(elements, 'Element', 'Elementen')} geht verloren, wenn du gehst.`,
    unsent: 'Einige deiner Änderungen sind noch nicht im Raum angekommen.',
    unsentMore: 'Wenn du jetzt gehst, sieht sie niemand sonst.',
    copyHere: 'Dieses Gerät behält eine Kopie. Speichere noch eine, um sicherzugehen.',
    noCopy: 'Speichere eine Kopie, um es zu behalten.',
    hostEnded: 'Der Gastgeber hat diesen Raum beendet.',
    hostEndedMore: 'Damit endete auch das Board.',
    lastOne: 'Außer dir ist niemand mehr hier.',
    lastOneMore: (age) => `Dieses Board liegt nur im Speicher des Servers: Etwa ${age} nachdem du gehst, ist es weg.`,
    lastCopy: 'Dieses Fenster hat vielleicht die letzte Kopie des Boards.',
    lastCopyMore: 'Der Server hatte es nur im Speicher und ist gerade nicht erreichbar, und sonst war niemand hier.',
    follow: 'Ein Board auf einem anderen Server öffnen?',
    followMore: (server) =>
      `Ein Link führt zu ${server}. Dort warst du noch nie. Wer diesen Server betreibt, sieht deinen Namen und was du dort zeichnest.`,
  }),
];
