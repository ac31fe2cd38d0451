import type { LostCopy, SessionStatus } from '../../../session/session.ts';
import { countWords, momentWords, numberWords, type TimeStyle } from '../time-words.ts';
import type { LossCause } from './loss-cause.ts';

export interface LostCopyWords {
  readonly title: string;
  readonly text: string;
  /** The options for the copy. Undefined while the content of the room is unknown. Saving is always possible. */
  readonly choices:
    | {
        readonly restore: string;
        readonly discard: string;
        /** Asked before the copy is deleted. */
        readonly sure: string;
      }
    | undefined;
}

/** A board that the server lost, and of which this window holds a copy. */
export const LOST_COPY = {
  title: 'You hold a copy of a board that the server lost.',
  /** Does not change the room: the copy becomes a board of its own. */
  openAsOwn: 'Open as a board of my own',
  keep: 'Keep my copy',
  save: 'Save a copy',
  held: (elements: number, moment: string): string => `You hold ${countWords(elements, 'element')} up to ${moment}.`,
  heldIn: {
    device: (elements: number, moment: string): string =>
      `You hold ${countWords(elements, 'element')} up to ${moment}, kept on this device.`,
    memory: (elements: number, moment: string): string =>
      `You hold ${countWords(elements, 'element')} up to ${moment}, kept in this window.`,
  },
  later: 'You can decide when the server answers and Inkroom knows what the room contains now.',
  sure: (elements: number): string => `Your copy of ${countWords(elements, 'element')} will be deleted permanently.`,
  emptyTitle: {
    restart: 'The server restarted and its board is empty.',
    letGo: 'The room was empty for a while, and the server deleted its board.',
    unknown: 'The server lost the board, and the room is empty.',
  },
  newTitle: {
    restart: 'The server restarted and the room has a new board.',
    letGo: 'The room was empty for a while. The server deleted its board, and there is a new one.',
    unknown: 'The server lost the board, and the room has a new one.',
  },
  notSent: 'None of it is sent until you decide.',
  copyNotSent: 'Your copy is not sent until you decide.',
  drawnSince: (elements: number): string => `The room holds ${countWords(elements, 'element')} drawn since.`,
  restore: 'Restore to room',
  startEmpty: 'Start empty',
  add: 'Add my copy to it',
  discard: 'Discard',
  one: (name: string): string => `${name} is here.`,
  two: (first: string, second: string): string => `${first} and ${second} are here.`,
  more: (first: string, others: number): string => `${first} and ${numberWords(others)} others are here.`,
} as const;

/** The board is back from an older copy, with things that had been removed. */
export const BACK_AGAIN = {
  title: 'The board is back from an older copy.',
  text: (elements: number): string =>
    `${countWords(elements, 'element')} that had been removed before the server lost the board ${elements === 1 ? 'is' : 'are'} on it again.`,
  remove: (elements: number): string => (elements === 1 ? 'Remove it again' : 'Remove them again'),
  keep: (elements: number): string => (elements === 1 ? 'Keep it' : 'Keep them'),
  sure: (elements: number): string => `${countWords(elements, 'element')} will stay on the board.`,
} as const;

export interface LostCopyAround extends Pick<SessionStatus, 'outboxKept'> {
  readonly cause: LossCause;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Joined and caught up: the content of the room is known. */
  readonly isRoomKnown: boolean;
  /** Names of the others in the room. */
  readonly others: readonly string[];
  readonly style?: TimeStyle;
}

/** The text about a board that the server lost, and the labels of the options (design section 4). */
export function lostCopyWords(copy: LostCopy, around: LostCopyAround): LostCopyWords {
  if (copy.elements === 0 && around.isRoomKnown) return removalWords(copy.removed);
  const moment = momentWords(copy.upTo, around.now, around.style);
  if (!around.isRoomKnown) {
    const held = LOST_COPY.heldIn[around.outboxKept](copy.elements, moment);
    return { title: LOST_COPY.title, text: `${held} ${LOST_COPY.later}`, choices: undefined };
  }
  const held = LOST_COPY.held(copy.elements, moment);
  const sure = LOST_COPY.sure(copy.elements);
  const there = whoIsThere(around.others);
  if (copy.elementsInRoom === 0) {
    return {
      title: LOST_COPY.emptyTitle[around.cause],
      text: `${held} ${there}${LOST_COPY.notSent}`,
      choices: { restore: LOST_COPY.restore, discard: LOST_COPY.startEmpty, sure },
    };
  }
  return {
    title: LOST_COPY.newTitle[around.cause],
    text: `${held} ${LOST_COPY.drawnSince(copy.elementsInRoom)} ${there}${LOST_COPY.copyNotSent}`,
    choices: { restore: LOST_COPY.add, discard: LOST_COPY.discard, sure },
  };
}

/** The copy is completely restored; only older removals differ. */
function removalWords(removed: number): LostCopyWords {
  const { title, text, remove, keep, sure } = BACK_AGAIN;
  return {
    title,
    text: text(removed),
    choices: { restore: remove(removed), discard: keep(removed), sure: sure(removed) },
  };
}

/** The other people in the room, as a sentence with a space after it. */
function whoIsThere(others: readonly string[]): string {
  const [first, second] = others;
  if (first === undefined) return '';
  if (second === undefined) return `${LOST_COPY.one(first)} `;
  return `${others.length === 2 ? LOST_COPY.two(first, second) : LOST_COPY.more(first, others.length - 1)} `;
}
