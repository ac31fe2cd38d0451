import type { Disposable } from '../../core/base/disposable.ts';
import type { Random } from '../../core/base/host.ts';
import { type Dialling, dialOnce, Redial } from './redial.ts';

/**
 * How long a lost connection is tried to be reattached, milliseconds. The hub keeps one for 15 s after it has noticed the loss
 * (`disconnectTimeoutMs`), which may be before us; later attempts would only be refused.
 */
export const REATTACH_MS = 12_000;
/** Milliseconds that the first socket of a connection may take to open. */
const FIRST_DIAL_MS = 10_000;
/** Close code of a line that was given up here. Codes from 4000 on are ours. */
const CUT_CODE = 4_000;

export interface SocketLineOptions extends Dialling {
  readonly random: Random;
  /** Resolves when anything at all answers where `url` points to; rejects when nothing does. */
  readonly answers: (url: string, signal: AbortSignal) => Promise<unknown>;
  /** The socket is gone and nobody asked for it. */
  readonly onDown: () => void;
}

/**
 * The sockets of one SignalR connection, one after the other. The stock client tries once to open a new one after a loss; the class
 * that it is given here (`WebSocket`) goes on trying in its place. One line serves one `HubConnection`.
 */
export class SocketLine implements Disposable {
  readonly options: SocketLineOptions;
  readonly WebSocket: typeof WebSocket;
  #current: ReattachingSocket | undefined;
  /** Of the first socket that opened. SignalR names the connection in it, so that the same address means the same connection. */
  #url: string | undefined;
  /** `clock.mono()` since when the hub has not been heard over any socket; undefined while it is. */
  #lostAt: number | undefined;
  /** Given up here and not closed: a close frame that comes through late would end the connection for the hub. */
  #discarded: WebSocket[] = [];
  #isOver = false;

  constructor(options: SocketLineOptions) {
    this.options = options;
    const line = this;
    this.WebSocket = class extends ReattachingSocket {
      constructor(url: string, _protocols?: unknown, options?: NodeOptions) {
        super(line, withToken(url, options));
      }
    } as unknown as typeof WebSocket;
  }

  /** The line is dead, whatever the socket believes: it is given up for a new one. */
  cut(): void {
    this.#current?.cut();
  }

  /** A good moment to try: the network, the window or the machine came back. */
  wake(): void {
    this.#current?.wake();
  }

  /** No new socket from here on; one that is being opened is given up. An open one is its client's to close. */
  end(): void {
    this.#isOver = true;
    this.#current?.giveUp();
  }

  /** Nothing is left open. */
  dispose(): void {
    this.end();
    this.#current?.close();
    this.#closeDiscarded();
  }

