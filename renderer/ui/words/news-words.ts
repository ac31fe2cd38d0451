import { countWords, numberWords } from './time-words.ts';

/** The banner after an absence. */
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
  newLife: 'What is drawn now begins a new one.',
} as const;
