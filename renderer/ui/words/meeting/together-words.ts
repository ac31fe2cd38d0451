import { countWords } from '../time-words.ts';

/** Words of reactions, timer, vote and spotlight. */
export const TOGETHER = {
  tab: 'Together',
  reactions: 'React',
  reactionNames: ['Thumbs up', 'Heart', 'Clapping', 'Party', 'Laughing', 'Question'],
  noReactions: 'This server does not carry reactions. Update it.',
  timer: 'Timer',
  minutes: (count: number): string => `${count} min`,
  startTimer: (count: number): string => `Start a timer of ${countWords(count, 'minute')}`,
  pause: 'Pause',
  resume: 'Go on',
  more: '+1 min',
  endTimer: 'End',
  left: (time: string): string => `Timer: ${time} left`,
  resting: (time: string): string => `Timer paused: ${time} left`,
  timeUp: 'Time is up',
  vote: 'Vote with dots',
  dots: 'Dots for each person',
  startVote: 'Start the vote',
  place: 'Put dots',
  placed: 'Done',
  yours: (left: number): string => countWords(left, 'dot left', 'dots left'),
  all: (count: number): string => countWords(count, 'dot in all', 'dots in all'),
  endVote: 'End and show the result',
  clearVote: 'Clear the vote',
  result: 'Result',
  noDots: 'There are no dots.',
  item: (at: number, dots: number): string => `Place ${at}: ${countWords(dots, 'dot')}`,
  free: 'not on an element',
  isOn: (left: number): string => `A vote is on: ${countWords(left, 'dot', 'dots')} for you`,
  placing: 'Press the board to put a dot. Press your dot to take it back.',
  spotlight: 'Spotlight',
  ask: 'Ask all to follow me',
  stopAsking: 'No longer ask',
  spotlightHint: 'All who are here see what you see, until they move their board.',
  pointers: 'Pointers',
  hidePointers: 'Hide all but mine',
  showPointers: 'Show all again',
  pointersHint: 'People then see no pointer, laser or selection but yours.',
  asked: (name: string): string => `${name} asks all to follow. Move the board to leave.`,
} as const;

/** `4:05` */
export function clockWords(ms: number): string {
  const seconds = Math.ceil(Math.max(0, ms) / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
