import assert from 'node:assert/strict';
import { type HttpAnswer, type HttpOptions, openStream, request } from './http.ts';
import { hubUrl, negotiate } from './hub-connection.ts';
import { createInbox } from './inbox.ts';
import { type HubMessage, handshakeText, RS, Type, wireOf } from './wire.ts';

/** A connection on Server-Sent Events (2.4). */
export interface SseConnection {
  readonly id: string;
  readonly address: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Text of the first bytes. */
  readonly first: string;
  /** Every line the server sent so far, without its line end. */
  readonly lines: readonly string[];
  post(body: string, options?: HttpOptions): Promise<HttpAnswer>;
  send(...messages: readonly HubMessage[]): Promise<void>;
  /** Payload of the next event, or undefined when the body ended. */
  event(waitMs?: number): Promise<string | undefined>;
  /** The next message that is no Ping; a type asks for that type. */
  next(type?: number, waitMs?: number): Promise<HubMessage>;
  shakeHands(): Promise<void>;
  drop(): void;
}

export async function openSse(base: string, hub = '/hub'): Promise<SseConnection> {
  const { connectionId, connectionToken } = await negotiate(base, hub);
  const address = hubUrl(base, hub, '', `id=${connectionToken}`);
  const stream = await openStream('GET', address, { headers: { accept: 'text/event-stream' } });
  assert.equal(stream.status, 200, 'status of the event stream');

  const events = createInbox<{ readonly payload: string | undefined }>();
  const starts = createInbox<string>();
  const lines: string[] = [];
  let rest = '';
  let payload: string[] = [];
  stream.incoming.setEncoding('utf8');
  stream.incoming.on('data', (chunk: string) => {
    if (lines.length === 0 && rest === '') starts.put(chunk);
    rest += chunk;
    const parts = rest.split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const line = part.replace(/\r$/, '');
      lines.push(line);
      if (line.startsWith('data: ')) payload.push(line.slice('data: '.length));
      else if (line === '' && payload.length > 0) {
        events.put({ payload: payload.join('\n') });
        payload = [];
      }
    }
  });
  stream.incoming.on('close', () => events.put({ payload: undefined }));
  const first = await starts.take('the first bytes of the event stream', 10_000);

  const waiting: HubMessage[] = [];
  const post = (body: string, options?: HttpOptions): Promise<HttpAnswer> =>
    request('POST', address, { ...options, headers: { 'content-type': 'text/plain;charset=UTF-8', ...options?.headers }, body });

  async function event(waitMs?: number): Promise<string | undefined> {
    return (await events.take('an event', waitMs)).payload;
  }

  return {
    id: connectionId,
    address,
    headers: stream.headers,
    first,
    lines,
    post,
    event,
    async send(...messages) {
      const wire = wireOf('json');
      const answer = await post(messages.map((message) => wire.encode(message).toString('utf8')).join(''));
      assert.equal(answer.status, 200, 'status of the POST');
    },
    async next(type, waitMs) {
      for (;;) {
        while (waiting.length === 0) {
          const text = await event(waitMs);
          assert.notEqual(text, undefined, 'the event stream ended while a message was awaited');
          waiting.push(...wireOf('json').decode(Buffer.from(text ?? '')));
        }
        const message = waiting.shift();
        if (!message || (message.type === Type.ping && type !== Type.ping)) continue;
        if (type !== undefined) assert.equal(message.type, type, `type of ${JSON.stringify(message)}`);
        return message;
      }
    },
    async shakeHands() {
      const answer = await post(handshakeText('json', 1));
      assert.equal(answer.status, 200, 'status of the handshake POST');
      assert.equal(await event(), `{}${RS}`, 'handshake answer');
    },
    drop: stream.drop,
  };
}
