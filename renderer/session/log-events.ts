/** Names of everything that a session logs. Fields carry ids, numbers and codes; never what people drew or wrote. */
export const SessionLogEvent = {
  retry: 'session.retry',
  closed: 'session.closed',
  givenUp: 'session.given_up',
  lineUp: 'session.line_up',
  silent: 'session.silent',
  clockOff: 'session.clock_off',
  clockRight: 'session.clock_right',
  notice: 'session.notice',
  epochLost: 'session.epoch_lost',
  stuck: 'session.stuck',
  hole: 'session.hole',
  frameUnreadable: 'session.frame_unreadable',
  batchRefused: 'session.batch_refused',
  vaultNotWritten: 'vault.not_written',
} as const;
