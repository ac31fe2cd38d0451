import { countWords } from '../time-words.ts';

/** The guests' message when the host has ended the room, and their options for the copy. */
export interface EndedWords {
  readonly title: string;
  readonly text: string;
  readonly save: string;
  /** Undefined where this window cannot host: a browser. */
  readonly host: string | undefined;
}

export function endedWords(elements: number, canHost: boolean): EndedWords {
  const next = canHost
    ? 'Host it yourself to go on with it.'
    : 'To go on with others, save it and open the file in the Inkroom app: the app can host it.';
  return {
    title: 'The host ended this room. You hold a copy.',
    text: `It has ${countWords(elements, 'stroke')} and lives in this window. ${next}`,
    save: 'Save a copy',
    host: canHost ? 'Host it myself' : undefined,
  };
}

export const CANNOT_HOST = 'Inkroom could not host the copy. Save it, and start Inkroom again.';
/** The copy is now an own board. */
export const HOSTED = 'Your copy is a board of its own now. Share brings others to it.';
