import { translation } from '../../../../../core/base/language.ts';
import { FINDING_WORDS } from '../../board/finding-words.ts';

export const german = [
  translation(FINDING_WORDS, {
    find: 'Text auf dem Board suchen',
    field: 'Text suchen',
    next: 'Weiter',
    previous: 'Zurück',
    close: 'Schließen',
    none: 'Nichts gefunden',
    count: (at, of) => `${at} von ${of}`,
    frames: 'Rahmen',
    noFrames: 'Noch gibt es keinen Rahmen. Drück F und zieh einen auf: Jeder Rahmen ist eine Folie.',
    rename: 'Ein Doppelklick auf den Titel eines Rahmens benennt ihn um.',
    untitled: (at) => `Rahmen ${at}`,
    present: 'Präsentieren',
    presenting: 'Präsentation',
    slide: (at, of, title) => `Folie ${at} von ${of}${title === '' ? '' : `: ${title}`}`,
    end: 'Präsentation beenden',
    minimap: 'Karte des Boards',
  }),
];
