import { countWords, numberWords } from './time-words.ts';

/** The question before everything is removed. */
export const CLEAR = {
  title: 'Clear the board?',
  text: (elements: number): string => `This removes ${countWords(elements, 'element')} for everyone. You can undo it.`,
  withOthers: (elements: number, others: number): string =>
    `This removes ${countWords(elements, 'element')} for everyone, also what ${others === 1 ? 'the other person' : `the ${numberWords(others)} others`} drew. You can undo it.`,
  keep: 'Keep it',
  clear: 'Clear the board',
} as const;

export const JOIN = {
  title: 'Join a room',
  field: 'Link or room name',
  example: 'https://… or a name',
  join: 'Join',
  elsewhere: (server: string): string => `On the server ${server}.`,
  near: (room: string): string => `You join the room ${room}. Names of rooms have letters, digits, - and _ only.`,
  here: (server: string): string => `A name alone is a room on ${server}.`,
  noLink: 'This is not a link to a room. It looks like http://host/#/r/name or inkroom://host/r/name.',
} as const;

/** The list of all commands. */
export const PALETTE = {
  title: 'All commands',
  field: 'Find a command',
  hint: 'Type what you want to do',
  list: 'Commands',
  none: 'No command is called that.',
} as const;

/** The questions before a room is left. */
export const LEAVE = {
  stay: 'Stay',
  leave: 'Leave',
  open: 'Open',
  save: 'Save a copy…',
  undecided: 'You have not decided about the copy that you hold.',
  undecidedMore: (elements: number): string => `Your copy of ${countWords(elements, 'element')} goes when you leave.`,
  unsent: 'Some of your changes have not reached the room yet.',
  unsentMore: 'If you leave now, nobody else will see them.',
  copyHere: 'This device keeps a copy; save another to be sure.',
  noCopy: 'Save a copy to keep it.',
  hostEnded: 'The host ended this room.',
  hostEndedMore: 'Its board ended with it.',
  lastOne: 'You are the last one here.',
  lastOneMore: (age: string): string => `This board is in the server’s memory only: it is gone about ${age} after you leave.`,
  lastCopy: 'This window may hold the last copy of the board.',
  lastCopyMore: 'The server had it in memory only and cannot be reached now, and nobody else was here.',
  follow: 'Open a board on another server?',
  followMore: (server: string): string =>
    `A link leads to ${server}, where you have not been before. The people who run that server see your name and what you draw there.`,
} as const;
