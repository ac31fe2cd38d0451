import { type Translation, translation } from '../../core/base/language.ts';
import { CLOSE_WORDS, CRASH_WORDS, FILE_KINDS, MENU_WORDS, QUIT_WORDS } from './main-words.ts';

export const GERMAN: readonly Translation[] = [
  translation(MENU_WORDS, {
    file: 'Datei',
    edit: 'Bearbeiten',
    view: 'Ansicht',
    close: 'Fenster schließen',
    quit: 'Inkroom beenden',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    fullScreen: 'Vollbild',
    developer: 'Entwicklerwerkzeuge',
    about: 'Über Inkroom',
    services: 'Dienste',
    hide: 'Inkroom ausblenden',
    hideOthers: 'Andere ausblenden',
    unhide: 'Alle einblenden',
    window: 'Fenster',
    minimize: 'Im Dock ablegen',
    zoom: 'Zoomen',
    front: 'Alle nach vorne bringen',
  }),
  translation(CLOSE_WORDS, {
    stay: 'Bleiben',
    leave: 'Verlassen',
    save: 'Kopie speichern…',
    message: 'Etwas auf diesem Board gibt es nirgendwo sonst.',
    detail: 'Wenn du jetzt gehst, geht es vielleicht verloren.',
  }),
  translation(CRASH_WORDS, {
    message: 'Das Board konnte nicht angezeigt werden.',
    detail: 'Das Fenster ist in einer Minute mehrmals abgestürzt. Alles, was im Raum angekommen ist, ist noch da.',
    again: 'Noch einmal versuchen',
    close: 'Fenster schließen',
  }),
  translation(QUIT_WORDS, {
    stay: 'Bleiben',
    keep: 'Fenster schließen und Gastgeber bleiben',
    end: 'Für alle beenden',
    message: (guests) =>
      guests === 1
        ? '1 weitere Person ist auf einem Board dieses Computers.'
        : `${guests} weitere Personen sind auf einem Board dieses Computers.`,
    ends: (rooms, guests) =>
      `Wenn du Inkroom beendest, ${rooms > 1 ? `enden ${rooms} Räume` : 'endet der Raum'} ${guests === 1 ? 'für sie' : 'für alle'}. ${guests === 1 ? 'Sie hat' : 'Alle haben'} eine Kopie im eigenen Fenster.`,
    onlyCopies: 'Das Board liegt nur im Speicher dieses Computers: Danach gibt es nur noch diese Kopien.',
    kept: 'Das Board ist auf diesem Computer gespeichert. Es geht weiter, wenn du Inkroom wieder startest.',
    hostingAlone: 'Gastgeber, sonst ist niemand da',
    hosting: (guests) => (guests === 1 ? 'Gastgeber für 1 Person' : `Gastgeber für ${guests} Personen`),
    tip: (words) => `Inkroom: ${words}`,
    open: 'Board öffnen',
    quit: 'Inkroom beenden…',
  }),
  translation(FILE_KINDS, {
    board: 'Inkroom-Board',
    opened: 'Boards und Zeichnungen',
    png: 'PNG-Bild',
    svg: 'SVG-Bild',
    excalidraw: 'Excalidraw-Zeichnung',
    pdf: 'PDF-Dokument',
  }),
];
