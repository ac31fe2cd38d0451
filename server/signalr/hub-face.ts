import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AskOptions, HubConnection } from './hub.ts';
import type { HubStats, ShutdownOptions } from './hub-core.ts';
import type { Except } from './sending/groups.ts';

/** One name, or several: a member of two gets it twice where clients connect to this process, once where a service carries them. */
export type Names = string | readonly string[];

/**
 * A hub as its application and its HTTP server see it, whatever carries its clients: this process (`HubServer`), or a service behind
 * which several processes serve the same hub. Where a service carries them nobody here knows how many a send reaches, and a membership
 * needs an answer.
 */
export interface HubFace {
  /** Where the hub is. */
  readonly path: string;
  /** Answers a request if it is for the hub: then true, and nobody else may touch it. Its body must not have been read. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean;
  /** The same for the `upgrade` event of an HTTP server. When it returns false, somebody else must answer or destroy the socket. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Membership ends with the connection. */
  readonly groups: {
    /** False when there is no such connection (any more). */
    add(connectionId: string, group: string): boolean | Promise<boolean>;
    remove(connectionId: string, group: string): void | Promise<void>;
    /** Encodes once per protocol, whatever the number of members. Returns how many it was queued for, where that is known. */
    send(groups: Names, target: string, args: readonly unknown[], except?: Except): number | undefined;
  };
  readonly users: {
    /** To all connections of a user; returns how many it was queued for, where that is known. */
    send(userIds: Names, target: string, args: readonly unknown[]): number | undefined;
  };
  /** An open connection of this process. */
  connection(id: string): HubConnection | undefined;
  /** False when there is no such connection, or no way to it. */
  send(connectionId: string, target: string, args: readonly unknown[]): boolean;
  /** Asks one client for a result; see `HubConnection.ask`. */
  ask(connectionId: string, target: string, args: readonly unknown[], options?: AskOptions): Promise<unknown>;
  sendAll(target: string, args: readonly unknown[], except?: Except): number | undefined;
  stats(): HubStats;
  /**
   * Tells every client to come back, and resolves when all have gone or been cut off. Nobody is let in from then on. With a spread
   * they are told one after the other over that time, and served until then, so that they do not all come back at once; called again,
   * it takes effect at once.
   */
  shutdown(options?: ShutdownOptions): Promise<void>;
}
