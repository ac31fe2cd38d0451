import { translation } from '../../../../../core/base/language.ts';
import { CHAT } from '../../meeting/chat-words.ts';
import { countWords, numberWords } from '../../time-words.ts';

export const german = [
  translation(CHAT, {
    title: 'Treffen',
    command: 'Chat und Treffen',
    unread: (count) => `Chat und Treffen, ${countWords(count, 'neue Nachricht', 'neue Nachrichten')}`,
    tab: 'Chat',
    log: 'Nachrichten',
    none: 'Noch keine Nachrichten.',
    field: 'Nachricht',
    placeholder: 'Schreib eine Nachricht',
    to: 'An',
    everybody: 'Alle',
    hosts: 'Nur Gastgeber',
    only: (name) => `Nur ${name}`,
    send: 'Senden',
    you: 'Du',
    youTo: (name) => `Du an ${name}`,
    toYou: (name) => `${name} an dich`,
    toHosts: (name) => `${name} an die Gastgeber`,
    theHosts: 'die Gastgeber',
    remove: 'Diese Nachricht entfernen',
    clear: 'Chat leeren',
    clearQuestion: 'Alle Nachrichten für alle entfernen? Das lässt sich nicht rückgängig machen.',
    clearYes: 'Alle entfernen',
    no: 'Jetzt nicht',
    close: 'Schließen',
    viewer: 'Mit deinem Link kannst du zusehen. Du kannst die Gastgeber fragen.',
    inMemory: 'Nachrichten gehören zum Board: nur im Speicher des Servers.',
    kept: 'Nachrichten gehören zum Board und werden mit ihm aufbewahrt.',
    privately: 'Nicht aufbewahrt: Nur wer jetzt hier ist, bekommt sie, und mit diesem Fenster ist sie weg.',
    tooLong: (left) => `${numberWords(left)} Zeichen zu viel`,
    said: (name, text) => `${name}: ${text}`,
    manySaid: (count) => countWords(count, 'neue Nachricht', 'neue Nachrichten'),
  }),
];
