import { PASSWORD_CHARS } from '../../../../core/contract/access/room-pass.ts';

/** What a guest of a room with a password reads, and a host who gives a room one. */
export const PASSWORD_WORDS = {
  title: 'This room has a password',
  ask: 'Ask the host for it. This device remembers it for this room.',
  keptOneIsOld: 'The password that this device remembers no longer opens the room. Ask the host for the new one.',
  wrong: 'That was not the password. Try again, or ask the host for it.',
  field: 'Password',
  enter: 'Enter',
  none: 'No password',
  has: 'The room has a password',
  set: 'Set a password',
  change: 'Change it',
  remove: 'Remove it',
  newField: `New password, at least ${PASSWORD_CHARS.shortest} characters`,
  hint: 'Everybody here without a signed link is asked for it at once, hosts excepted.',
  keep: 'Set',
  cancel: 'Not now',
} as const;
