import { translation } from '../../../../core/base/language.ts';
import { ABOUT } from '../about-words.ts';

export const german = [
  translation(ABOUT, {
    title: 'Über Inkroom',
    what: 'Ein Whiteboard zum gemeinsamen Zeichnen, auf deinem Computer oder Server.',
    copy: 'Für einen Fehlerbericht kopieren',
    close: 'Schließen',
    version: 'Version',
    server: 'Spricht mit Servern',
    browser: 'Läuft in',
    contract: (version) => `Protokoll ${version}`,
    inBrowser: (version) => `${version}, im Browser`,
    desktop: {
      mac: (version) => `${version}, App für macOS`,
      windows: (version) => `${version}, App für Windows`,
      linux: (version) => `${version}, App für Linux`,
    },
  }),
];
