import { encode } from '@msgpack/msgpack';
import { clientFrame } from '../fanout/raw-socket.ts';

/** How one server is spoken to by raw sockets: frames made before the run, and a count of the messages in what comes. */
export interface Dialect {
  readonly path: string;
  /** Sent when the socket is open. */
  readonly greeting: readonly Buffer[];
  /** Whether this message says that the greeting was heard. */
  isWelcome(bytes: Buffer, start: number, end: number): boolean;
  readonly echo: Buffer;
  readonly join: Buffer | undefined;
  /** Sends a text to the group, `count` times in one frame or, where a frame holds one message, in as many frames. */
  send(text: string, count: number): Buffer;
  /** Messages of the group or answers in one WebSocket message. */
  count(bytes: Buffer, start: number, end: number): number;
}

/** A text of 100 bytes. The load puts the time in it. */
export const TEXT = 'x'.repeat(100);
const RS = '\u001e';
const QUOTE = '"';

function signalRJson(): Dialect {
  const say = (message: object): string => JSON.stringify(message) + RS;
  return {
    path: '/hub',
    greeting: [clientFrame(say({ protocol: 'json', version: 1 }))],
    isWelcome: (bytes, start) => bytes[start] === 0x7b && bytes[start + 1] === 0x7d,
    echo: clientFrame(say({ arguments: [TEXT], invocationId: '1', target: 'Echo', type: 1 })),
    join: clientFrame(say({ arguments: ['everybody'], target: 'JoinGroup', type: 1 })),
    send: (text, count) => clientFrame(say({ arguments: ['everybody', text], target: 'SendToGroup', type: 1 }).repeat(count)),
    count(bytes, start, end) {
      let count = 0;
      for (let at = bytes.indexOf(0x1e, start); at >= 0 && at < end; at = bytes.indexOf(0x1e, at + 1)) count++;
      // A Ping alone, which is no message of anybody.
      return end - start === 11 ? 0 : count;
    },
  };
}

function packed(value: unknown): Buffer {
  const body = encode(value);
  const prefix = body.length < 128 ? [body.length] : [(body.length & 127) | 128, body.length >> 7];
  return Buffer.concat([Buffer.from(prefix), body]);
}

function signalRMessagePack(): Dialect {
  return {
    path: '/hub',
    greeting: [clientFrame(`{"protocol":"messagepack","version":1}${RS}`)],
    isWelcome: (bytes, start) => bytes[start] === 0x7b && bytes[start + 1] === 0x7d,
    echo: clientFrame(packed([1, {}, '1', 'Echo', [TEXT]])),
    join: clientFrame(packed([1, {}, null, 'JoinGroup', ['everybody']])),
    send(text, count) {
      const one = packed([1, {}, null, 'SendToGroup', ['everybody', text]]);
      return clientFrame(Buffer.concat(Array.from({ length: count }, () => one)));
    },
    count(bytes, start, end) {
      let count = 0;
      for (let at = start; at < end; count++) {
        let length = 0;
        let shift = 0;
        let byte: number;
        do {
          byte = bytes[at++] ?? 0;
          length |= (byte & 127) << shift;
          shift += 7;
        } while (byte > 127);
        if (length === 2) count--;
        at += length;
      }
      return count;
    },
  };
}

/** One message per frame. `[…` and `42…`, `43…` carry messages; everything else is the protocol's own. */
function single(
  path: string,
  greeting: readonly string[],
  write: Record<'echo' | 'join' | 'send', (text: string) => string>,
  own: string,
): Dialect {
  const join = write.join('');
  return {
    path,
    greeting: greeting.map((one) => clientFrame(one)),
    isWelcome: (bytes, start) => bytes.toString('latin1', start, start + own.length) === own,
    echo: clientFrame(write.echo(TEXT)),
    join: join === '' ? undefined : clientFrame(join),
    send: (text, count) => Buffer.concat(Array.from({ length: count }, () => clientFrame(write.send(text)))),
    count: (bytes, start, end) => (end - start > TEXT.length && bytes[end - 2] === QUOTE.charCodeAt(0) ? 1 : 0),
  };
}

export const DIALECTS: Readonly<Record<string, Dialect>> = {
  'inkroom-messagepack': signalRMessagePack(),
  'inkroom-json': signalRJson(),
  'aspnet-json': signalRJson(),
  'aspnet-messagepack': signalRMessagePack(),
  'socket.io': single(
    '/socket.io/?EIO=4&transport=websocket',
    ['40'],
    {
      echo: (text) => `421${JSON.stringify(['echo', text])}`,
      join: () => '42["join"]',
      send: (text) => `42${JSON.stringify(['send', text])}`,
    },
    '40',
  ),
  ws: single(
    '/ws',
    ['["echo","hello"]'],
    { echo: (text) => JSON.stringify(['echo', text]), join: () => '', send: (text) => JSON.stringify(['send', text]) },
    '["echo","hello"]',
  ),
};
