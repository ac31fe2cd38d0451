/** What an application server keeps to with its server connections, as Microsoft's SDK does (reference 2.2, 5). */

/** Server connections for each hub at the start. */
export const INITIAL_CONNECTIONS = 5;

/** Times in milliseconds. */
export const ServerConnectionTimes = {
  /** The answer to the service handshake must be there by then. */
  handshakeMs: 15_000,
  /** A service that sends nothing for this long is gone. */
  silenceMs: 30_000,
  /** Between own pings: rather by the clock than by what comes, as the SDK does it. */
  pingMs: 5_000,
  /** Between questions for the status, over one connection of a hub. */
  statusMs: 10_000,
  ackMs: 10_000,
  /** Between announcements of leaving, until the service has acknowledged. */
  finMs: 5_000,
} as const;

const LONGEST_DELAY_S = 60;

/**
 * How long to wait before the next attempt when `failures` attempts in a row have failed: 0, then 1, 2, 4 … 60 s and a random part of a
 * second, in milliseconds. The count is one for all connections of a hub, and success ends it. `random` gives numbers in [0, 1).
 */
export function reconnectDelayMs(failures: number, random: () => number): number {
  if (failures <= 0) return 0;
  return Math.round((Math.min(2 ** (failures - 1), LONGEST_DELAY_S) + random()) * 1_000);
}

export interface ServerConnectionRequest {
  /** `newServerId`: one for the process, the same in the token. */
  readonly serverId: string;
  /** `signAccessToken`, or the token of Entra ID itself. A secret. */
  readonly token: string;
  /** Name and version of what connects, for the service's logs. */
  readonly product: string;
}

/** Headers of the upgrade. */
export function serverConnectionHeaders({ serverId, token, product }: ServerConnectionRequest): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    'x-asrs-server-id': serverId,
    'asrs-user-agent': product,
    'x-requested-with': 'XMLHttpRequest',
  };
}
