import { shortName } from '../file-names.ts';

/** The question where to put a file of another app, while the board has elements or another person is in the room. */
export const PLACE_WORDS = {
  title: (name: string): string => `Where should ${shortName(name)} go?`,
  shared: 'Other people are in this room and see added elements at once.',
  alone: 'This board is not empty.',
  here: 'Add to this room',
  own: 'Open as a new board',
} as const;

/** The question when a picture of the whole board would show nothing that can be read. */
export const PICTURE_PARTS = {
  title: 'Which part of the board?',
  text: 'The board is so large that a picture of all of it could not be read.',
  view: 'What I see now',
  selection: 'The selection',
  board: 'All of it nevertheless',
} as const;
