import type { MessageType, TraceStep } from '../../../core/contract/tracing/trace-records.ts';

/** What a host reads in the panel that shows the messages of the room. */
export const TRACE = {
  title: 'Messages',
  hint: 'What the people here send, as it flows. Times with ≈ lie between two clocks and are estimated.',
  pause: 'Pause',
  goOn: 'Go on',
  person: 'Whose messages',
  everyone: 'Everyone',
  type: 'Which messages',
  allTypes: 'All messages',
  followed: 'One batch, from the pen to the pixels',
  whichBatch: 'Which batch',
  waiting: 'Draw something: once a second one batch is followed.',
  list: 'Messages, the newest first',
  none: 'No message yet.',
  unlisted: (messages: number): string => `${messages} more messages were too many to list.`,
  refused: 'The server does not show its messages here.',
  you: 'You',
  server: (id: string): string => `Server ${id}`,
  ofServer: 'Server',
  batch: (time: string, who: string, ms: string): string => `${time} · ${who} · ${ms}`,
  ms: (exact: string): string => `${exact} ms`,
  estimated: (ms: string): string => `≈ ${ms}`,
  bytes: (bytes: number): string => (bytes === 1 ? '1 byte' : `${bytes} bytes`),
  batches: (batches: number): string => (batches === 1 ? '1 batch' : `${batches} batches`),
  receivers: (receivers: number): string => (receivers === 1 ? '1 receiver' : `${receivers} receivers`),
  units: (units: number): string => (units === 1 ? '1 billed unit' : `${units} billed units`),
} as const;

export const STEP_WORDS = {
  outbox: 'Outbox',
  socket: 'To the server',
  instance: 'Checked',
  frame: 'Waits for its frame',
  store: 'Stored',
  backplane: 'To another server',
  echo: 'Back to its author',
  peer: 'To another person',
  pixels: 'Painted',
} as const satisfies Record<TraceStep, string>;

export const MESSAGE_WORDS = {
  push: 'Changes',
  cursor: 'Pointer',
  frame: 'Frame',
  notice: 'Notice',
  join: 'Joined',
  leave: 'Left',
  act: 'Decision',
  catchUp: 'Catch-up',
  peerFrame: 'Frame of a server',
  outside: 'Other system',
} as const satisfies Record<MessageType, string>;