  /** How to open `url`: anew, again until the time given, or not at all. */
  planFor(
    socket: ReattachingSocket,
    url: string,
  ): { readonly how: 'first' | 'never' } | { readonly how: 'again'; readonly until: number } {
    this.#current = socket;
    if (this.#isOver) return { how: 'never' };
    if (this.#lostAt === undefined || url !== this.#url) return { how: 'first' };
    const until = this.#lostAt + REATTACH_MS;
    return this.options.clock.mono() < until ? { how: 'again', until } : { how: 'never' };
  }

  opened(url: string): void {
    this.#url ??= url;
  }
  heard(): void {
    this.#lostAt = undefined;
    // The hub listens to the new socket only.
    this.#closeDiscarded();
  }
  discard(inner: WebSocket): void {
    this.#discarded.push(inner);
  }
  #closeDiscarded(): void {
    if (this.#discarded.length === 0) return;
    for (const inner of this.#discarded) inner.close();
    this.#discarded = [];
  }
  lost(): void {
    this.#lostAt ??= this.options.clock.mono();
    this.options.onDown();
  }
  /** The client wants no more of it: after that the stock client's own attempt to reattach leads nowhere. */
  closedByClient(): void {
    this.#isOver = true;
  }
}

type Stage =
  | { readonly at: 'dialling'; readonly end: Disposable }
  | { readonly at: 'redialling'; readonly redial: Redial }
  | { readonly at: 'open'; readonly inner: WebSocket }
  | { readonly at: 'closed' };

/** What SignalR's WebSocket transport hands over where it takes its surroundings for Node. */
interface NodeOptions {
  readonly headers?: Readonly<Record<string, string>>;
}

/** A service that clients are sent to wants a token. It goes where pages put it, because sockets of pages have no headers. */
function withToken(url: string, options: NodeOptions | undefined): string {
  const token = /^Bearer (.+)$/.exec(options?.headers?.Authorization ?? '')?.[1];
  return token === undefined ? url : `${url}${url.includes('?') ? '&' : '?'}access_token=${encodeURIComponent(token)}`;
}

/** What SignalR's WebSocket transport uses of a `WebSocket`, over sockets that come and go. */
class ReattachingSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  /** Set by the transport; ours are binary from the start. */
  binaryType: BinaryType = 'arraybuffer';
  onopen: ((event: unknown) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  onclose: ((event: { readonly wasClean: boolean; readonly code: number; readonly reason: string }) => void) | null = null;
  readonly #line: SocketLine;
  readonly #url: string;
  #stage: Stage;

  constructor(line: SocketLine, url: string) {
    this.#line = line;
    this.#url = url;
    const { clock, random, dial, answers } = line.options;
    const opened = (inner: WebSocket): void => this.#opened(inner);
    const failed = (): void => this.#closed(false, 1_006, 'not reached');
    const plan = line.planFor(this, url);
    switch (plan.how) {
      case 'first':
        this.#stage = { at: 'dialling', end: dialOnce({ clock, dial, url, limitMs: FIRST_DIAL_MS, opened, failed }) };
        break;
      case 'again':
        this.#stage = {
          at: 'redialling',
          redial: new Redial({ clock, random, dial, answers, url, until: plan.until, opened, failed }),
        };
        break;
      case 'never':
        // Not before the client has put its listeners on.
        this.#stage = { at: 'dialling', end: clock.after(0, failed) };
        break;
    }
  }

  get readyState(): number {
    if (this.#stage.at === 'open') return this.#stage.inner.readyState;
    return this.#stage.at === 'closed' ? ReattachingSocket.CLOSED : ReattachingSocket.CONNECTING;
  }

  #opened(inner: WebSocket): void {
    this.#stage = { at: 'open', inner };
    this.#line.opened(this.#url);
    inner.onmessage = (event) => {
      this.#line.heard();
      this.onmessage?.(event);
    };
    inner.onerror = (event) => this.onerror?.(event);
    inner.onclose = ({ wasClean, code, reason }) => {
      this.#line.lost();
      this.#closed(wasClean, code, reason);
    };
    this.onopen?.({ type: 'open' });
  }

  #closed(wasClean: boolean, code: number, reason: string): void {
    if (this.#stage.at === 'closed') return;
    this.#stage = { at: 'closed' };
    this.onclose?.({ wasClean, code, reason });
  }

  send(bytes: Parameters<WebSocket['send']>[0]): void {
    if (this.#stage.at === 'open') this.#stage.inner.send(bytes);
  }

  /** By the client: there is no further socket after that. */
  close(): void {
    if (this.#stage.at === 'closed') return;
    this.#line.closedByClient();
    if (this.#stage.at === 'open') {
      leave(this.#stage.inner);
      this.#stage.inner.close();
    }
    this.giveUp();
    this.#stage = { at: 'closed' };
  }

  cut(): void {
    if (this.#stage.at !== 'open') return;
    const { inner } = this.#stage;
    leave(inner);
    this.#line.discard(inner);
    this.#line.lost();
    this.#closed(false, CUT_CODE, 'silent');
  }

  wake(): void {
    if (this.#stage.at === 'redialling') this.#stage.redial.wake();
  }

  giveUp(): void {
    if (this.#stage.at === 'dialling') this.#stage.end.dispose();
    else if (this.#stage.at === 'redialling') this.#stage.redial.dispose();
    else return;
    this.#closed(false, 1_006, 'given up');
  }
}

function leave(inner: WebSocket): void {
  inner.onmessage = null;
  inner.onerror = null;
  inner.onclose = null;
}
