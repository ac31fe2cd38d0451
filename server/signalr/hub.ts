import type { IncomingHttpHeaders } from 'node:http';
import type { DisconnectReason } from './connection/disconnect-reason.ts';
import type { HubUser } from './http/authentication.ts';

/** The methods and events that an application offers to its clients. One server calls it; a hub may serve several. */
export interface Hub {
  /** Names are case-insensitive (reference 7.1). */
  readonly methods: HubMethods;
  /** Runs after the handshake. The client's messages wait for its end. When it throws, the connection is closed. */
  onConnected?(connection: HubConnection): void | Promise<void>;
  /** Runs once for every connection whose `onConnected` succeeded: soon after the end, but never inside a send or a close. */
  onDisconnected?(connection: HubConnection, reason: DisconnectReason): void | Promise<void>;
}

/** By name. A function alone is a `call` with any number of arguments. */
export type HubMethods = ReadonlyMap<string, HubMethod> | Readonly<Record<string, HubMethod | ((call: HubCall) => unknown)>>;

/**
 * `parameters` is the number of arguments that a client must send; without it any number reaches the method. `uploads` is the
 * number of streams that the client must send with it (default: none); they are not among the arguments. `mostBytes` bounds the
 * message that carries the call, where that is less than the server's bound: a longer one is refused, and its arguments stay
 * unread.
 * A `call` that returns no promise is completed in the same turn, without allocating promises.
 * `itemsStay` promises that the items of a stream, and the bytes in them, never change after they were yielded. Unacknowledged
 * items are then not copied for a client with stateful reconnect: the client gets large byte strings as fast as it reads, and
 * many clients that get parts of one buffer cost that buffer once.
 */
export type HubMethod =
  | {
      readonly kind: 'call';
      readonly parameters?: number;
      readonly mostBytes?: number;
      readonly uploads?: number;
      run(call: HubCall): unknown;
    }
  | {
      readonly kind: 'stream';
      readonly parameters?: number;
      readonly mostBytes?: number;
      readonly uploads?: number;
      readonly itemsStay?: boolean;
      run(call: HubCall): AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>;
    };

export interface HubCall {
  readonly connection: HubConnection;
  /**
   * Plain values, not validated: check every value before use. Integers beyond a number's precision are `bigint`; beyond 64 bits
   * the call fails.
   * - MessagePack: bin is a `Uint8Array`, a view of the received frame (copy what outlives the call). Timestamps are `Date`, or
   *   `PreciseDate` below a millisecond. A map must have strings as keys, or the call fails.
   * - JSON: bytes and dates are the text that the client wrote.
   */
  readonly args: readonly unknown[];
  /** Bytes of the hub message that carried the call, framing included: for cost limits. */
  readonly bytes: number;
  /**
   * The client's streams, in their order, each readable once. Reading throws a `HubError` with the client's text when the client
   * ends a stream with an error. Unread items stop the client: it may send only a few items ahead.
   */
  readonly uploads: readonly AsyncIterable<unknown>[];
  /**
   * Asks the caller, like `connection.ask`. Meanwhile the call does not count against the caller's parallel invocations, so that
   * the client may call the server in order to answer.
   */
  ask(target: string, args: readonly unknown[], options?: AskOptions): Promise<unknown>;
  /** Aborted when the connection ends, and for streams when the client cancels. */
  readonly signal: AbortSignal;
}

export interface AskOptions {
  /** Replaces the server's limit. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface CloseOptions {
  /** Shown to the client. */
  readonly error?: string;
  /** True when a client with automatic reconnect should return. */
  readonly allowReconnect?: boolean;
}

export interface HubConnection {
  /** Public name; may be shown to other users. */
  readonly id: string;
  readonly protocolName: 'json' | 'messagepack';
  readonly transportName: TransportName;
  /** From the request that opened the connection. Parsed at each access: keep the values that you need. */
  readonly query: URLSearchParams;
  /** From the same request. */
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string;
  /** Undefined without authentication, and for anonymous clients. */
  readonly user: HubUser | undefined;
  /** Belongs to the application: an object that it finds at each call without a look-up. */
  attachment: unknown;
  /** Bytes that wait for the client, including those in its socket's buffer. */
  readonly bufferedBytes: number;
  /** Queues a message to the client. False when the connection is not open. */
  send(target: string, args: readonly unknown[]): boolean;
  /**
   * Calls a method of the client and resolves to its result. Rejects with a `HubError` when the client answers with an error or
   * without a result, and with another error on timeout or when the connection ends. The result is not validated.
   */
  ask(target: string, args: readonly unknown[], options?: AskOptions): Promise<unknown>;
  /** Resolves when little is waiting for the client, or the connection has ended. */
  roomy(): Promise<void>;
  /** Sends Close, then ends the transport. Queued messages are still sent. Later calls do nothing. */
  close(options?: CloseOptions): void;
}

export type TransportName = 'WebSockets' | 'ServerSentEvents' | 'LongPolling';

/** An error whose message is for the client. For any other error the client gets a general text. */
export class HubError extends Error {
  override readonly name = 'HubException';
}

/**
 * Thrown by a method for invalid arguments. The client gets the text for a call that cannot be bound, and this message only with
 * detailed errors.
 */
export class ArgumentError extends Error {
  override readonly name = 'InvalidDataException';
}
