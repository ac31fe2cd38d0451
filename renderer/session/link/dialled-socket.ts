import type { Clock } from '../../../core/base/host.ts';

/** A WebSocket that has not opened after this is given up for another transport: some networks swallow the upgrade. Milliseconds. */
const OPEN_MS = 4_000;

/** What SignalR's WebSocket transport hands over where it takes its surroundings for Node. */
interface NodeOptions {
  readonly headers?: Readonly<Record<string, string>>;
}

/** The class that the stock client makes its WebSockets of: sockets that open soon or fail. `opened` is told of each that opens. */
export function dialledSocket(
  clock: Clock,
  dial: (url: string) => WebSocket,
  opened: () => void,
): new (
  url: string,
  protocols?: unknown,
  options?: NodeOptions,
) => WebSocket {
  class DialledSocket {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;

    constructor(url: string, _protocols?: unknown, options?: NodeOptions) {
      const socket = dial(withToken(url, options));
      const limit = clock.after(OPEN_MS, () => socket.close());
      socket.addEventListener('open', () => {
        limit.dispose();
        opened();
      });
      socket.addEventListener('close', () => limit.dispose());
      // biome-ignore lint/correctness/noConstructorReturn: the stock client uses `new`, and is to have the socket itself.
      return socket as unknown as DialledSocket;
    }
  }
  return DialledSocket as unknown as new (
    url: string,
    protocols?: unknown,
    options?: NodeOptions,
  ) => WebSocket;
}

/** A service that clients are sent to wants a token. It goes where pages put it, because sockets of pages have no headers. */
function withToken(url: string, options: NodeOptions | undefined): string {
  const token = /^Bearer (.+)$/.exec(options?.headers?.Authorization ?? '')?.[1];
  return token === undefined ? url : `${url}${url.includes('?') ? '&' : '?'}access_token=${encodeURIComponent(token)}`;
}
