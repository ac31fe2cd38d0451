import type { IncomingMessage, ServerResponse } from 'node:http';
import { PIECE_BYTES, type UnfinishedMessages } from '../receiving/unfinished-messages.ts';
import { type Answer, NO_CONNECTION, respondWith } from './http-answer.ts';
import type { TransportSink } from './transport.ts';

/** Waiting posts of one client. Stock clients send one at a time. */
const WAITING_POSTS = 64;

interface Post {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * The posts of one client to an event stream or a long poll: one after the other, each complete, and none while reading is
 * paused.
 */
export class PostQueue {
  readonly #unfinished: UnfinishedMessages;
  readonly #sink: () => TransportSink | undefined;
  readonly #waiting: Post[] = [];
  #phase: 'flowing' | 'paused' | 'ended' = 'flowing';
  #isReading = false;

  /** `sink`: receives the bodies, and limits their length. */
  constructor(unfinished: UnfinishedMessages, sink: () => TransportSink | undefined) {
    this.#unfinished = unfinished;
    this.#sink = sink;
  }

  add(request: IncomingMessage, response: ServerResponse): void {
    if (this.#phase === 'ended') respondWith(response, NO_CONNECTION);
    else if (this.#waiting.length >= WAITING_POSTS) respondWith(response, { status: 429, text: 'Too many requests wait' });
    else {
      this.#waiting.push({ request, response });
      void this.#work();
    }
  }

  pause(): void {
    if (this.#phase === 'flowing') this.#phase = 'paused';
  }

  resume(): void {
    if (this.#phase !== 'paused') return;
    this.#phase = 'flowing';
    void this.#work();
  }

  end(): void {
    this.#phase = 'ended';
    for (const { response } of this.#waiting.splice(0)) respondWith(response, NO_CONNECTION);
  }

  async #work(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    for (;;) {
      if (this.#phase !== 'flowing') break;
      const post = this.#waiting.shift();
      if (post === undefined) break;
      const body = await readBody(post.request, this.#sink()?.frameBytes ?? 0, this.#unfinished);
      if (!Buffer.isBuffer(body)) respondWith(post.response, body);
      else if (hasEnded(this.#phase)) respondWith(post.response, NO_CONNECTION);
      else {
        if (body.length > 0) this.#sink()?.onBytes(body);
        respondWith(post.response, { status: 200, headers: { 'content-type': 'text/plain' } });
      }
    }
    this.#isReading = false;
  }
}

/** A function, because the compiler does not know that an await may have changed the phase. */
const hasEnded = (phase: string): boolean => phase === 'ended';

/** The whole body, or the answer that refuses it. */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
  unfinished: UnfinishedMessages,
): Promise<Buffer | Answer> {
  const owner = { giveUp: () => void request.destroy() };
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    unfinished.grown(owner, 0);
    for await (const chunk of request) {
      bytes += (chunk as Buffer).length;
      if (bytes > maxBytes) return { status: 413, text: 'The body is too long', headers: { connection: 'close' } };
      chunks.push(chunk as Buffer);
      unfinished.grown(owner, bytes + chunks.length * PIECE_BYTES);
    }
  } catch {
    return { status: 400 };
  } finally {
    unfinished.finished(owner);
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}
