/** Words of the replay of a board's making. */
export const REPLAY = {
  title: 'Replay',
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
  step: (step: number, steps: number): string => `${step} of ${steps}`,
  moment: (step: number, steps: number, who: string): string => `Step ${step} of ${steps}, ${who}`,
  start: 'Empty board',
  you: 'You',
  unknown: 'A person who is not here',
} as const;
