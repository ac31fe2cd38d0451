import { countWords } from './time-words.ts';

/** What systems outside say to people, and the topics that a person asks for. */
export const ANNOUNCEMENT = {
  says: (from: string, text: string): string => (from === '' ? text : `${from}: ${text}`),
  topics: 'Announcements about',
  topicsHint: 'Topics with commas between them, as the people who run this server name them.',
} as const;

/** Members that are programs. */
export const PROGRAM = {
  is: 'program',
  takeBack: (name: string): string => `Take back all that ${name} drew`,
  takenBack: (count: number): string => `Removed ${countWords(count, 'thing')}. Undo brings it back.`,
  nothing: (name: string): string => `There is nothing of ${name} on the board.`,
} as const;
