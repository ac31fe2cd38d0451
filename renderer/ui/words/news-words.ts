import type { SessionStatus } from '../../session/session.ts';
import { countWords, momentWords, numberWords, type TimeStyle } from './time-words.ts';

/** The banner: after an absence, and of a board that fills up or was lost. */
export const NEWS = {
  soon: 'Back after a moment',
  after: (age: string): string => `Back after ${age}`,
  sent: (things: number): string => `your changes to ${countWords(things, 'thing')} have reached the board`,
  refused: (things: number): string => `your changes to ${countWords(things, 'thing')} were not accepted and are undone here`,
  alsoRefused: (things: number): string => `those to ${numberWords(things)} were not accepted and are undone here`,
  nothing: 'nothing of yours was waiting',
  noOthers: 'nobody else changed anything',
  others: (things: number): string => `others changed ${countWords(things, 'thing')}`,
  whole: (after: string, own: string, others: string): string => `${after}: ${own}; ${others}.`,
  full: (percent: number): string => `The board is ${percent} % full. Save a copy and continue in a new room before it is full.`,
  previousLife: (things: number, moment: string): string =>
    `The room was empty, and the server deleted its board of ${countWords(things, 'thing')} at ${moment}.`,
  newLife: 'What is drawn now begins a new one.',
} as const;

/** Said to screen readers, after others have changed the board. */
export const CHANGES_SAID = {
  changed: (count: number): string => `Others changed ${countWords(count, 'element')}.`,
} as const;

/** Above this share people are told that the board fills up, so that they have time to continue on another board. */
export const NEARLY_FULL = 0.8;

/** Undefined while there is enough space. */
export function fullnessSentence(fullness: number): string | undefined {
  return fullness < NEARLY_FULL ? undefined : NEWS.full(Math.min(100, Math.floor(fullness * 100)));
}

/** Why a room that had a board is empty. */
export function previousLifeSentence(
  { endedAt, elements }: NonNullable<SessionStatus['previousLife']>,
  now: number,
  style?: TimeStyle,
): string {
  return NEWS.previousLife(elements, momentWords(endedAt, now, style));
}
