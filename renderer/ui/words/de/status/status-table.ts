import { translation } from '../../../../../core/base/language.ts';
import { FACTS, HOME_SENTENCES, LOSSES, MORE_SENTENCES, NOW_SENTENCES, STATUS_PANEL } from '../../status/status-table.ts';
import { countWords, numberWords } from '../../time-words.ts';

const elementsOf = (count: number): string => countWords(count, 'Element', 'Elemente');
const changesOf = (count: number): string => countWords(count, 'Änderung', 'Änderungen');

export const german = [
  translation(STATUS_PANEL, { title: 'Wo dieses Board liegt', losses: 'Was verloren ginge' }),
  translation(HOME_SENTENCES, {
    copy: (moment) =>
      `Das ist die Kopie dieses Geräts, Stand ${moment}. Sie ist nicht live: Der Server wurde noch nicht erreicht.`,
    later: 'Inkroom zeigt hier, wo dieses Board liegt, sobald der Server antwortet.',
    onlyHere: 'Bis der Server antwortet, gibt es dieses Board nur hier.',
    memoryHere: (since) => `Dieses Board liegt seit ${since} im Speicher dieses Computers. Es wird nicht gespeichert.`,
    memoryHereBefore: (since) => `Dieses Board lag seit ${since} im Speicher dieses Computers. Es wurde nicht gespeichert.`,
    memory: (since) => `Dieses Board liegt seit ${since} im Speicher des Servers. Dort wird es nicht gespeichert.`,
    memoryBefore: (since) =>
      `Dieses Board lag seit ${since} im Speicher des Servers, als er zuletzt antwortete. Dort wurde es nicht gespeichert.`,
    diskHere: (since) => `Dieses Board ist auf diesem Computer gespeichert, seit ${since}.`,
    disk: (since) => `Dieses Board ist auf der Festplatte des Servers gespeichert, seit ${since}.`,
    redis: (since) => `Dieses Board ist im Redis der Server gespeichert, seit ${since}.`,
    azure: (since) => `Dieses Board ist in Azure Blob Storage gespeichert, seit ${since}.`,
    deviceCopy: 'Dieses Gerät behält eine Kopie.',
    noWrites: 'Gerade kann dort nichts geschrieben werden.',
  }),
  translation(NOW_SENTENCES, {
    connected: 'Du bist verbunden.',
    noNetwork: 'Kein Netz.',
    goOn: (waits) => `Zeichne einfach weiter: ${waits}.`,
    goOnOffline: (waits) => `Zeichne einfach weiter: ${waits}, und Inkroom sendet, sobald es geht.`,
    outOfDate: 'Was du siehst, ist vielleicht nicht aktuell.',
    trying: (age) => `Inkroom versucht seit ${age}, den Server zu erreichen.`,
    onItsWay: (received, total) => `Das Board wird geladen: ${received} von ${total}.`,
    lettingIn: 'Der Server lässt dich gerade hinein.',
    drawAlready: 'Du kannst schon zeichnen.',
    drawAlreadyWaits: (waits) => `Du kannst schon zeichnen; ${waits}.`,
    nothingWaits: 'noch wartet nichts auf das Senden',
    waits: (changes) => countWords(changes, 'Änderung wartet hier', 'Änderungen warten hier'),
    waitsAlone: (changes) => countWords(changes, 'Änderung wartet hier.', 'Änderungen warten hier.'),
    raiseHand: 'Hier zeichnen gerade nur Gastgeber. Heb die Hand, um nach dem Stift zu fragen.',
    look: 'Mit diesem Link kannst du ansehen, aber nicht zeichnen.',
    comment: 'Mit diesem Link kannst du ansehen, mitreden und abstimmen, aber nicht zeichnen.',
    notSaved: (changes) => countWords(changes, 'Änderung ist noch nicht gespeichert.', 'Änderungen sind noch nicht gespeichert.'),
    onTheWay: (changes) => countWords(changes, 'Änderung ist unterwegs.', 'Änderungen sind unterwegs.'),
    decide: 'Deine Kopie ist nicht im Raum: Darüber entscheidest du.',
    saved: 'Alles, was du gezeichnet hast, ist gespeichert.',
    reached: 'Alles, was du gezeichnet hast, ist im Raum angekommen.',
  }),
  translation(MORE_SENTENCES, {
    slowLine:
      'Dieses Netzwerk blockiert WebSockets, darum brauchen Striche etwas länger. Wer das Netzwerk oder den Proxy vor dem Server betreibt, kann sie durchlassen.',
    cameBack: (elements) =>
      `${elementsOf(elements)} ${elements === 1 ? 'ist' : 'sind'} wieder da, obwohl schon entfernt, bevor der Server das Board verlor.`,
    copy: (elements, moment, kept) =>
      `Du hast eine Kopie des verlorenen Boards: ${elementsOf(elements)}, Stand ${moment}, ${kept === 'device' ? 'auf diesem Gerät' : 'in diesem Fenster'}.`,
    clock: (age, isAhead) =>
      `Die Uhr dieses Geräts geht gegenüber der des Servers ${isAhead ? 'vor' : 'nach'}, mit einer Abweichung von ${age}: Eine von beiden ist falsch, und die Zeiten hier vielleicht auch. Stell die Uhr dieses Geräts, oder sag es den Betreibern des Servers.`,
  }),
  translation(FACTS, {
    onBoard: 'Auf dem Board',
    elements: elementsOf,
    unsent: 'Ungesendet',
    nothing: 'nichts',
    changes: changesOf,
    changesSince: (count, age) => `${changesOf(count)}, die älteste seit ${age}`,
    kept: 'Bis zum Senden',
    keptIn: { device: 'auf diesem Gerät', memory: 'nur in diesem Fenster' },
    lastSaved: 'Zuletzt gespeichert',
    notKnown: 'unbekannt',
    ago: (age) => `vor ${age}`,
    server: 'Server',
    notReached: 'noch nicht erreicht',
    lastHeard: (name) => `${name}, zuletzt`,
    connected: 'Verbunden',
    no: 'nein',
    over: (transport) => `über ${transport}`,
    through: (transport, service) => `über ${transport}, durch ${service}`,
    roundTrip: 'Antwortzeit',
    notMeasured: 'noch nicht gemessen',
    fingerprint: 'Fingerabdruck',
  }),
  translation(LOSSES, {
    quit: 'Du beendest Inkroom',
    close: 'Du schließt dieses Fenster',
    restart: 'Der Server startet neu',
    leave: 'Alle gehen',
    copyStays: 'Deine Kopie bleibt auf diesem Gerät, bis du entscheidest.',
    copyLost: 'Deine Kopie ginge verloren.',
    unsentStays: (changes) =>
      `${countWords(changes, 'ungesendete Änderung bleibt', 'ungesendete Änderungen bleiben')} auf diesem Gerät. Inkroom sendet sie, wenn du diesen Raum hier wieder öffnest.`,
    unsentLost: (changes) =>
      countWords(changes, 'ungesendete Änderung ginge verloren.', 'ungesendete Änderungen gingen verloren.'),
    noneUnsent: 'Nichts geht verloren: Du hast keine ungesendeten Änderungen.',
    allSaved: 'Nichts geht verloren: Alles, was du gezeichnet hast, ist gespeichert.',
    roomHasAll: 'Nichts geht verloren: Der Raum hat alles, was du gezeichnet hast.',
    nothingHere: 'Nichts geht verloren: Auf diesem Board ist nichts.',
    hostEnded: 'Der Gastgeber hat diesen Raum und damit sein Board beendet.',
    cannotAsk: 'Ob die anderen dieses Board noch haben, lässt sich beim Server gerade nicht fragen.',
    alone: (age) => `Du bist allein hier: Etwa ${age} nachdem du gehst, löscht der Server das Board.`,
    unknownToUs: 'Inkroom weiß nicht, ob noch jemand dieses Board hat.',
    leftAlone: {
      device:
        'Sonst war niemand hier, und der Server hatte dieses Board nur im Speicher: Vielleicht gibt es das Board nur noch auf diesem Gerät.',
      memory:
        'Sonst war niemand hier, und der Server hatte dieses Board nur im Speicher: Vielleicht gibt es das Board nur noch in diesem Fenster.',
    },
    roomEnds: (others) =>
      `Dieser Computer ist der Server: Der Raum endet auch für ${countWords(others, 'weitere Person', 'weitere Personen')}.`,
    memoryGoes: 'Das Board verschwindet mit dem Speicher von Inkroom.',
    staysHere: 'Das Board bleibt auf diesem Computer und ist da, wenn du Inkroom wieder öffnest.',
    ownCopy: { device: 'Dieses Gerät behält eine Kopie.', memory: 'Speichere eine Kopie, um es zu behalten.' },
    readBackPartly:
      'Gespeicherte Änderungen werden wieder gelesen. Der Rest kommt von denen zurück, die ihn gezeichnet haben und noch hier sind.',
    sentAgain: (changes) =>
      `Gespeicherte Änderungen werden wieder gelesen. ${changes === 1 ? 'Deine noch ungespeicherte Änderung wird' : `Deine ${numberWords(changes)} noch ungespeicherten Änderungen werden`} noch einmal gesendet.`,
    readBack: 'Nichts geht verloren: Der Server liest das Board wieder vom Speicherort.',
    empty: 'Nichts geht verloren: Das Board ist leer.',
    memoryLost: 'Der Server verliert, was er im Speicher hat.',
    boardLost: 'Der Server verliert das Board. Dieses Fenster hat eine Kopie und bietet an, es wiederherzustellen.',
    triesToSave: 'Gespeicherte Änderungen bleiben. Der Server versucht weiter, den Rest zu speichern.',
    savedStays: 'Gespeicherte Änderungen bleiben.',
    stays: 'Nichts geht verloren: Das Board bleibt gespeichert.',
    deleted: (age) => `Ist niemand mehr hier, löscht der Server das Board nach etwa ${age}.`,
    notTold: 'Der Server hat noch nicht geantwortet. Darum weiß Inkroom nicht, wie er dieses Board aufbewahrt.',
  }),
];
