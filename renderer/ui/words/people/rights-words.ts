import type { Grant } from '../../../../core/contract/access/grants.ts';

/** What hosts read where they decide about a room, and others where they ask for the pen. */
export const RIGHTS = {
  title: 'You are a host here',
  lock: 'Only hosts draw',
  lockOff: 'Everyone draws',
  clear: 'Clear the board for everyone…',
  end: 'End the room for everyone',
  endQuestion: 'End the room for everyone? They leave it now, and each keeps a copy.',
  endYes: 'End the room',
  person: 'Decide about a person',
  choose: 'Choose a person',
  hand: (name: string): string => `${name} asks for the pen`,
  givePen: 'Give the pen',
  takePen: 'Take the pen back',
  host: 'Make host',
  notHost: 'No longer host',
  kick: 'Send away',
  ban: 'Ban',
  banQuestion: (name: string): string => `Ban ${name}? They cannot come back to this room as the same person.`,
  no: 'Not now',
  trace: 'See the messages flow',
  raise: 'Raise your hand',
  raised: 'Your hand is raised',
  raiseHint: 'Only hosts draw here now. A host sees your hand and can give you the pen.',
} as const;

/** What the part of the Share panel says in which hosts make links. */
export const LINKS = {
  title: 'A link that expires',
  grant: 'Who opens it',
  lasts: 'It lasts',
  make: 'Make a link',
  once: 'Only for the first person who opens it',
  made: 'Link that expires',
} as const;

export const LINK_GRANTS = {
  view: 'Can look',
  comment: 'Can chat and vote',
  draw: 'Can draw',
  host: 'Is host',
} as const satisfies Record<Grant, string>;

const HOUR_MS = 3_600_000;

/** Lifetimes of links, milliseconds. */
export const LINK_LIVES = { hour: HOUR_MS, hours: 8 * HOUR_MS, week: 7 * 24 * HOUR_MS, quarter: 90 * 24 * HOUR_MS } as const;

export const LIVES = { hour: '1 hour', hours: '8 hours', week: '7 days', quarter: '90 days' } as const;
