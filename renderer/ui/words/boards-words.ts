import type { BoardCard } from '../../../core/contract/board-card.ts';
import type { HostedHere } from '../../../core/contract/desktop/shell-contract.ts';
import { serverTitle } from './room-title.ts';
import { countWords, momentWords, type TimeStyle } from './time-words.ts';

/** The words of the list of boards. */
export const BOARDS = {
  title: 'Boards',
  none: 'No boards yet. What you draw appears here.',
  note: 'This device keeps copies of the boards that you opened last: up to 50 boards or 500 MiB.',
  newBoard: 'New board',
  join: 'Join a room',
  file: 'Open a file…',
  openCopy: 'Open a copy as my own',
  forget: 'Forget this copy',
  clear: 'Forget all copies…',
  sure: 'This deletes every copy on this device. Boards on their servers stay.',
  clearNow: 'Forget all copies',
  keep: 'Keep them',
  cleared: 'The copies on this device are deleted.',
  notDeleted: 'This device could not delete everything. What is left is shown: try again.',
  failed: 'The copy cannot be read. Open the room instead.',
} as const;

/** The same list over an empty board, at the start of the app. */
export const HOME = {
  title: 'Your boards on this device',
  hint: 'The board behind this is empty and new: draw on it, or go on with one of these.',
  empty: 'Use the empty board',
  all: (count: number): string => `All ${count} boards…`,
} as const;

/** The place of a board, in a few words. `gone`: only the copy is left. */
export interface PlaceWords {
  readonly text: string;
  readonly isGone: boolean;
}

export const PLACES = {
  keptHere: 'kept on this computer',
  goneHere: 'memory only: gone, a copy is here',
  memoryHere: 'this computer, memory only',
  memoryOf: (server: string): string => `${server}, memory only`,
  things: (count: number): string => countWords(count, 'thing'),
} as const;

export function placeWords({ server, mode, isHostedHere, at }: BoardCard, hosted: HostedHere | undefined): PlaceWords {
  if (isHostedHere && mode !== 'none') return { text: PLACES.keptHere, isGone: false };
  if (isHostedHere) {
    // The hub that had it in memory has ended since.
    const isGone = hosted === undefined || hosted.server !== server || at < hosted.since;
    return isGone ? { text: PLACES.goneHere, isGone } : { text: PLACES.memoryHere, isGone };
  }
  const host = serverTitle(server);
  return { text: mode === 'none' ? PLACES.memoryOf(host) : host, isGone: false };
}

/** The time and size of the device's copy. */
export function copyWords({ at, elements }: BoardCard, now: number, style?: TimeStyle): string {
  return `${momentWords(at, now, style)} · ${PLACES.things(elements)}`;
}
