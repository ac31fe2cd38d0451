import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Connection } from '../connection/connection.ts';
import type { ConnectionRegistry } from '../connection/connection-registry.ts';
import type { ConnectRequest } from '../connection/connection-rules.ts';
import type { Identity } from '../connection/identity.ts';
import type { Clock } from '../host.ts';
import type { HubLimits } from '../hub-limits.ts';
import type { UnfinishedMessages } from '../receiving/unfinished-messages.ts';
import { type Answer, BUSY, NO_CONNECTION, respondWith } from '../transports/http-answer.ts';
import { LongPollingTransport, POLL_HEADERS } from '../transports/long-polling.ts';
import { readBody } from '../transports/post-queue.ts';
import { ServerSentEventsTransport } from '../transports/server-sent-events.ts';
import type { Transport } from '../transports/transport.ts';
import { type HubUser, isSameUser } from './authentication.ts';

type Carrier = ServerSentEventsTransport | LongPollingTransport;

/** A request to the hub itself, with its token. */
interface HubExchange {
  readonly token: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly connect: ConnectRequest;
}

export interface HttpCarriersOptions {
  readonly registry: ConnectionRegistry;
  readonly unfinished: UnfinishedMessages;
  readonly clock: Clock;
  readonly limits: HubLimits;
  isClosing(): boolean;
  open(identity: Identity, transport: Transport, request: ConnectRequest): Connection;
}

/** The transports over plain HTTP, with the status codes of sections 2.1, 2.4 and 2.5 of the reference. */
export class HttpCarriers {
  readonly #options: HttpCarriersOptions;
  /** By token, until they are gone. A poll must find the end of a connection after all other tables have dropped it. */
  readonly #carriers = new Map<string, Carrier>();
  readonly #users = new Map<string, HubUser | undefined>();

  constructor(options: HttpCarriersOptions) {
    this.#options = options;
  }

  gone(token: string): void {
    this.#carriers.delete(token);
    this.#users.delete(token);
  }

  /** The server shuts down. */
  hurry(): void {
    for (const carrier of this.#carriers.values()) if (carrier instanceof LongPollingTransport) carrier.hurry();
  }

  answer(exchange: HubExchange): void {
    const { token, request, response, connect } = exchange;
    const isEvents = asksForEvents(request);
    const refusal = this.#refusal(token, request.method ?? 'GET', isEvents, connect.user);
    if (refusal !== undefined) {
      respondWith(response, { ...refusal, headers: refusalHeaders(request) });
      return;
    }
    const carrier = this.#carriers.get(token);
    switch (request.method) {
      case 'POST':
        if (carrier === undefined) void this.#postEarly(exchange);
        else carrier.posts.add(request, response);
        return;
      case 'DELETE':
        this.#terminate(token);
        respondWith(response, { status: 202, headers: { 'content-type': 'text/plain' } });
        return;
      default:
        if (carrier instanceof LongPollingTransport) carrier.poll(response);
        else this.#open(exchange, isEvents);
    }
  }

  /** The error of a request, by the owner of the token. */
  #refusal(token: string, method: string, isEvents: boolean, user: HubUser | undefined): Answer | undefined {
    const { registry, isClosing } = this.#options;
    const carrier = this.#carriers.get(token);
    if (carrier !== undefined) {
      // The connection belongs to the user that opened it, whatever secret the request contains (reference 2.5).
      if (!isSameUser(this.#users.get(token), user)) return { status: 403, text: 'This connection belongs to another user' };
      return carrier instanceof LongPollingTransport ? pollRefusal(method, isEvents) : eventsRefusal(method, isEvents);
    }
    switch (registry.find(token).kind) {
      case 'unknown':
        return NO_CONNECTION;
      case 'connected':
        return webSocketRefusal(method);
      case 'pending':
        if (method === 'DELETE') return NOT_DELETABLE;
        return method === 'GET' && (isClosing() || registry.isCrowded) ? BUSY : undefined;
    }
  }

  #open({ token, response, connect }: HubExchange, isEvents: boolean): void {
    const { registry, unfinished, clock, limits, open } = this.#options;
    const claimed = registry.claim(token);
    if (claimed === undefined) {
      respondWith(response, NO_CONNECTION);
      return;
    }
    const carrier = isEvents
      ? new ServerSentEventsTransport(response, unfinished)
      : new LongPollingTransport(clock, limits, unfinished);
    this.#carriers.set(token, carrier);
    this.#users.set(token, connect.user);
    carrier.sink = open(claimed.identity, carrier, connect);
    if (carrier instanceof LongPollingTransport) carrier.welcome(response);
    for (const bytes of claimed.early) carrier.sink.onBytes(bytes);
  }

  async #postEarly({ token, request, response }: HubExchange): Promise<void> {
    const { registry, limits, unfinished } = this.#options;
    if (!registry.reserveEarly(token)) {
      respondWith(response, { status: 413 });
      return;
    }
    const body = await readBody(request, limits.handshakeBytes, unfinished);
    // A transport may have come while the body was read.
    const carrier = this.#carriers.get(token);
    const kept = Buffer.isBuffer(body) && carrier === undefined ? body : undefined;
    const isKept = registry.postEarly(token, kept);
    if (!Buffer.isBuffer(body)) {
      respondWith(response, body);
      return;
    }
    carrier?.sink?.onBytes(body);
    if (isKept || carrier !== undefined) respondWith(response, { status: 200, headers: { 'content-type': 'text/plain' } });
    else respondWith(response, registry.find(token).kind === 'pending' ? { status: 413 } : NO_CONNECTION);
  }

  #terminate(token: string): void {
    const carrier = this.#carriers.get(token);
    const found = this.#options.registry.find(token);
    if (found.kind === 'connected') found.connection.closeFor('clientClosed', { allowReconnect: true });
    if (carrier instanceof LongPollingTransport) carrier.finish();
  }
}

const asksForEvents = ({ headers }: IncomingMessage): boolean => (headers.accept ?? '').includes('text/event-stream');

/** A GET without events is a poll, even a refused one. */
export function refusalHeaders(request: IncomingMessage): OutgoingHttpHeaders {
  return request.method === 'GET' && !asksForEvents(request) ? POLL_HEADERS : {};
}

const NOT_DELETABLE: Answer = { status: 400, text: 'Cannot terminate this connection using the DELETE endpoint.' };
const OTHER_TRANSPORT: Answer = { status: 400, text: 'Cannot change transports mid-connection' };

function pollRefusal(method: string, isEvents: boolean): Answer | undefined {
  return method === 'GET' && isEvents ? OTHER_TRANSPORT : undefined;
}

function eventsRefusal(method: string, isEvents: boolean): Answer | undefined {
  if (method === 'POST') return undefined;
  if (method === 'DELETE') return NOT_DELETABLE;
  return isEvents ? { status: 409 } : OTHER_TRANSPORT;
}

function webSocketRefusal(method: string): Answer {
  if (method === 'POST') return { status: 405, text: 'POST requests are not allowed for WebSocket connections.' };
  return method === 'DELETE' ? NOT_DELETABLE : OTHER_TRANSPORT;
}
