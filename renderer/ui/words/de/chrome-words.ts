import { translation } from '../../../../core/base/language.ts';
import { ADDRESS_WORDS, CHROME, PANEL_FAILED, START_FAILED } from '../chrome-words.ts';
import { countWords } from '../time-words.ts';

export const german = [
  translation(CHROME, {
    menu: 'Menü',
    tools: 'Werkzeuge',
    allTools: 'Alle Werkzeuge',
    close: 'Schließen',
    dismiss: 'Ausblenden',
    cancel: 'Abbrechen',
    showAll: 'Alles einblenden',
    share: 'Teilen',
    hint: { before: 'Zeichne einfach los. Mit ', share: 'Teilen', after: ' holst du andere auf dieses Board.' },
    rename: 'Für alle umbenennen',
    renameRoom: (title) => `${title}: für alle umbenennen`,
    roomName: 'Name dieses Raums, für alle',
    zoomBack: (percent) => `Zoom ${percent}: zurück auf 100 %`,
    percent: (value) => `${value} %`,
    onItsWay: 'Das Board wird geladen',
    others: (count) => `${countWords(count, 'weitere Person', 'weitere Personen')} in diesem Raum`,
    youAre: (name) => `Du bist ${name}: Namen und Farbe ändern`,
    you: (name) => `${name} (du)`,
  }),
  translation(START_FAILED, {
    text: 'Inkroom konnte nicht starten. Lade das Fenster neu. Wenn das nicht hilft, starte Inkroom neu.',
  }),
  translation(PANEL_FAILED, {
    text: 'Das konnte nicht geladen werden. Lade das Fenster neu, sobald der Server wieder da ist.',
  }),
  translation(ADDRESS_WORDS, {
    still: (address) => `„${address}“ bezeichnet keinen Raum. Du bist noch im Raum von vorher. Prüfe den Link.`,
    fresh: (address) => `„${address}“ bezeichnet keinen Raum. Dies ist ein neuer. Prüfe den Link.`,
  }),
];
