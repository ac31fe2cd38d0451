import { translation } from '../../../../../core/base/language.ts';
import { PAGE_WORDS } from '../../../../files/page-words.ts';
import { EXPORTS, FILES } from '../../board/file-words.ts';
import { CHANGED, DIAGRAMS, LEFT_OUT } from '../../board/loss-words.ts';
import { shortName } from '../../file-names.ts';
import { countWords, numberWords } from '../../time-words.ts';

export const german = [
  translation(PAGE_WORDS, { unnamed: (page) => `Seite ${page}` }),
  translation(FILES, {
    tooLarge: (name) => `${shortName(name)} ist größer, als Inkroom öffnet. Öffne eine kleinere Datei.`,
    nothingNew: (name) => `Alles aus ${shortName(name)} ist schon auf dem Board.`,
    opened: (elements, name) => `${countWords(elements, 'Element', 'Elemente')} aus ${shortName(name)} aufs Board gelegt.`,
    nothingToTakeBack: 'Davon ist nichts mehr da, was sich zurücknehmen lässt.',
    takenBack: (elements, own) =>
      `${countWords(elements, 'Element', 'Elemente')} zurückgenommen, davon ${numberWords(own)} von dir. „Rückgängig“ holt sie wieder.`,
    takenBackOf: (elements, own, people) =>
      `${countWords(elements, 'Element', 'Elemente')} von ${countWords(people, 'Person', 'Personen')} zurückgenommen, davon ${numberWords(own)} von dir. „Rückgängig“ holt sie wieder.`,
    notRead: 'Die Datei konnte nicht gelesen werden. Prüfe, ob sie noch da ist.',
    notSaved: 'Die Kopie konnte nicht gespeichert werden. Wähle einen anderen Ort und speichere noch einmal.',
    pictureNotWritten: 'Das Bild konnte nicht gespeichert werden. Wähle einen anderen Ort und exportiere noch einmal.',
    copyOf: (title) => `${title} (Kopie)`,
    added: (elements) => `${countWords(elements, 'Element', 'Elemente')} hinzugefügt.`,
    noneAdded: 'Nichts wurde hinzugefügt.',
    exported: (name) => `${name} exportiert.`,
    leftOut: (things, count) => `${things} ${count === 1 ? 'fehlt' : 'fehlen'}.`,
  }),
  translation(LEFT_OUT, {
    image: (count) => countWords(count, 'Bild', 'Bilder'),
    largeImage: (count) => countWords(count, 'Bild mit mehr als 10 MiB', 'Bilder mit mehr als 10 MiB'),
    webImage: (count) => countWords(count, 'Bild, das im Netz liegt,', 'Bilder, die im Netz liegen,'),
    video: (count) => countWords(count, 'Video', 'Videos'),
    webPage: (count) => countWords(count, 'Webseite', 'Webseiten'),
    fill: (count) => countWords(count, 'Füllung einer gezeichneten Form', 'Füllungen gezeichneter Formen'),
    unknown: (count) => countWords(count, 'Element, das Inkroom nicht kennt,', 'Elemente, die Inkroom nicht kennt,'),
    unreadable: (count) => countWords(count, 'beschädigtes Element', 'beschädigte Elemente'),
    tooMany: (count) => countWords(count, 'Element über der Grenze', 'Elemente über der Grenze'),
  }),
  translation(CHANGED, {
    bend: (count) => countWords(count, 'gebogener Pfeil wurde gerade.', 'gebogene Pfeile wurden gerade.'),
    outline: (count) => countWords(count, 'Form wurde zu einem gezeichneten Umriss.', 'Formen wurden zu gezeichneten Umrissen.'),
    shortened: (count) => countWords(count, 'langer Text wurde gekürzt.', 'lange Texte wurden gekürzt.'),
  }),
  translation(EXPORTS, {
    copiedPng: 'Als PNG kopiert.',
    copied: { done: 'Als SVG kopiert.', failed: 'Die Zwischenablage war nicht beschreibbar. Versuch es noch einmal.' },
    done: 'Bild exportiert.',
    nothing: 'Das Board ist leer: Es gibt nichts zu exportieren.',
    nothingSeen: 'Hier ist nichts zu sehen, was ein Bild zeigen könnte.',
    notMade: 'Das Bild konnte nicht erstellt werden.',
    pdfNotMade: 'Das PDF konnte nicht erstellt werden. Versuch es noch einmal.',
    pdfPages: (name, pages) => `${name} exportiert, ${countWords(pages, 'Seite', 'Seiten')}.`,
    pdfDownloading: (name, pages) => `Dein Browser lädt ${shortName(name)} herunter, ${countWords(pages, 'Seite', 'Seiten')}.`,
    outside: (count) =>
      `${countWords(count, 'Element', 'Elemente')} außerhalb der Rahmen ${count === 1 ? 'fehlt' : 'fehlen'} darin.`,
    notWritten: 'Die Datei konnte nicht gespeichert werden. Wähle einen anderen Ort und exportiere noch einmal.',
  }),
  translation(DIAGRAMS, {
    unreadable: (line) => `Zeile ${line} des Mermaid-Textes war nicht lesbar, darum wurde er als Text eingefügt.`,
    tooLarge: 'Das Mermaid-Diagramm ist zu groß, darum wurde es als Text eingefügt.',
  }),
];
