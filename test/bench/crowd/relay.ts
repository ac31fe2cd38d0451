import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { FromServer } from '../fanout/messages.ts';

/**
 * The coalescing relay with rooms, `node relay.ts PAUSE`: what came to a room within PAUSE milliseconds goes out as one message, the
 * same bytes to everybody. No parsing, no validation, no board, no presence: the floor for any server that batches as often as the hub.
 */
const pauseMs = Number(process.argv[2]);

interface Room {
  readonly sockets: Set<WebSocket>;
  waiting: Buffer[];
}

const rooms = new Map<string, Room>();
const http = createServer();
const server = new WebSocketServer({ server: http, perMessageDeflate: false });

function flush(room: Room): void {
  const frame = Buffer.concat(room.waiting);
  room.waiting = [];
  for (const socket of room.sockets) socket.send(frame);
}

server.on('connection', (socket, request) => {
  const name = request.url ?? '/';
  const room = rooms.get(name) ?? { sockets: new Set<WebSocket>(), waiting: [] };
  rooms.set(name, room);
  room.sockets.add(socket);
  socket.on('message', (bytes) => {
    if (room.waiting.length === 0) setTimeout(flush, pauseMs, room);
    room.waiting.push(bytes as Buffer);
  });
  socket.on('close', () => room.sockets.delete(socket));
});

http.listen(0, '127.0.0.1', () => {
  const listening: FromServer = { kind: 'listening', port: (http.address() as AddressInfo).port };
  process.send?.(listening);
});
