import type { TierLimits } from './quota.ts';

/**
 * Bounds and times of the emulator. Times are milliseconds. Known values of the service are the same here (reference 5.3, 11.3).
 */
export interface EmulatorLimits extends TierLimits {
  /** Interval of pings to an application server. */
  readonly serverPingMs: number;
  /** An application server that is silent for this long is gone. */
  readonly serverSilenceMs: number;
  /** Longest time until the handshake of a server connection, or of a client whose token does not say otherwise. */
  readonly handshakeMs: number;
  /** A client that is silent for this long is gone. Stock clients ping every 15 s. */
  readonly clientSilenceMs: number;
  /** Serverless mode: interval of pings to a client. With an application server that one pings. */
  readonly clientPingMs: number;
  /** Longest wait for the answer of an upstream. Below `clientSilenceMs`, because its client is not read meanwhile. */
  readonly upstreamMs: number;
  /** From negotiation to the opening of the connection. The service has about 5 s; busy machines need more. */
  readonly connectMs: number;
  /** A call from a server to a client is given up after this (reference 7.8). */
  readonly invocationMs: number;
  /** A client with more waiting bytes than this is slow. It is dropped after `slowClientMs`. */
  readonly slowClientBytes: number;
  readonly slowClientMs: number;
  /** A client with more waiting bytes is dropped at once. */
  readonly clientQueueBytes: number;
  /** Clients are not read while more than this waits for their application server. */
  readonly serverHighBytes: number;
  /** An application server with more waiting bytes is cut off. */
  readonly serverQueueBytes: number;
  readonly clients: number;
  readonly serverConnections: number;
  /** Negotiated clients that have not connected. */
  readonly pendingClients: number;
  readonly groupsPerClient: number;
  /** Users with memberships of their own, and permanent memberships of one user (reference 9.4). */
  readonly lastingUsers: number;
  readonly lastingGroups: number;
  readonly invocations: number;
  /** Acknowledgements that the chaos controls hold back. */
  readonly delayedAcks: number;
  readonly restBodyBytes: number;
}

export const DEFAULT_EMULATOR_LIMITS: EmulatorLimits = {
  connectionQuota: Number.POSITIVE_INFINITY,
  dailyMessages: Number.POSITIVE_INFINITY,
  connectsPerSecond: Number.POSITIVE_INFINITY,
  serverPingMs: 5_000,
  serverSilenceMs: 30_000,
  handshakeMs: 15_000,
  clientSilenceMs: 60_000,
  clientPingMs: 15_000,
  upstreamMs: 30_000,
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
