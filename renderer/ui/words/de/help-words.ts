import { translation } from '../../../../core/base/language.ts';
import { HELP, KEY_NAMES } from '../help-words.ts';

export const german = [
  translation(HELP, {
    title: 'Tastenkürzel',
    tools: 'Werkzeuge',
    edit: 'Bearbeiten',
    view: 'Ansicht',
    file: 'Datei und Hilfe',
    other: 'Maus, Stift und Finger',
    move: 'Board verschieben',
    zoom: 'Am Mauszeiger zoomen',
    nudge: 'Auswahl verschieben',
    nudgeFar: 'Um zehn verschieben',
    add: 'Zur Auswahl hinzufügen',
    space: 'Leertaste',
    drag: 'ziehen',
    middleDrag: 'mittlere Taste ziehen',
    wheel: 'Rad',
    pinch: 'zwei Finger',
    click: 'Klick',
  }),
  translation(KEY_NAMES, {
    ctrl: 'Strg',
    alt: 'Alt',
    shift: 'Umschalt',
    delete: 'Entf',
    escape: 'Esc',
    enter: 'Eingabe',
    backspace: 'Rücktaste',
    space: 'Leertaste',
  }),
];
