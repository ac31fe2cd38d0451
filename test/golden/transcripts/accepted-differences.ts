/** A difference to the recorded server that is meant. */
export interface AcceptedDifference {
  /** Server under test. `aspnet`: what differs from run to run of the recorded server itself. */
  readonly server: 'reference' | 'aspnet';
  /** Names of the scenarios. */
  readonly scenarios: RegExp;
  /** Kind of difference, as the replay names it. */
  readonly what: RegExp;
  /** What came instead. */
  readonly came: RegExp;
  readonly reason: string;
}

/**
 * Every row of `reference` must be seen in a full run; the reasons are for the server's README (`npm run test:golden --
 * --markdown`). Section numbers are those of signalr-protocol.
 */
export const ACCEPTED_DIFFERENCES: readonly AcceptedDifference[] = [
  {
    server: 'aspnet',
    scenarios: /^stateful\/ping-while-detached$/,
    what: /^no answer$/,
    came: /type.:7/,
    reason: 'volatile, as the recording says: the client timeout of 2.5 s may end the connection first',
  },
  {
    server: 'aspnet',
    scenarios: /^close\/server-shutdown-stateful\//,
    what: /^(end|extra message)$/,
    came: /1000|"type":7/,
    reason: 'volatile: the client timeout and the end of the host, both at 30 s, race',
  },
];
