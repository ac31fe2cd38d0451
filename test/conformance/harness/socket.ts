import assert, { AssertionError } from 'node:assert/strict';
import { WebSocket } from 'ws';
import { within } from './deadline.ts';
import { type HttpAnswer, readAll } from './http.ts';
import { createInbox } from './inbox.ts';

/** One WebSocket message, or the end of the socket. */
export type SocketEvent =
  | { readonly kind: 'frame'; readonly binary: boolean; readonly bytes: Buffer }
  | { readonly kind: 'closed'; readonly code: number };

/** A raw WebSocket: frames in, frames out, nothing of SignalR. */
export interface RawSocket {
  send(bytes: string | Uint8Array): void;
  /** The next event, which must come within `waitMs`. */
  next(what: string, waitMs?: number): Promise<SocketEvent>;
  nextOrNothing(waitMs: number): Promise<SocketEvent | undefined>;
  /** Destroys the TCP connection without a close frame. */
  drop(): void;
  /** Starts the close handshake; no code means a close frame without one. */
  close(code?: number): void;
  /** Stops reading, as a client does that hangs. */
  pause(): void;
  resume(): void;
  /** Bytes that the operating system did not yet take. */
  readonly unsentBytes: number;
  /** Settles when the socket is gone; the code is 1006 when there was no close frame. */
  readonly ended: Promise<number>;
}

export type UpgradeOutcome =
  | { readonly kind: 'open'; readonly socket: RawSocket }
  | { readonly kind: 'refused'; readonly answer: HttpAnswer };

export interface UpgradeOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly waitMs?: number;
}

/** Asks for an upgrade and says what came of it. `url` is the http address. */
export function upgrade(url: string, options: UpgradeOptions = {}): Promise<UpgradeOutcome> {
  const client = new WebSocket(url.replace(/^http/, 'ws'), {
    perMessageDeflate: false,
    headers: { ...options.headers },
    maxPayload: 64 * 1024 * 1024,
  });
  const events = createInbox<SocketEvent>();
  let end: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  // Listens from the start: the first frame may come with the 101.
  client.on('message', (data, binary) => events.put({ kind: 'frame', binary, bytes: data as Buffer }));
  client.on('close', (code) => {
    events.put({ kind: 'closed', code });
    end(code);
  });

  const outcome = new Promise<UpgradeOutcome>((resolve, reject) => {
    client.on('unexpected-response', (_request, incoming) => {
      readAll(incoming).then((answer) => resolve({ kind: 'refused', answer }), reject);
    });
    client.on('error', (error) => reject(error));
    client.on('open', () => resolve({ kind: 'open', socket: rawSocket(client, events, ended) }));
  });
  return within(outcome, 'the upgrade was not answered', options.waitMs);
}

/** An upgrade that must succeed. */
export async function openSocket(url: string, options: UpgradeOptions = {}): Promise<RawSocket> {
  const outcome = await upgrade(url, options);
  if (outcome.kind === 'open') return outcome.socket;
  throw new AssertionError({ message: `the upgrade was refused with ${outcome.answer.status} ${outcome.answer.text}` });
}

/** An upgrade that must be refused; gives the status. */
export async function refusedUpgrade(url: string, options: UpgradeOptions = {}): Promise<number> {
  const outcome = await upgrade(url, options);
  if (outcome.kind === 'refused') return outcome.answer.status;
  outcome.socket.drop();
  throw new AssertionError({ message: 'the upgrade was accepted with 101' });
}

/** The next event must be a frame. */
export async function nextFrame(socket: RawSocket, what: string, waitMs?: number): Promise<{ binary: boolean; bytes: Buffer }> {
  const event = await socket.next(what, waitMs);
  if (event.kind === 'frame') return event;
  throw new AssertionError({ message: `the socket closed with ${event.code} instead of: ${what}` });
}

/** The next event must be the end of the socket, with this code. */
export async function nextClosed(socket: RawSocket, code: number, waitMs?: number): Promise<void> {
  const event = await socket.next(`a close with ${code}`, waitMs);
  assert.equal(
    event.kind,
    'closed',
    `a frame came where the close was due: ${event.kind === 'frame' ? event.bytes.toString('latin1').slice(0, 200) : ''}`,
  );
  if (event.kind === 'closed') assert.equal(event.code, code, 'close code');
}

function rawSocket(client: WebSocket, events: ReturnType<typeof createInbox<SocketEvent>>, ended: Promise<number>): RawSocket {
  return {
    send: (bytes) => client.send(bytes, { binary: typeof bytes !== 'string' }, () => undefined),
    next: (what, waitMs) => events.take(what, waitMs),
    nextOrNothing: (waitMs) => events.takeOrNothing(waitMs),
    drop: () => client.terminate(),
    close: (code) => (code === undefined ? client.close() : client.close(code)),
    pause: () => client.pause(),
    resume: () => client.resume(),
    get unsentBytes() {
      return client.bufferedAmount;
    },
    ended,
  };
}
