/** Names of the session's log events. Fields carry ids, numbers and codes; never board content. */
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
