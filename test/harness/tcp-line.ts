import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import { assertNever } from '../../core/base/assert-never.ts';
import { formatRoomLink, parseRoomLink } from '../../core/contract/access/room-link.ts';
import { type Flow, LineFlow } from './line-flow.ts';

/** States of a connection, as Wi-Fi, tunnels, roaming and closed lids cause them. */
export type LineState =
  | { readonly at: 'passing' }
  /** Open connections are reset, new ones too. */
  | { readonly at: 'cut' }
  /** Open connections continue, new ones are reset. */
  | { readonly at: 'refusing' }
  /** Nothing passes, and no side is told: bytes and ends wait. */
  | { readonly at: 'stalled' }
  /** Only one direction is dead. `up`: from the clients to the server. */
  | { readonly at: 'halfOpen'; readonly dead: 'up' | 'down' }
  /** For each direction of each connection. */
  | { readonly at: 'slow'; readonly bytesPerSecond: number };

/** A TCP proxy to a server that a test can cut, stall, slow down and restore. */
export interface TcpLine {
  readonly server: string;
  readonly state: LineState;
  /** The same room through this proxy. */
  linkThrough(link: string): string;
  /** Sets the state of open and new connections. */
  become(state: LineState): void;
  /** Resets open connections; new ones are served. Returns how many were lost. */
  drop(): number;
  /** Resets open connections and refuses new ones. */
  cut(): void;
  /** Everything passes again, waiting bytes first. */
  mend(): void;
  /** Target of new connections: a server that was restarted on another port of 127.0.0.1. */
  aim(port: number): void;
  /** Open connections of clients. */
  open(): number;
  /** Bytes from the clients to the server, and back, since the start. */
  bytes(): { readonly up: number; readonly down: number };
  close(): Promise<void>;
}

const PASSING: LineState = { at: 'passing' };

/** Opens a proxy to 127.0.0.1:`port`. */
export async function openTcpLine(port: number): Promise<TcpLine> {
  const pairs = new Set<Pair>();
  const bytes = { up: 0, down: 0 };
  let target = port;
  let state = PASSING;
  const drop = (): number => [...pairs].filter((pair) => pair.reset()).length;
  const become = (next: LineState): void => {
    state = next;
    if (state.at === 'cut') drop();
    else for (const pair of pairs) pair.become(state);
  };
  const listener = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    if (state.at === 'cut' || state.at === 'refusing') {
      client.on('error', () => undefined);
      client.resetAndDestroy();
      return;
    }
    const pair = new Pair(client, target, bytes, () => pairs.delete(pair));
    pairs.add(pair);
    pair.become(state);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const server = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  return {
    server,
    get state() {
      return state;
    },
    linkThrough(link) {
      const parsed = parseRoomLink(link);
      if (!parsed.ok) throw new Error(`no room link: ${link}`);
      return formatRoomLink({ ...parsed.value, server });
    },
    become,
    drop,
    cut: () => become({ at: 'cut' }),
    mend: () => become(PASSING),
    aim(next) {
      target = next;
    },
    open: () => pairs.size,
    bytes: () => ({ ...bytes }),
    close() {
      for (const pair of pairs) pair.destroy();
      return new Promise((resolve) => listener.close(() => resolve()));
    },
  };
}

/** A client's connection and the matching one to the server. */
class Pair {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #up: LineFlow;
  readonly #down: LineFlow;

  constructor(client: Socket, port: number, bytes: { up: number; down: number }, gone: () => void) {
    this.#client = client;
    this.#server = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [client, this.#server]) {
      socket.setNoDelay(true);
      // A loss on one side becomes a loss on the other, once bytes may pass: LineFlow does that at 'close'.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        if (client.destroyed && this.#server.destroyed) gone();
      });
    }
    this.#up = new LineFlow(client, this.#server, (count) => {
      bytes.up += count;
    });
    this.#down = new LineFlow(this.#server, client, (count) => {
      bytes.down += count;
    });
  }

  become(state: LineState): void {
    const [up, down] = flows(state);
    this.#up.set(up);
    this.#down.set(down);
  }

  /** False: the client had lost it before. */
  reset(): boolean {
    const isLoss = !this.#client.destroyed;
    this.#client.resetAndDestroy();
    this.#server.resetAndDestroy();
    return isLoss;
  }

  destroy(): void {
    this.#client.destroy();
    this.#server.destroy();
  }
}

function flows(state: LineState): readonly [up: Flow, down: Flow] {
  switch (state.at) {
    case 'passing':
    case 'refusing':
      return ['open', 'open'];
    case 'cut':
    case 'stalled':
      return ['shut', 'shut'];
    case 'halfOpen':
      return state.dead === 'up' ? ['shut', 'open'] : ['open', 'shut'];
    case 'slow':
      return [{ bytesPerSecond: state.bytesPerSecond }, { bytesPerSecond: state.bytesPerSecond }];
    default:
      return assertNever(state);
  }
}
