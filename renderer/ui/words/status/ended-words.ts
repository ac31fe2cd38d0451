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
  const next = canHost ? ENDED.nextInApp : ENDED.nextInBrowser;
  return {
    title: ENDED.title,
    text: `${ENDED.text(elements)} ${next}`,
    save: ENDED.save,
    host: canHost ? ENDED.host : undefined,
  };
}

export const ENDED = {
  title: 'The host ended this room. You hold a copy.',
  text: (elements: number): string => `It has ${countWords(elements, 'element')} and lives in this window.`,
  nextInApp: 'Host it yourself to go on with it.',
  nextInBrowser: 'To go on with others, save it and open the file in the Inkroom app: the app can host it.',
  save: 'Save a copy',
  host: 'Host it myself',
  cannotHost: 'Inkroom could not host the copy. Save it, and start Inkroom again.',
  /** The copy is now an own board. */
  hosted: 'Your copy is a board of its own now. Share brings others to it.',
} as const;
