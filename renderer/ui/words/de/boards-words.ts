import { translation } from '../../../../core/base/language.ts';
import { BOARDS, HOME, PLACES } from '../boards-words.ts';
import { countWords, numberWords } from '../time-words.ts';

export const german = [
  translation(BOARDS, {
    title: 'Boards',
    none: 'Noch keine Boards. Was du zeichnest, erscheint hier.',
    note: 'Dieses Gerät behält Kopien der zuletzt geöffneten Boards: bis zu 50 Boards oder 500 MiB.',
    newBoard: 'Neues Board',
    join: 'Raum beitreten',
    file: 'Datei öffnen…',
    openCopy: 'Kopie als eigenes Board öffnen',
    forget: 'Diese Kopie löschen',
    clear: 'Alle Kopien löschen…',
    sure: 'Damit werden alle Kopien auf diesem Gerät gelöscht. Boards auf ihren Servern bleiben.',
    clearNow: 'Alle Kopien löschen',
    keep: 'Behalten',
    cleared: 'Die Kopien auf diesem Gerät sind gelöscht.',
    notDeleted: 'Dieses Gerät konnte nicht alles löschen. Was noch da ist, steht hier: Versuch es noch einmal.',
    failed: 'Die Kopie lässt sich nicht lesen. Öffne stattdessen den Raum.',
  }),
  translation(HOME, {
    title: 'Deine Boards auf diesem Gerät',
    hint: 'Das Board dahinter ist leer und neu: Zeichne darauf, oder mach mit einem von diesen weiter.',
    empty: 'Leeres Board verwenden',
    all: (count) => `Alle ${numberWords(count)} Boards…`,
  }),
  translation(PLACES, {
    keptHere: 'auf diesem Computer gespeichert',
    goneHere: 'nur im Speicher: weg, eine Kopie ist hier',
    memoryHere: 'dieser Computer, nur im Speicher',
    memoryOf: (server) => `${server}, nur im Speicher`,
    things: (count) => countWords(count, 'Element', 'Elemente'),
  }),
];
