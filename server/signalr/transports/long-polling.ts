import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Clock, Disposable } from '../host.ts';
import type { UnfinishedMessages } from '../receiving/unfinished-messages.ts';
import { NO_CONNECTION, respondWith } from './http-answer.ts';
import { PostQueue } from './post-queue.ts';
import type { FrameKind, Transport, TransportSink } from './transport.ts';

/** For every answer to a poll (reference 2.5). */
export const POLL_HEADERS: OutgoingHttpHeaders = {
  'cache-control': 'no-cache, no-store',
  pragma: 'no-cache',
  expires: 'Thu, 01 Jan 1970 00:00:00 GMT',
};
const BYTES: OutgoingHttpHeaders = { ...POLL_HEADERS, 'content-type': 'application/octet-stream' };
const NOTHING: OutgoingHttpHeaders = { ...POLL_HEADERS, 'content-type': 'text/plain' };

/** Most bytes that wait for a poll. Later messages wait in the connection's own queue. */
const FULL_BYTES = 64 * 1024;

export interface LongPollingLimits {
  readonly pollTimeoutMs: number;
  readonly disconnectTimeoutMs: number;
  /** An answer that the client does not read for this long is given up. */
  readonly sendTimeoutMs: number;
}

/** Frames to the client are the bodies of poll answers; frames from the client are posts (reference 2.5). */
export class LongPollingTransport implements Transport {
  readonly name = 'LongPolling';
  readonly carriesBinary = true;
  /** No pings and no client timeout: the next poll shows liveness. */
  readonly keepsAlive = false;
  readonly posts: PostQueue;
  sink: TransportSink | undefined = undefined;
  readonly #clock: Clock;
  readonly #limits: LongPollingLimits;
  #frames: Uint8Array[] = [];
  #bytes = 0;
  #poll: ServerResponse | undefined;
  #isHurried = false;
  /** `ending`: waiting bytes are still delivered, then one poll learns of the end. */
  #phase: 'open' | 'ending' | 'gone' = 'open';
  /** Timer of the waiting poll, or of the pause between two polls. */
  #timer: Disposable | undefined;

  constructor(clock: Clock, limits: LongPollingLimits, unfinished: UnfinishedMessages) {
    this.#clock = clock;
    this.#limits = limits;
    this.posts = new PostQueue(unfinished, () => this.sink);
    this.#awaitPoll();
  }

  get bufferedBytes(): number {
    return this.#bytes;
  }

  get writable(): boolean {
    return this.#phase === 'open' && this.#bytes < FULL_BYTES;
  }

  /** The first poll is answered at once and empty: a client waits for it before its handshake. */
  welcome(response: ServerResponse): void {
    this.#answer(response, 200, Buffer.alloc(0), BYTES);
  }

  poll(response: ServerResponse): void {
    const older = this.#poll;
    this.#poll = undefined;
    if (older !== undefined) respondWith(older, { status: 204, headers: NOTHING });
    this.#timer?.dispose();
    if (this.#phase === 'gone') {
      respondWith(response, { ...NO_CONNECTION, headers: POLL_HEADERS });
      return;
    }
    this.#poll = response;
    // The socket may still have a timeout from the last answer. A waiting poll is not idle.
    response.setTimeout(0);
    response.on('error', () => response.destroy());
    response.on('close', () => {
      if (this.#poll !== response) return;
      // The client has aborted its poll.
      this.#poll = undefined;
      this.#awaitPoll();
    });
    if (this.#bytes > 0) this.#hand();
    else if (this.#phase === 'ending') this.#sayEnd();
    else {
      this.#timer = this.#clock.after(this.#limits.pollTimeoutMs, () => {
        this.#poll = undefined;
        this.#answer(response, 200, Buffer.alloc(0), NOTHING);
      });
    }
  }

  write(frame: Uint8Array, _kind: FrameKind): void {
    if (this.#phase !== 'open') return;
    this.#frames.push(frame);
    this.#bytes += frame.length;
    if (this.#poll !== undefined) this.#hand();
  }

  pause(): void {
    this.posts.pause();
  }

  resume(): void {
    this.posts.resume();
  }

  end(): void {
    if (this.#phase !== 'open') return;
    this.#phase = 'ending';
    if (this.#poll !== undefined && this.#bytes === 0) this.#sayEnd();
  }

  /** The server shuts down: a client that knows of the end need not poll again. */
  hurry(): void {
    this.#isHurried = true;
  }

  /** The client has requested the end: no further poll will come (reference 2.5). */
  finish(): void {
    this.#gone('closed');
  }

  destroy(): void {
    this.#gone('lost');
  }

  abandon(): void {
    this.sink = undefined;
    this.#gone('closed');
  }

  #hand(): void {
    const response = this.#poll;
    if (response === undefined) return;
    this.#poll = undefined;
    const body = this.#frames.length === 1 ? (this.#frames[0] as Uint8Array) : Buffer.concat(this.#frames);
    const wasFull = this.#bytes >= FULL_BYTES;
    this.#frames = [];
    this.#bytes = 0;
    this.#answer(response, 200, body, BYTES);
    if (wasFull) this.sink?.onWritable();
  }

  /** The content of a lost answer is lost too: clients cannot request it again. */
  #answer(response: ServerResponse, status: number, body: Uint8Array, headers: OutgoingHttpHeaders): void {
    response.on('close', () => {
      if (!response.writableFinished && body.length > 0) this.#gone('lost');
    });
    response.on('finish', () => {
      if (this.#isHurried && this.#phase === 'ending' && this.#bytes === 0) this.#gone('closed');
    });
    // The socket's timeout, which does not run while parts of the answer are sent.
    response.setTimeout(this.#limits.sendTimeoutMs, () => response.destroy());
    response.writeHead(status, { ...headers, 'content-length': body.length });
    response.end(body);
    this.#awaitPoll();
  }

  #sayEnd(): void {
    const response = this.#poll;
    this.#poll = undefined;
    if (response !== undefined) respondWith(response, { status: 204, headers: NOTHING });
    this.#gone('closed');
  }

  #awaitPoll(): void {
    this.#timer?.dispose();
    if (this.#phase === 'gone') return;
    this.#timer = this.#clock.after(this.#limits.disconnectTimeoutMs, () => this.#gone('lost'));
  }

  #gone(how: 'closed' | 'lost'): void {
    if (this.#phase === 'gone') return;
    this.#phase = 'gone';
    this.#timer?.dispose();
    const poll = this.#poll;
    this.#poll = undefined;
    if (poll !== undefined) respondWith(poll, { status: 204, headers: NOTHING });
    this.posts.end();
    this.sink?.onGone(how);
  }
}
