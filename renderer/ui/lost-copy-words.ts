import type { LostCopy } from '../session/session.ts';
import { countWords, momentWords, type TimeStyle } from './time-words.ts';

export interface LostCopyWords {
  readonly title: string;
  readonly text: string;
  readonly restore: string;
  readonly discard: string;
  /** Asked before the copy is let go. */
  readonly sure: string;
}

/** What is said about a board that the server lost, and what the choices are called (design section 4). */
export function lostCopyWords(copy: LostCopy, now: number, style?: TimeStyle): LostCopyWords {
  const held = `You hold ${countWords(copy.elements, 'stroke')} up to ${momentWords(copy.upTo, now, style)}.`;
  const sure = `Your copy of ${countWords(copy.elements, 'stroke')} will be gone for good.`;
  if (copy.elementsInRoom === 0) {
    return {
      title: 'The server restarted and its board is empty.',
      text: `${held} None of it is sent until you decide.`,
      restore: 'Restore to room',
      discard: 'Start empty',
      sure,
    };
  }
  return {
    title: 'The server restarted and the room has a new board.',
    text: `${held} The room holds ${countWords(copy.elementsInRoom, 'stroke')} drawn since. Your copy is not sent until you decide.`,
    restore: 'Add my copy beside it',
    discard: 'Discard',
    sure,
  };
}
