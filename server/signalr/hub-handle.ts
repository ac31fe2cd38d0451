import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AskOptions, HubConnection } from './hub.ts';
import type { HubStats, ShutdownOptions } from './hub-core.ts';
import type { Except } from './sending/groups.ts';

/**
 * One name, or several. A member of two groups gets the message twice where clients connect to this process, and once where a
 * service carries them.
 */
export type Names = string | readonly string[];

/**
 * A hub as its application and its HTTP server see it, whatever carries its clients: this process (`HubServer`), or a service
 * behind which several processes serve the same hub. With a service, the number of receivers is unknown and a membership change
 * needs an answer.
 */
export interface HubHandle {
  /** The hub's path. */
  readonly path: string;
  /** Answers a request for the hub and returns true; no other code may touch it then. Its body must be unread. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean;
  /** The same for an HTTP server's `upgrade` event. After false, other code must answer or destroy the socket. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Membership ends with the connection. */
  readonly groups: {
    /** False when there is no such connection. */
    add(connectionId: string, group: string): boolean | Promise<boolean>;
    remove(connectionId: string, group: string): void | Promise<void>;
    /** Encodes once per protocol, whatever the number of members. Returns the number of queued receivers, where it is known. */
    send(groups: Names, target: string, args: readonly unknown[], except?: Except): number | undefined;
  };
  readonly users: {
    /** Sends to all connections of a user. Returns the number of queued receivers, where it is known. */
    send(userIds: Names, target: string, args: readonly unknown[]): number | undefined;
  };
  /** An open connection of this process. */
  connection(id: string): HubConnection | undefined;
  /** False when there is no such connection, or it cannot be reached. */
  send(connectionId: string, target: string, args: readonly unknown[]): boolean;
  /** Asks one client for a result; see `HubConnection.ask`. */
  ask(connectionId: string, target: string, args: readonly unknown[], options?: AskOptions): Promise<unknown>;
  sendAll(target: string, args: readonly unknown[], except?: Except): number | undefined;
  stats(): HubStats;
  /**
   * Tells every client to reconnect, and resolves when all have gone or were cut off. No client is accepted from then on. With a
   * spread, clients are told one after the other over that time and served until then, so that they do not all return at once. A
   * second call ends the spread.
   */
  shutdown(options?: ShutdownOptions): Promise<void>;
}
