import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { FromServer, PeerId } from './messages.ts';

/** One peer's server in a process of its own: `node serve-peer.ts PEER`. Every peer is set up as its own documentation shows. */
const FLUSH_MS = 16;

function listen(http: HttpServer): Promise<number> {
  return new Promise((resolve) => http.listen(0, '127.0.0.1', () => resolve((http.address() as AddressInfo).port)));
}

/** Each message goes to every other member, as it came: no parsing, no validation, no board. */
async function serveWs(): Promise<number> {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  sockets.on('connection', (socket) => {
    socket.on('message', (bytes, isBinary) => {
      for (const other of sockets.clients) if (other !== socket) other.send(bytes, { binary: isBinary });
    });
  });
  return listen(http);
}

/** What came in 16 ms goes out as one message, the same bytes to everybody: the floor for any server that batches. */
async function serveCoalescing(): Promise<number> {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  let waiting: Buffer[] = [];
  const flush = (): void => {
    const frame = Buffer.concat(waiting);
    waiting = [];
    for (const socket of sockets.clients) socket.send(frame);
  };
  sockets.on('connection', (socket) => {
    socket.on('message', (bytes) => {
      if (waiting.length === 0) setTimeout(flush, FLUSH_MS);
      waiting.push(bytes as Buffer);
    });
  });
  return listen(http);
}

/** Cursors are volatile, strokes are not: as WBO and Excalidraw's room server do it. */
async function serveSocketIo(): Promise<number> {
  const { Server } = await import('socket.io');
  const http = createServer();
  new Server(http, { transports: ['websocket'], perMessageDeflate: false }).on('connection', (socket) => {
    socket.on('cursor', (cursor) => socket.volatile.broadcast.emit('cursor', cursor));
    socket.on('draw', (points) => socket.broadcast.emit('draw', points));
  });
  return listen(http);
}

async function serveHocuspocus(): Promise<number> {
  const { Server } = await import('@hocuspocus/server');
  const server = new Server({ port: 0, address: '127.0.0.1', quiet: true, stopOnSignals: false });
  await server.listen();
  return server.address.port;
}

async function serveTldraw(): Promise<number> {
  const { TLSocketRoom } = await import('@tldraw/sync-core');
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  const room = new TLSocketRoom({ log: { warn: console.error, error: console.error } });
  sockets.on('connection', (socket, request) => {
    const sessionId = new URL(request.url ?? '/', 'http://bench').searchParams.get('session') ?? 'nobody';
    room.handleSocketConnect({ sessionId, socket });
  });
  return listen(http);
}

const SERVE: Readonly<Record<Exclude<PeerId, 'inkroom'>, () => Promise<number>>> = {
  ws: serveWs,
  coalescing: serveCoalescing,
  'socket.io': serveSocketIo,
  'socket.io-json': serveSocketIo,
  hocuspocus: serveHocuspocus,
  tldraw: serveTldraw,
};

const wanted = process.argv[2] ?? '';
const serve = Object.hasOwn(SERVE, wanted) ? SERVE[wanted as keyof typeof SERVE] : undefined;
if (!serve) throw new Error(`No such peer: ${wanted}`);
const listening: FromServer = { kind: 'listening', port: await serve() };
process.send?.(listening);
