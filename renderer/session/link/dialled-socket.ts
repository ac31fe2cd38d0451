import type { Clock } from '../../../core/base/host.ts';

/**
 * A WebSocket that has not opened within this time is given up for another transport, because some networks swallow the upgrade.
 * Milliseconds.
 */
const OPEN_MS = 4_000;

/** Options that SignalR's WebSocket transport passes when it believes to run in Node. */
interface NodeOptions {
  readonly headers?: Readonly<Record<string, string>>;
}

/** The class from which the stock client makes its WebSockets. They open soon or fail. `opened` is called for each that opens. */
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

/**
 * A service to which clients are redirected requires a token. It goes into the query, because pages cannot set headers of
 * sockets.
 */
function withToken(url: string, options: NodeOptions | undefined): string {
  const token = /^Bearer (.+)$/.exec(options?.headers?.Authorization ?? '')?.[1];
  return token === undefined ? url : `${url}${url.includes('?') ? '&' : '?'}access_token=${encodeURIComponent(token)}`;
}
