import { translation } from '../../../../core/base/language.ts';
import { DROPPED, FILE_NAMES, NOT_OPENED, namesOf, PASTED, SAVED, shortName } from '../file-names.ts';
import { countWords, numberWords } from '../time-words.ts';

export const german = [
  translation(FILE_NAMES, {
    others: (count) => `${numberWords(count)} weitere`,
  }),
  translation(DROPPED, {
    unknownKind: (files) =>
      `Diese Art von Datei öffnet Inkroom nicht: ${namesOf(files)}. Zieh ein Board, eine Zeichnung oder ein Bild herein.`,
    oneAtATime: (opened, others) =>
      `${shortName(opened.name)} wird geöffnet, ${namesOf(others)} nicht. Zieh immer nur ein Board oder eine Zeichnung herein.`,
  }),
  translation(NOT_OPENED, {
    link: 'Der Link, mit dem Inkroom geöffnet wurde, bezeichnet keinen Raum. Kopiere den ganzen Link noch einmal.',
    unnamed: 'Diese Adresse',
    why: {
      missing: (names, many) =>
        many
          ? `${names} sind nicht mehr da. Sieh nach, wohin sie verschoben wurden, und öffne sie von dort.`
          : `${names} ist nicht mehr da. Sieh nach, wohin es verschoben wurde, und öffne es von dort.`,
      folder: (names, many) =>
        many ? `${names} sind Ordner. Öffne eines der Boards darin.` : `${names} ist ein Ordner. Öffne eines der Boards darin.`,
      tooLarge: (names, many) =>
        many
          ? `${names} sind größer, als Inkroom öffnet. Öffne kleinere Dateien.`
          : `${names} ist größer, als Inkroom öffnet. Öffne eine kleinere Datei.`,
      notAllowed: (names, many) =>
        many
          ? `${names} darfst du nicht lesen. Frag, wem sie gehören, oder öffne eigene Kopien.`
          : `${names} darfst du nicht lesen. Frag, wem es gehört, oder öffne eine eigene Kopie.`,
      unknownKind: (names, many) =>
        many
          ? `${names} sind keine Boards und keine Zeichnungen auf diesem Computer. Öffne Dateien, deren Art Inkroom kennt.`
          : `${names} ist kein Board und keine Zeichnung auf diesem Computer. Öffne eine Datei, deren Art Inkroom kennt.`,
      unreadable: (names, many) =>
        many
          ? `${names} konnten nicht gelesen werden. Prüfe, ob sie noch da sind.`
          : `${names} konnte nicht gelesen werden. Prüfe, ob es noch da ist.`,
    },
  }),
  translation(PASTED, {
    unknownKind: (files) =>
      `Das lässt sich nicht einfügen: ${namesOf(files)}. Füge Bilder, Text, Tabellen oder Elemente ein; Boards und Zeichnungen zieh herein.`,
    noWords: 'Das Kopierte hat keinen Text, kein Bild und kein Element. Kopiere einen Teil, der eins davon hat.',
    nothing: 'Es ist nichts zum Einfügen da. Kopiere zuerst etwas.',
    notAllowed: 'Der Browser lässt ein Menü die Zwischenablage nicht lesen. Füge mit der Tastatur ein.',
  }),
  translation(SAVED, {
    lacking: (count) =>
      `${countWords(count, 'Bild', 'Bilder')} des Boards ${count === 1 ? 'konnte' : 'konnten'} nicht in die Datei aufgenommen werden.`,
    onDisk: (name) => `Gespeichert als ${shortName(name)}.`,
    downloading: (name) => `Dein Browser lädt ${shortName(name)} herunter.`,
  }),
];
