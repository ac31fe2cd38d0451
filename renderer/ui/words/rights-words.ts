import type { Grant } from '../../../core/contract/grants.ts';

/** What hosts read where they decide about a room, and others where they ask for the pen. */
export const RIGHTS = {
  title: 'You are a host here',
  lock: 'Only hosts draw',
  lockOff: 'Everyone draws',
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
  empty: 'Nothing is drawn here yet.',
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
  made: 'Link that expires',
} as const;

export const LINK_GRANTS: readonly { readonly grant: Grant; readonly label: string }[] = [
  { grant: 'view', label: 'Can look' },
  { grant: 'draw', label: 'Can draw' },
  { grant: 'host', label: 'Is host' },
];

const HOUR_MS = 3_600_000;

export const LINK_LIVES: readonly { readonly lifeMs: number; readonly label: string }[] = [
  { lifeMs: HOUR_MS, label: '1 hour' },
  { lifeMs: 8 * HOUR_MS, label: '8 hours' },
  { lifeMs: 7 * 24 * HOUR_MS, label: '7 days' },
  { lifeMs: 90 * 24 * HOUR_MS, label: '90 days' },
];
