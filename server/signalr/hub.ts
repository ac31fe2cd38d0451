import type { IncomingHttpHeaders } from 'node:http';
import type { DisconnectReason } from './connection/disconnect-reason.ts';
import type { HubUser } from './http/authentication.ts';

/** What an application offers to its clients. Called by one server; a hub may serve several. */
export interface Hub {
  /** Names are matched without regard to letter case (reference 7.1). */
  readonly methods: HubMethods;
  /** Runs after the handshake. Messages of the client wait for its end; when it throws, the connection is closed. */
  onConnected?(connection: HubConnection): void | Promise<void>;
  /** Runs once for every connection whose `onConnected` succeeded; never inside of a send or a close, but soon after. */
  onDisconnected?(connection: HubConnection, reason: DisconnectReason): void | Promise<void>;
}

/** By name. A function alone is a `call` with any number of arguments. */
export type HubMethods = ReadonlyMap<string, HubMethod> | Readonly<Record<string, HubMethod | ((call: HubCall) => unknown)>>;

/**
 * `parameters`, when given, is the number of arguments that a client must send; without it any number reaches the method.
 * `uploads` is the number of streams that the client must send with it, none by default; they are not among the arguments.
 * A `call` that returns no promise is completed in the same turn, without any allocation for promises.
 * `itemsStay` promises that the items of a stream, and the bytes in them, never change once they were given out. Then a client with
 * stateful reconnect is sent large byte strings as fast as it reads, because what it has not acknowledged is not copied for it: many
 * clients that are sent parts of one buffer cost that buffer once.
 */
export type HubMethod =
  | { readonly kind: 'call'; readonly parameters?: number; readonly uploads?: number; run(call: HubCall): unknown }
  | {
      readonly kind: 'stream';
      readonly parameters?: number;
      readonly uploads?: number;
      readonly itemsStay?: boolean;
      run(call: HubCall): AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>;
    };

export interface HubCall {
  readonly connection: HubConnection;
  /**
   * Plain values. MessagePack: bin is a `Uint8Array` that is a view of the received frame (copy what outlives the call), timestamps are
   * `Date`, with what is below a millisecond `PreciseDate`, and a map has strings as keys or the call fails. JSON: bytes and dates are
   * whatever text the client made of them. Integers that a number cannot hold are `bigint` in both; beyond 64 bits the call fails.
   * Nothing is validated: check every value before use.
   */
  readonly args: readonly unknown[];
  /** Bytes of the hub message that carried the call, framing included: for cost limits. */
  readonly bytes: number;
  /**
   * The client's streams, in their order, to be read once each. Reading throws a `HubError` with the client's text when the client
   * ends a stream with an error. What is not read stops the client: it may send a few items ahead.
   */
  readonly uploads: readonly AsyncIterable<unknown>[];
  /**
   * Asks the caller, as `connection.ask` does, and lends its place among the caller's parallel invocations meanwhile, so that the
   * client may call the server in order to answer.
   */
  ask(target: string, args: readonly unknown[], options?: AskOptions): Promise<unknown>;
  /** Aborted when the connection ends, and for streams when the client cancels. */
  readonly signal: AbortSignal;
}

export interface AskOptions {
  /** Instead of the server's limit. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface CloseOptions {
  /** Shown to the client. */
  readonly error?: string;
  /** Whether a client with automatic reconnect comes back. */
  readonly allowReconnect?: boolean;
}

export interface HubConnection {
  /** Public name; may be shown to other users. */
  readonly id: string;
  readonly protocolName: 'json' | 'messagepack';
  readonly transportName: TransportName;
  /** Of the request that opened the connection. Parsed at each access: keep what you need. */
  readonly query: URLSearchParams;
  /** Of the same request. */
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string;
  /** Undefined without authentication, and for anonymous clients. */
  readonly user: HubUser | undefined;
  /** The application's own: whatever it wants to find again at each call without a look-up. */
  attachment: unknown;
  /** Bytes that wait for the client, those in its socket's buffer included. */
  readonly bufferedBytes: number;
  /** Queues a message to the client. False when the connection is not open any more. */
  send(target: string, args: readonly unknown[]): boolean;
  /**
   * Calls a method of the client and resolves to its result. Rejects with a `HubError` when the client answers with an error or
   * with nothing, and with another error when it does not answer in time or the connection ends. The result is not validated.
   */
  ask(target: string, args: readonly unknown[], options?: AskOptions): Promise<unknown>;
  /** Resolves as soon as little is waiting for the client, or the connection has ended. */
  roomy(): Promise<void>;
  /** Sends Close, then ends the transport. What was queued before still goes out. Later calls do nothing. */
  close(options?: CloseOptions): void;
}

export type TransportName = 'WebSockets' | 'ServerSentEvents' | 'LongPolling';

/** An error whose message is meant for the client; of any other error the client sees only a general text. */
export class HubError extends Error {
  override readonly name = 'HubException';
}

/**
 * Thrown by a method for arguments that it does not take: the client sees the text for a call that cannot be bound, and this message
 * only with detailed errors.
 */
export class ArgumentError extends Error {
  override readonly name = 'InvalidDataException';
}
