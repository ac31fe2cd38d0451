import { translation } from '../../../../core/base/language.ts';
import { UPDATES } from '../update-words.ts';

export const german = [
  translation(UPDATES, {
    name: 'Aktualisierungen',
    ask: 'Nach Aktualisierungen suchen',
    restart: 'Neu starten und aktualisieren',
    failed: 'Die Aktualisierung konnte nicht beginnen. Beende Inkroom und starte es neu.',
    turnedOff: 'beim Start von Inkroom ausgeschaltet',
    noFeed: 'dieses Paket sucht keine',
    notYet: 'noch nicht gesucht',
    none: (at) => `keine, Stand ${at}`,
    asking: 'wird gesucht …',
    loading: (version) => `${version} wird geladen`,
    ready: (version) => `${version} ist bereit`,
    missed: (at) => `konnten um ${at} nicht gesucht werden. Inkroom versucht es von selbst wieder`,
    onQuit: (version) => `Inkroom ${version} ist bereit. Es wird beim Beenden installiert.`,
    byHand: (version) => `Inkroom ${version} ist bereit. Installiere es unter Hilfe › Über Inkroom.`,
  }),
];
