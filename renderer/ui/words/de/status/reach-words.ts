import { translation } from '../../../../../core/base/language.ts';
import { REACH } from '../../status/reach-words.ts';

export const german = [
  translation(REACH, {
    noNetwork: 'Kein Netz.',
    noAnswer: (host) => `${host} antwortet nicht.`,
    notYet: (host) => `${host} lässt dich noch nicht hinein.`,
    noCopy: 'Dieses Gerät hat keine Kopie des Boards.',
    copy: (moment) => `Das ist die Kopie dieses Geräts, Stand ${moment}, nicht live.`,
    waits: {
      device: 'Was du gezeichnet hast, wartet auf diesem Gerät und wird gesendet, sobald der Server antwortet.',
      memory: 'Was du gezeichnet hast, wartet in diesem Fenster und wird gesendet, sobald der Server antwortet.',
    },
    willWait: {
      device: 'Was du jetzt zeichnest, wartet auf diesem Gerät, bis er antwortet.',
      memory: 'Was du jetzt zeichnest, wartet in diesem Fenster, bis er antwortet.',
    },
    tries: 'Inkroom versucht es weiter.',
    save: 'Kopie speichern',
    again: 'Noch einmal versuchen',
    reload: 'Seite neu laden',
    goOnHere: 'In diesem Fenster weitermachen',
    endedEmpty: 'Der Gastgeber hat diesen Raum beendet, und das Board war hier leer.',
    notLetIn: (host) => `${host} lässt dich nicht hinein.`,
    noLonger: 'Du bist nicht mehr in diesem Raum.',
    drawnKept: {
      device: 'Was du gezeichnet hast, bleibt auf diesem Gerät.',
      memory: 'Was du gezeichnet hast, bleibt in diesem Fenster.',
    },
    join: 'Anderem Raum beitreten',
    ownInApp: 'Für mich zeichnen',
    ownInBrowser: 'Hier weiterzeichnen',
  }),
];
