import type { RoomId } from '../../core/board/ids.ts';

/**
 * Port: reaching clients. The hub's rules call `ClientTransport`; a transport calls the hub through `HubMethods`. The shapes are
 * a subset of those of `server/signalr`, so that the self-hosted adapter passes its own objects through without a wrapper per
 * message.
 */
export interface ClientTransport {
  /** `instance`: a group send reaches the members on this instance. `all`: on every instance (Azure SignalR Service). */
  readonly reach: 'instance' | 'all';
  /** After this, everything sent to the group reaches the connection. Adding again has no effect. */
  addToGroup(connectionId: string, group: string): void | Promise<void>;
  /** Not awaited by callers: it never rejects. */
  removeFromGroup(connectionId: string, group: string): void | Promise<void>;
  /**
   * Sends one message, encoded at most once per hub protocol, the same bytes for every member. An empty group is no error.
   * Returns its bytes in MessagePack where a service bills them (`all`); 0 elsewhere, and when it could not be sent.
   */
  sendToGroup(group: string, target: string, args: readonly unknown[]): number;
}

/** One connected client. Borrowed from the transport. The object stays valid, but sending after its end does nothing. */
export interface ClientConnection {
  readonly id: string;
  readonly remoteAddress: string;
  /** Belongs to the hub: its session, found at each call without a look-up. */
  attachment: unknown;
  /** False when the connection has ended. */
  send(target: string, args: readonly unknown[]): boolean;
  /** Earlier messages are still sent. Later calls do nothing. */
  close(options: { readonly error?: string; readonly allowReconnect?: boolean }): void;
}

export interface ClientCall {
  readonly connection: ClientConnection;
  /** Unchecked, as they came. Byte strings are views that are valid only during the call. */
  readonly args: readonly unknown[];
  /** Bytes of the message on the wire. */
  readonly bytes: number;
}

/**
 * `parameters`: a call with another number of arguments fails before the handler runs; left out, any number is allowed.
 * `itemsStay`: the items of the stream, and the bytes in them, never change after they were yielded, so a transport need not copy
 * them.
 */
export type HubMethodEntry =
  | { readonly kind: 'call'; readonly parameters?: number; readonly mostBytes?: number; run(call: ClientCall): unknown }
  | {
      readonly kind: 'stream';
      readonly parameters?: number;
      readonly mostBytes?: number;
      readonly itemsStay?: boolean;
      run(call: ClientCall): AsyncIterable<unknown>;
    };

/** `closed`: one side ended the connection on purpose. `lost`: it broke or its client was told to move: the client may be returning. */
export type ConnectionEnd = 'closed' | 'lost';

/** The hub, as a transport sees it. */
export interface HubMethods {
  readonly methods: ReadonlyMap<string, HubMethodEntry>;
  connected(connection: ClientConnection): void;
  /**
   * Called once for every connection that was `connected`. `end` tells a client that left from a broken connection; `reason` is
   * for the log.
   */
  disconnected(connection: ClientConnection, reason: string, end: ConnectionEnd): void;
}

/**
 * Thrown by a hub method. The text is for the client and begins with a refusal code. Any other error hides its message from the
 * client.
 */
export class CallRefused extends Error {
  override readonly name = 'CallRefused';
}

/** The group of a room's members, and of all other receivers of its messages. */
export function roomGroup(room: RoomId): string {
  return `room:${room}`;
}
