import type { ServerResponse } from 'node:http';
import type { UnfinishedMessages } from '../receiving/unfinished-messages.ts';
import { PostQueue } from './post-queue.ts';
import type { FrameKind, Transport, TransportSink } from './transport.ts';

const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache,no-store',
  pragma: 'no-cache',
  'content-encoding': 'identity',
  // Without it nginx would wait for more.
  'x-accel-buffering': 'no',
} as const;

const DATA = Buffer.from('data: ');
const END = Buffer.from('\r\n\r\n');
const LINE_FEED = 0x0a;

/** A frame as one event: `data: ` lines and nothing else, because older clients read nothing else (reference 2.4). */
function eventOf(frame: Uint8Array): Buffer {
  if (!frame.includes(LINE_FEED)) return Buffer.concat([DATA, frame, END]);
  const lines = Buffer.from(frame).toString('utf8').split(/\r?\n/);
  return Buffer.from(`${lines.map((line) => `data: ${line}`).join('\r\n')}\r\n\r\n`);
}

/** Frames to the client are events of one endless answer; frames from the client are posts. Text only. */
export class ServerSentEventsTransport implements Transport {
  readonly name = 'ServerSentEvents';
  readonly carriesBinary = false;
  readonly keepsAlive = true;
  readonly posts: PostQueue;
  sink: TransportSink | undefined = undefined;
  readonly #response: ServerResponse;
  #phase: 'open' | 'ending' | 'gone' = 'open';

  /** Answers the request and keeps headers that are already set. */
  constructor(response: ServerResponse, unfinished: UnfinishedMessages) {
    this.#response = response;
    this.posts = new PostQueue(unfinished, () => this.sink);
    response.on('drain', () => this.sink?.onWritable());
    response.on('error', () => this.#gone());
    response.on('close', () => this.#gone());
    response.writeHead(200, HEADERS);
    // Some browsers report the stream as open only after the first bytes.
    response.write(':\r\n');
  }

  get bufferedBytes(): number {
    return this.#response.writableLength;
  }

  get writable(): boolean {
    return this.#phase === 'open' && !this.#response.writableNeedDrain;
  }

  write(frame: Uint8Array, _kind: FrameKind): void {
    if (this.#phase === 'open') this.#response.write(eventOf(frame));
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
    this.#response.end();
  }

  destroy(): void {
    this.#response.destroy();
  }

  abandon(): void {
    this.sink = undefined;
    this.end();
  }

  #gone(): void {
    if (this.#phase === 'gone') return;
    this.#phase = 'gone';
    this.posts.end();
    this.sink?.onGone('lost');
  }
}
