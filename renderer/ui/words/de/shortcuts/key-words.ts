import { translation } from '../../../../../core/base/language.ts';
import { FIXED_KEY_WORDS, KEY_WORDS } from '../../shortcuts/key-words.ts';

export const german = [
  translation(KEY_WORDS, {
    title: 'Tastenkürzel ändern',
    field: 'Befehl oder Taste suchen',
    hint: 'Name oder Taste',
    none: 'Kein Befehl hat diesen Namen oder diese Taste.',
    kept: 'Deine Tasten bleiben auf diesem Gerät gespeichert.',
    noKey: 'keine Taste',
    changed: 'geändert',
    press: 'Neue Tasten drücken',
    add: 'Tasten hinzufügen',
    remove: 'Tasten entfernen',
    usual: 'Übliche Tasten',
    allUsual: 'Übliche Tasten für alle',
    undo: 'Rückgängig',
    waiting: 'Drücke die Tasten. Escape bricht ab.',
    pad: (digit) => `Num ${digit}`,
    unusable: 'Diese Taste geht nicht. Drücke eine andere.',
    fixed: {
      space: 'Die Leertaste verschiebt das Board. Drücke eine andere Taste.',
      clipboard: 'Diese Tasten kopieren, schneiden aus und fügen ein. Drücke andere.',
    },
    own: (keys) => `${keys} ist schon eine Taste dieses Befehls. Drücke andere.`,
    owned: (keys, name) => `${keys} gehört zu „${name}“.`,
    take: 'Dort wegnehmen',
    others: 'Andere drücken',
    gave: (name, keys) => `„${name}“ hat ${keys}.`,
    removed: (name) => `„${name}“ hat keine Taste.`,
    lost: (name) => `„${name}“ hat eine Taste verloren.`,
    isUsual: (name) => `„${name}“ hat die üblichen Tasten.`,
    areUsual: 'Alle Befehle haben ihre üblichen Tasten.',
    undone: 'Die letzte Änderung ist rückgängig gemacht.',
  }),
  translation(FIXED_KEY_WORDS, {
    title: 'Tasten, die bleiben',
    keys: {
      clipboard: {
        name: 'Kopieren, ausschneiden, einfügen',
        why: 'Browser geben die Zwischenablage nur mit ihren eigenen Tasten dafür her. Andere Tasten bräuchten immer wieder deine Erlaubnis und könnten nicht überall Bilder lesen.',
      },
      escape: { name: 'Abbrechen, schließen', why: 'Eine Taste schließt immer, was offen ist, auch diesen Dialog.' },
      tab: {
        name: 'Nächster Knopf',
        why: 'Ohne sie ließe sich die App nicht allein mit der Tastatur bedienen. Auf dem Board wechselt sie die Art einer Form: Dieser Befehl kann andere Tasten bekommen.',
      },
      space: {
        name: 'Board verschieben',
        why: 'Sie wird gehalten, während das Board gezogen wird. Ein Befehl liefe bei jedem Ziehen.',
      },
    },
  }),
];
