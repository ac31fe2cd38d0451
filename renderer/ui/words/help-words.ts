/** The help sheet. Keys that are no commands have their names here. */
export const HELP = {
  title: 'Keyboard shortcuts',
  tools: 'Tools',
  edit: 'Edit',
  view: 'View',
  file: 'File and help',
  other: 'Mouse, pen and touch',
  move: 'Move the board',
  zoom: 'Zoom about the pointer',
  nudge: 'Move the selection',
  nudgeFar: 'Move it by ten',
  add: 'Add to the selection',
  space: 'Space',
  drag: 'drag',
  middleDrag: 'middle drag',
  wheel: 'wheel',
  pinch: 'pinch',
  click: 'click',
} as const;

/** The names on keys. */
export const KEY_NAMES = {
  ctrl: 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
  delete: 'Del',
  escape: 'Esc',
  enter: 'Enter',
  backspace: 'Backspace',
  space: 'Space',
} as const;
