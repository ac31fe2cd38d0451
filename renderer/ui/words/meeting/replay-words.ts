import { listWords } from '../file-names.ts';
import { countWords } from '../time-words.ts';

/** Words of the replay of a board's making, and of the line that says who drew an element. */
export const REPLAY = {
  title: 'Replay',
  command: 'Replay the board’s making…',
  hint: 'Everything that this window knows about the board. Your board stays as it is.',
  play: 'Play',
  pause: 'Pause',
  back: 'One step back',
  on: 'One step on',
  speed: 'Speed',
  times: (speed: number): string => `${speed}×`,
  end: 'End the replay',
  time: 'Moment of the board’s making',
  gathering: 'Reading the board…',
  nothing: 'There is nothing to replay yet.',
  step: (step: number, steps: number): string => `${step} of ${steps}`,
  moment: (step: number, steps: number, who: string): string => `Step ${step} of ${steps}, ${who}`,
  start: 'Empty board',
  you: 'You',
  unknown: 'A person who is not here',
} as const;

/** Who drew and changed the selected elements, in one line. */
export const WHO_DREW = {
  drawn: (names: string): string => `Drawn by ${names}`,
  changed: (name: string): string => `changed last by ${name}`,
  you: 'you',
  unknown: 'a person who is not here',
  unknowns: (count: number): string => `${count} people who are not here`,
  more: (count: number): string => countWords(count, 'other'),
} as const;

/** Names as one phrase: at most two, then a number. */
export function listed(names: readonly string[]): string {
  const [first = '', second = '', ...rest] = names;
  return listWords(rest.length === 0 ? names : [first, second, WHO_DREW.more(rest.length)]);
}
