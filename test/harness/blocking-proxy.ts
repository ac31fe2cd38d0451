import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { formatRoomLink, parseRoomLink } from '../../core/contract/access/room-link.ts';

/** How a network treats the upgrade to a WebSocket. */
export type Blocking =
  /** The upgrade passes. */
  | 'nothing'
  /** Answered 403. */
  | 'forbidden'
  /** Answered 200 with a page, like a captive portal. */
  | 'page'
  /** Accepted without an answer, and reset two seconds later. */
  | 'reset'
  /** The proxy does not know upgrades: it drops the header and forwards a plain request. */
  | 'stripped'
  /** The upgrade passes, and each socket is reset two seconds later. */
  | 'resetsOpen'
  /** Accepted, and never answered. */
  | 'swallowed';

const RESET_MS = 2_000;

export interface BlockingProxy {
  readonly server: string;
  /** The same room through this proxy. */
  linkThrough(link: string): string;
  become(blocking: Blocking): void;
  /** Number of requested upgrades. */
  upgrades(): number;
  /** Number of forwarded negotiations. */
  negotiations(): number;
  /** Resets all connections. */
  drop(): void;
  close(): Promise<void>;
}

/** An HTTP proxy in front of 127.0.0.1:`port` that forwards requests and treats WebSockets as `blocking` says. */
export async function openBlockingProxy(port: number, blocking: Blocking): Promise<BlockingProxy> {
  let how = blocking;
  let upgrades = 0;
  let negotiations = 0;
  const open = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  const later = (run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, RESET_MS);
    timers.add(timer);
  };

  const pass = (asked: IncomingMessage, answer: ServerResponse, headers = asked.headers): void => {
    const { method, url: path } = asked;
    const onward = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  };

  const tunnel = (asked: IncomingMessage, client: Socket, head: Buffer): void => {
    const hub = connect(port, '127.0.0.1', () => {
      const lines = [`${asked.method} ${asked.url} HTTP/1.1`];
      for (let i = 0; i < asked.rawHeaders.length; i += 2) lines.push(`${asked.rawHeaders[i]}: ${asked.rawHeaders[i + 1]}`);
      hub.write(`${lines.join('\r\n')}\r\n\r\n`);
      hub.write(head);
      client.pipe(hub).pipe(client);
    });
    open.add(hub);
    hub.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.on('close', () => {
      open.delete(hub);
      hub.destroy();
    });
  };

  const refuse = (client: Socket, status: string, body: string): void => {
    const head = `HTTP/1.1 ${status}\r\ncontent-type: text/html\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`;
    client.end(head + body);
  };

  const proxy = createServer((asked, answer) => {
    if (asked.url?.includes('/negotiate')) negotiations++;
    pass(asked, answer);
  });
  proxy.on('upgrade', (asked: IncomingMessage, client: Socket, head: Buffer) => {
    upgrades++;
    client.on('error', () => client.destroy());
    switch (how) {
      case 'forbidden':
        refuse(client, '403 Forbidden', 'WebSockets are not allowed here.');
        break;
      case 'page':
        refuse(client, '200 OK', '<!doctype html><title>Welcome</title>');
        break;
      case 'reset':
        later(() => client.resetAndDestroy());
        break;
      case 'stripped': {
        const { upgrade: _, connection: __, ...headers } = asked.headers;
        const onward = request({ host: '127.0.0.1', port, path: asked.url, headers }, (response) => {
          client.write(`HTTP/1.1 ${response.statusCode} ${response.statusMessage}\r\nconnection: close\r\n\r\n`);
          response.pipe(client);
        });
        onward.on('error', () => client.destroy()).end();
        client.on('close', () => onward.destroy());
        break;
      }
      case 'resetsOpen':
        later(() => client.resetAndDestroy());
        tunnel(asked, client, head);
        break;
      case 'swallowed':
        break;
      case 'nothing':
        tunnel(asked, client, head);
        break;
    }
  });
  proxy.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const server = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return {
    server,
    linkThrough(link) {
      const room = parseRoomLink(link);
      if (!room.ok) throw new Error(`no link: ${link}`);
      return formatRoomLink({ ...room.value, server });
    },
    become(next) {
      how = next;
    },
    upgrades: () => upgrades,
    negotiations: () => negotiations,
    drop() {
      for (const socket of open) socket.resetAndDestroy();
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
