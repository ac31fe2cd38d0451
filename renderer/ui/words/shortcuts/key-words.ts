/** The dialog that changes keyboard shortcuts. */
export const KEY_WORDS = {
  title: 'Change keyboard shortcuts',
  field: 'Find a command or a key',
  hint: 'Name or key',
  none: 'No command has this name or key.',
  kept: 'Your keys are kept on this device.',
  noKey: 'no key',
  changed: 'changed',
  press: 'Press new keys',
  add: 'Add keys',
  remove: 'Remove keys',
  usual: 'Usual keys',
  allUsual: 'Usual keys for all',
  undo: 'Undo',
  waiting: 'Press the keys. Escape stops.',
  /** A digit of the number pad. */
  pad: (digit: string): string => `Num ${digit}`,
  unusable: 'This key cannot be used. Press another one.',
  fixed: {
    space: 'Space moves the board. Press another key.',
    clipboard: 'These keys copy, cut and paste. Press others.',
  },
  own: (keys: string): string => `${keys} is already a key of this command. Press others.`,
  owned: (keys: string, name: string): string => `${keys} is the key of “${name}”.`,
  take: 'Take it from there',
  others: 'Press others',
  gave: (name: string, keys: string): string => `“${name}” has ${keys}.`,
  removed: (name: string): string => `“${name}” has no key.`,
  lost: (name: string): string => `“${name}” lost a key.`,
  isUsual: (name: string): string => `“${name}” has its usual keys.`,
  areUsual: 'All commands have their usual keys.',
  undone: 'The last change is undone.',
} as const;

/** The keys that cannot be changed, and why. */
export const FIXED_KEY_WORDS = {
  title: 'Keys that stay',
  keys: {
    clipboard: {
      name: 'Copy, cut, paste',
      why: 'Browsers hand the clipboard over only with their own keys for it. Other keys would need your permission again and again, and could not read pictures everywhere.',
    },
    escape: { name: 'Cancel, close', why: 'One key always closes what is open, also this dialog.' },
    tab: {
      name: 'Next button',
      why: 'Without it nobody could use the app by keyboard alone. On the board it switches the kind of a shape: that command can get other keys.',
    },
    space: { name: 'Move the board', why: 'It is held while the board is dragged. A command would run at each drag.' },
  },
} as const;
