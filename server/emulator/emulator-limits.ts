/** Bounds and times of the emulator. Times in milliseconds; where the service's own are known they are the same (reference 5.3, 11.3). */
export interface EmulatorLimits {
  /** Between pings to an application server. */
  readonly serverPingMs: number;
  /** An application server that sends nothing for this long is gone. */
  readonly serverSilenceMs: number;
  /** A server connection, or a client whose token does not say otherwise, must have shaken hands by then. */
  readonly handshakeMs: number;
  /** A client that sends nothing for this long is gone: stock clients ping every 15 s. */
  readonly clientSilenceMs: number;
  /** From negotiation to the opening of the connection. The service's own is about 5 s; busy machines want more. */
  readonly connectMs: number;
  /** A call of a client by a server is given up (reference 7.8). */
  readonly invocationMs: number;
  /** A client for which more bytes than this wait is slow; one that is slow for `slowClientMs` is dropped. */
  readonly slowClientBytes: number;
  readonly slowClientMs: number;
  /** A client for which more wait is dropped at once. */
  readonly clientQueueBytes: number;
  /** Clients are not read while more than this waits for their application server. */
  readonly serverHighBytes: number;
  /** An application server for which more waits is cut off. */
  readonly serverQueueBytes: number;
  readonly clients: number;
  readonly serverConnections: number;
  /** Negotiated and not connected. */
  readonly pendingClients: number;
  readonly groupsPerClient: number;
  /** Users with memberships of their own, and memberships without an end of one user (reference 9.4). */
  readonly lastingUsers: number;
  readonly lastingGroups: number;
  readonly invocations: number;
  /** Acknowledgements that the chaos hook holds back. */
  readonly delayedAcks: number;
  readonly restBodyBytes: number;
}

export const DEFAULT_EMULATOR_LIMITS: EmulatorLimits = {
  serverPingMs: 5_000,
  serverSilenceMs: 30_000,
  handshakeMs: 15_000,
  clientSilenceMs: 60_000,
  connectMs: 15_000,
  invocationMs: 600_000,
  slowClientBytes: 1024 * 1024,
  slowClientMs: 5_000,
  clientQueueBytes: 16 * 1024 * 1024,
  serverHighBytes: 4 * 1024 * 1024,
  serverQueueBytes: 64 * 1024 * 1024,
  clients: 20_000,
  serverConnections: 1_000,
  pendingClients: 10_000,
  groupsPerClient: 10_000,
  lastingUsers: 10_000,
  lastingGroups: 100,
  invocations: 100_000,
  delayedAcks: 10_000,
  restBodyBytes: 1024 * 1024,
};
