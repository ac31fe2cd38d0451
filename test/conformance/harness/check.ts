import type { ServerProcess } from './server-process.ts';
import type { ProtocolName } from './wire.ts';

/**
 * How a server under test is set up. `default`: as it comes. `quick`: short periods and a small replay buffer. `detailed`:
 * detailed errors. `announcing`: tells everyone who left. `guarded`: one allowed origin and a required token.
 */
export type Profile = 'default' | 'quick' | 'detailed' | 'announcing' | 'guarded';

/** Periods of a server, in milliseconds, and sizes in bytes (0.4). */
export interface Settings {
  readonly keepAliveMs: number;
  readonly clientTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
  readonly pollTimeoutMs: number;
  readonly disconnectTimeoutMs: number;
  readonly sendTimeoutMs: number;
  readonly maxMessageBytes: number;
  readonly reconnectBufferBytes: number;
}

/** What a check may ask for. */
export interface CheckContext {
  /** Address of a server with this setup, shared with other checks. */
  server(profile?: Profile): Promise<string>;
  settings(profile?: Profile): Settings;
  /** The process behind it, where this run started it. */
  process(profile?: Profile): Promise<ServerProcess>;
  /** A server that only this check uses; ended after it. */
  ownServer(flags: readonly string[]): Promise<ServerProcess>;
}

/** One black-box test. Its id begins with the number of the check (`server/signalr/REFERENCE.md`, section 8). */
export interface Check {
  /** For example `94b`, or `62/messagepack`. */
  readonly id: string;
  readonly title: string;
  /** Set where the server must speak this protocol, so that a server without it is not judged by it. */
  readonly protocol?: ProtocolName;
  /** Set where the check waits for a period of the server; these start first. */
  readonly slow?: true;
  run(context: CheckContext): Promise<void>;
}

/** Thrown where a check cannot be put to this server; the reason is printed. */
export class NotApplicable extends Error {}

/** The same check once per hub protocol. */
export function perProtocol(
  id: string,
  title: string,
  run: (context: CheckContext, protocol: ProtocolName) => Promise<void>,
  slow?: true,
): Check[] {
  return (['json', 'messagepack'] as const).map((protocol) => ({
    id: `${id}/${protocol}`,
    title,
    protocol,
    ...(slow ? { slow } : {}),
    run: (context) => run(context, protocol),
  }));
}
