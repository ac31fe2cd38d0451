import assert, { AssertionError } from 'node:assert/strict';
import { PATIENCE_MS } from './deadline.ts';
import { request } from './http.ts';
import { nextFrame, openSocket, type RawSocket } from './socket.ts';
import { type HubMessage, handshakeText, type ProtocolName, Type, type Wire, wireOf } from './wire.ts';

/** What negotiate answered (1.2). */
export interface Negotiated {
  readonly negotiateVersion: number;
  readonly connectionId: string;
  readonly connectionToken: string;
  readonly useStatefulReconnect?: boolean;
  readonly availableTransports: readonly { readonly transport: string; readonly transferFormats: readonly string[] }[];
  /** Somewhere else the connection is to be negotiated again, with this token (1.5). */
  readonly url?: string;
  readonly accessToken?: string;
}

export interface ConnectOptions {
  /** Path of the hub, with its own query. */
  readonly hub?: string;
  readonly protocol?: ProtocolName;
  readonly version?: number;
  /** Ask for stateful reconnect; the handshake is then of version 2 and a Ping opens the hold (6.8 rule 2). */
  readonly stateful?: boolean;
  /** Leave out the Ping after a stateful handshake. */
  readonly silent?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A hub connection over WebSockets after its handshake. */
export interface HubConnection {
  readonly id: string;
  /** Address for another socket on the same connection. */
  readonly address: string;
  readonly wire: Wire;
  readonly socket: RawSocket;
  send(...messages: readonly HubMessage[]): void;
  /** The next message that is no Ping and no Ack; a type asks for messages of that type. */
  next(type?: number, waitMs?: number): Promise<HubMessage>;
  /** Everything up to the next message of this type, Pings and Acks left out. */
  until(type: number, waitMs?: number): Promise<HubMessage[]>;
  /** The next message of this type; whatever comes before it is left aside. */
  skipTo(type: number, waitMs?: number): Promise<HubMessage>;
  /** A call and its Completion, which must be the next message. */
  call(target: string, ...args: readonly unknown[]): Promise<HubMessage>;
  /** As `call`, and the result of it. */
  result(target: string, ...args: readonly unknown[]): Promise<unknown>;
  /** As `call`, and the text of its error. */
  error(target: string, ...args: readonly unknown[]): Promise<string>;
  /** A Close message, then the end of the socket with 1000. */
  closed(waitMs?: number): Promise<HubMessage>;
  /** Messages that came with no message of any type in `waitMs`, Pings and Acks left out. */
  nothing(waitMs: number): Promise<void>;
}

export async function negotiate(
  base: string,
  hub = '/hub',
  query = 'negotiateVersion=1',
  headers?: Readonly<Record<string, string>>,
): Promise<Negotiated> {
  const answer = await request('POST', hubUrl(base, hub, '/negotiate', query), { headers });
  assert.equal(answer.status, 200, `negotiate: ${answer.text}`);
  return JSON.parse(answer.text) as Negotiated;
}

/** `hub` may carry a query of its own, which all requests keep (0.2). */
export function hubUrl(base: string, hub: string, suffix = '', query = ''): string {
  const [path, own] = hub.split('?');
  const all = [own, query].filter((part) => part !== undefined && part !== '').join('&');
  return `${base}${path}${suffix}${all === '' ? '' : `?${all}`}`;
}

/** Negotiates, opens a WebSocket and shakes hands. */
export async function connect(base: string, options: ConnectOptions = {}): Promise<HubConnection> {
  const hub = options.hub ?? '/hub';
  const query = options.stateful ? 'negotiateVersion=1&useStatefulReconnect=true' : 'negotiateVersion=1';
  const negotiated = await negotiate(base, hub, query, options.headers);
  const { id, address, headers } = await whereToConnect(base, hub, negotiated, options.headers);
  const socket = await openSocket(address, { headers });
  const wire = wireOf(options.protocol ?? 'json');
  await shakeHands(socket, wire, options.version ?? (options.stateful ? 2 : 1));
  const connection = hubConnection(id, address, wire, socket);
  if (options.stateful && !options.silent) connection.send({ type: Type.ping });
  return connection;
}

/** Follows a redirect, as every client does (1.5). */
export async function whereToConnect(
  base: string,
  hub: string,
  first: Negotiated,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly id: string; readonly address: string; readonly headers: Readonly<Record<string, string>> }> {
  const { url, accessToken } = first;
  if (url === undefined)
    return { id: first.connectionId, address: hubUrl(base, hub, '', `id=${first.connectionToken}`), headers };
  const own = { ...headers, authorization: `Bearer ${accessToken}` };
  const answer = await request('POST', url.replace('/?', '/negotiate?'), { headers: own });
  assert.equal(answer.status, 200, `negotiate after the redirect: ${answer.text}`);
  const second = JSON.parse(answer.text) as Negotiated;
  return { id: second.connectionId, address: `${url}&id=${second.connectionToken ?? second.connectionId}`, headers: own };
}

/** Another socket on a connection: no handshake, the first message is Sequence (6.5). */
export async function reattach(connection: HubConnection): Promise<HubConnection> {
  const socket = await openSocket(connection.address);
  return hubConnection(connection.id, connection.address, connection.wire, socket);
}

export async function shakeHands(socket: RawSocket, wire: Wire, version = 1): Promise<void> {
  socket.send(handshakeText(wire.name, version));
  const answer = await nextFrame(socket, 'the handshake answer');
  assert.equal(answer.bytes.toString('hex'), '7b7d1e', `handshake answer: ${answer.bytes.toString('utf8')}`);
}

export function hubConnection(id: string, address: string, wire: Wire, socket: RawSocket): HubConnection {
  const decoded: HubMessage[] = [];
  let calls = 0;

  /** The next message of any type, or undefined when nothing came in time. */
  async function any(waitMs: number): Promise<HubMessage | undefined> {
    const first = decoded.shift();
    if (first) return first;
    const event = await socket.nextOrNothing(waitMs);
    if (event === undefined) return undefined;
    if (event.kind === 'closed')
      throw new AssertionError({ message: `the socket closed with ${event.code} while a message was awaited` });
    assert.equal(
      event.binary,
      wire.binary,
      `a ${event.binary ? 'binary' : 'text'} frame on a ${wire.name} connection (check 41)`,
    );
    decoded.push(...wire.decode(event.bytes));
    return decoded.shift();
  }

  async function nextOrNothing(type: number | undefined, waitMs: number): Promise<HubMessage | undefined> {
    const until = performance.now() + waitMs;
    for (;;) {
      const message = await any(Math.max(1, until - performance.now()));
      if (message === undefined) return undefined;
      const idle = message.type === Type.ping || message.type === Type.ack;
      if (idle && message.type !== type) continue;
      return message;
    }
  }

  async function next(type?: number, waitMs = PATIENCE_MS): Promise<HubMessage> {
    const message = await nextOrNothing(type, waitMs);
    if (message === undefined)
      throw new AssertionError({ message: `no message${type === undefined ? '' : ` of type ${type}`} within ${waitMs} ms` });
    if (type !== undefined) assert.equal(message.type, type, `type of ${JSON.stringify(message).slice(0, 200)}`);
    return message;
  }

  async function call(target: string, ...args: readonly unknown[]): Promise<HubMessage> {
    const invocationId = `c${++calls}`;
    send({ type: Type.invocation, invocationId, target, arguments: args });
    const completion = await next(Type.completion);
    assert.equal(completion.invocationId, invocationId, 'id of the Completion');
    return completion;
  }

  function send(...messages: readonly HubMessage[]): void {
    const bytes = Buffer.concat(messages.map((message) => wire.encode(message)));
    socket.send(wire.binary ? bytes : bytes.toString('utf8'));
  }

  return {
    id,
    address,
    wire,
    socket,
    send,
    next,
    call,
    async until(type, waitMs) {
      const messages: HubMessage[] = [];
      for (;;) {
        const message = await next(undefined, waitMs);
        messages.push(message);
        if (message.type === type) return messages;
      }
    },
    async skipTo(type, waitMs = PATIENCE_MS) {
      const until = performance.now() + waitMs;
      for (;;) {
        const message = await any(Math.max(1, until - performance.now()));
        if (message === undefined) throw new AssertionError({ message: `no message of type ${type} within ${waitMs} ms` });
        if (message.type === type) return message;
      }
    },
    async result(target, ...args) {
      const completion = await call(target, ...args);
      assert.equal(completion.error, undefined, `${target} failed: ${completion.error}`);
      return completion.result;
    },
    async error(target, ...args) {
      const completion = await call(target, ...args);
      assert.equal(typeof completion.error, 'string', `${target} did not fail`);
      return completion.error ?? '';
    },
    async closed(waitMs = PATIENCE_MS) {
      const close = await next(Type.close, waitMs);
      const event = await socket.next('the end of the socket after Close', waitMs);
      assert.deepEqual(event, { kind: 'closed', code: 1000 }, 'after Close comes a close frame with 1000');
      return close;
    },
    async nothing(waitMs) {
      const message = await nextOrNothing(undefined, waitMs);
      assert.equal(message, undefined, `nothing was due, but this came: ${JSON.stringify(message)}`);
    },
  };
}
