import type { HttpStream } from '../../conformance/harness/http.ts';
import { createInbox, type Inbox } from '../../conformance/harness/inbox.ts';
import type { RawSocket } from '../../conformance/harness/socket.ts';
import { binaryMessages, eventMessages, textMessages, type WireMessage } from './messages.ts';

/** What a server sends on one connection: hub messages, then its end. */
export type Arrival =
  | { readonly kind: 'message'; readonly message: WireMessage }
  | { readonly kind: 'end'; readonly code: number | undefined };

/** One WebSocket or event stream of a replay. */
export interface Carrier {
  readonly arrivals: Inbox<Arrival>;
  send(bytes: string | Buffer): void;
  drop(): void;
  closeFrame(code: number | null): void;
  pause(): void;
}

export function socketCarrier(socket: RawSocket): Carrier {
  const arrivals = createInbox<Arrival>();
  void forward();
  async function forward(): Promise<void> {
    for (;;) {
      const event = await socket.next('an event', 120_000).catch(() => undefined);
      if (event === undefined) return;
      if (event.kind === 'closed') {
        arrivals.put({ kind: 'end', code: event.code });
        return;
      }
      const messages = event.binary
        ? binaryMessages(event.bytes.toString('hex'))
        : textMessages('text', event.bytes.toString('utf8'));
      for (const message of messages) arrivals.put({ kind: 'message', message });
    }
  }
  return {
    arrivals,
    send: (bytes) => socket.send(bytes),
    drop: () => socket.drop(),
    closeFrame: (code) => (code === null ? socket.close() : socket.close(code)),
    pause: () => socket.pause(),
  };
}

export function eventCarrier(stream: HttpStream): Carrier {
  const arrivals = createInbox<Arrival>();
  let rest = '';
  stream.incoming.setEncoding('utf8');
  stream.incoming.on('data', (chunk: string) => {
    rest += chunk;
    // A comment ends with its line, an event with an empty line.
    for (let end = endOf(rest); end > 0; end = endOf(rest)) {
      for (const message of eventMessages(rest.slice(0, end))) arrivals.put({ kind: 'message', message });
      rest = rest.slice(end);
    }
  });
  stream.incoming.on('close', () => arrivals.put({ kind: 'end', code: undefined }));
  const impossible = (): never => {
    throw new Error('an event stream has one direction');
  };
  return { arrivals, send: impossible, drop: stream.drop, closeFrame: impossible, pause: impossible };
}

function endOf(text: string): number {
  const mark = text.startsWith(':') ? '\r\n' : '\r\n\r\n';
  const at = text.indexOf(mark);
  return at < 0 ? 0 : at + mark.length;
}
