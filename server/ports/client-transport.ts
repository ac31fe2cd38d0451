import type { RoomId } from '../../core/board/ids.ts';

/**
 * Port: reaching clients. The hub's rules call `ClientTransport`; a transport calls the hub through `HubMethods`. The shapes are a part
 * of those of `server/signalr`, so that the self-hosted adapter hands its own objects through without a wrapper per message.
 */
export interface ClientTransport {
  /** `instance`: a group send reaches the members on this instance. `all`: on every instance (Azure SignalR Service). */
  readonly reach: 'instance' | 'all';
  /** The connection is in the group when this ends: whatever is sent to the group later reaches it. Adding twice is adding once. */
  addToGroup(connectionId: string, group: string): void | Promise<void>;
  /** Nobody waits for it: it never rejects. */
  removeFromGroup(connectionId: string, group: string): void | Promise<void>;
  /**
   * One message, encoded at most once per hub protocol, the same bytes for every member. An empty group is no error. Gives its bytes in
   * MessagePack where a service bills them (`all`); 0 elsewhere, and when it could not be sent.
   */
  sendToGroup(group: string, target: string, args: readonly unknown[]): number;
}

/** One connected client. Borrowed from the transport; valid for ever, but sending after its end does nothing. */
export interface ClientConnection {
  readonly id: string;
  readonly remoteAddress: string;
  /** The hub's own: its session, found again at each call without a look-up. */
  attachment: unknown;
  /** False when the connection has ended. */
  send(target: string, args: readonly unknown[]): boolean;
  /** What was sent before still goes out. Later calls do nothing. */
  close(options: { readonly error?: string; readonly allowReconnect?: boolean }): void;
}

export interface ClientCall {
  readonly connection: ClientConnection;
  /** As they came: nothing about them is checked. Byte strings are views that do not outlive the call. */
  readonly args: readonly unknown[];
  /** Bytes of the message on the wire. */
  readonly bytes: number;
}

/**
 * `parameters`: a call with another number of arguments fails before it gets here; left out, any number comes. `itemsStay`: the items of
 * the stream, and the bytes in them, never change once they were given out: a transport need not copy them.
 */
export type HubMethodEntry =
  | { readonly kind: 'call'; readonly parameters?: number; run(call: ClientCall): unknown }
  | {
      readonly kind: 'stream';
      readonly parameters?: number;
      readonly itemsStay?: boolean;
      run(call: ClientCall): AsyncIterable<unknown>;
    };

/** `closed`: one side ended the connection on purpose. `lost`: the line broke, and the client may be on its way back. */
export type ConnectionEnd = 'closed' | 'lost';

/** What a transport delivers to. */
export interface HubMethods {
  readonly methods: ReadonlyMap<string, HubMethodEntry>;
  connected(connection: ClientConnection): void;
  /** Once for every connection that was `connected`. `end` tells a client that went from a line that broke; `reason` is for the log. */
  disconnected(connection: ClientConnection, reason: string, end: ConnectionEnd): void;
}

/** Thrown by a hub method: the text is meant for the client, and begins with a refusal code. Any other error shows nothing of itself. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused';
}

/** The group of a room's members, and of whoever else hears what is sent to them. */
export function roomGroup(room: RoomId): string {
  return `room:${room}`;
}
