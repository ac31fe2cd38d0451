import type { LostCopy, SessionStatus } from '../../../session/session.ts';
import { countWords, momentWords, type TimeStyle } from '../time-words.ts';
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

/** Does not change the room: the copy becomes a board of its own. */
export const OPEN_AS_OWN = 'Open as a board of my own';

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
  const strokes = countWords(copy.elements, 'stroke');
  const held = `You hold ${strokes} up to ${momentWords(copy.upTo, around.now, around.style)}`;
  if (!around.isRoomKnown) {
    const kept = around.outboxKept === 'device' ? 'on this device' : 'in this window';
    return {
      title: 'You hold a copy of a board that the server lost.',
      text: `${held}, kept ${kept}. You can decide when the server answers and Inkroom knows what the room contains now.`,
      choices: undefined,
    };
  }
  const sure = `Your copy of ${strokes} will be deleted permanently.`;
  if (copy.elementsInRoom === 0) {
    return {
      title: EMPTY_TITLES[around.cause],
      text: `${held}. ${whoIsThere(around.others)}None of it is sent until you decide.`,
      choices: { restore: 'Restore to room', discard: 'Start empty', sure },
    };
  }
  return {
    title: NEW_BOARD_TITLES[around.cause],
    text: `${held}. The room holds ${countWords(copy.elementsInRoom, 'stroke')} drawn since. ${whoIsThere(around.others)}Your copy is not sent until you decide.`,
    choices: { restore: 'Add my copy to it', discard: 'Discard', sure },
  };
}

/** The copy is completely restored; only older removals differ. */
function removalWords(removed: number): LostCopyWords {
  const strokes = countWords(removed, 'stroke');
  const [are, them] = removed === 1 ? ['is', 'it'] : ['are', 'them'];
  return {
    title: 'The board is back from an older copy.',
    text: `${strokes} that had been removed before the server lost the board ${are} on it again.`,
    choices: { restore: `Remove ${them} again`, discard: `Keep ${them}`, sure: `${strokes} will stay on the board.` },
  };
}

const EMPTY_TITLES: Readonly<Record<LossCause, string>> = {
  restart: 'The server restarted and its board is empty.',
  letGo: 'The room was empty for a while, and the server deleted its board.',
  unknown: 'The server lost the board, and the room is empty.',
};
const NEW_BOARD_TITLES: Readonly<Record<LossCause, string>> = {
  restart: 'The server restarted and the room has a new board.',
  letGo: 'The room was empty for a while. The server deleted its board, and there is a new one.',
  unknown: 'The server lost the board, and the room has a new one.',
};

/** The other people in the room, as a sentence with a space after it. */
function whoIsThere(others: readonly string[]): string {
  const [first, second] = others;
  if (first === undefined) return '';
  if (second === undefined) return `${first} is here. `;
  return others.length === 2 ? `${first} and ${second} are here. ` : `${first} and ${others.length - 1} others are here. `;
}
