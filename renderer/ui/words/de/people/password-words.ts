import { translation } from '../../../../../core/base/language.ts';
import { PASSWORD_CHARS } from '../../../../../core/contract/access/room-pass.ts';
import { PASSWORD_WORDS } from '../../people/password-words.ts';

export const german = [
  translation(PASSWORD_WORDS, {
    title: 'Dieser Raum hat ein Passwort',
    ask: 'Frag den Gastgeber danach. Dieses Gerät merkt es sich für diesen Raum.',
    keptOneIsOld:
      'Das Passwort, das sich dieses Gerät gemerkt hat, öffnet den Raum nicht mehr. Frag den Gastgeber nach dem neuen.',
    wrong: 'Das war nicht das Passwort. Versuch es noch einmal, oder frag den Gastgeber danach.',
    field: 'Passwort',
    enter: 'Eintreten',
    none: 'Kein Passwort',
    has: 'Der Raum hat ein Passwort',
    set: 'Passwort festlegen',
    change: 'Ändern',
    remove: 'Entfernen',
    newField: `Neues Passwort, mindestens ${PASSWORD_CHARS.shortest} Zeichen`,
    hint: 'Alle hier ohne signierten Link werden sofort danach gefragt, außer Gastgebern.',
    keep: 'Festlegen',
    cancel: 'Nicht jetzt',
  }),
];
