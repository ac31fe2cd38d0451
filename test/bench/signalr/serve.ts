import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HubMethod } from '@inkroom/signalr/hub';
import { createHubServer } from '@inkroom/signalr/hub-server';
import { nodeClock, nodeRandom, silentLog } from '@inkroom/signalr/node-host';
import { WebSocketServer } from 'ws';

/** One server in a process of its own, `node serve.ts PEER`: echo, joining one group, and sending to it. Prints its address. */
const peer = process.argv[2];
const http = createServer();
const GROUP = 'everybody';

function serveHub(): void {
  const methods = new Map<string, HubMethod>([
    ['Echo', { kind: 'call', parameters: 1, run: ({ args }) => args[0] }],
    ['JoinGroup', { kind: 'call', parameters: 1, run: ({ connection, args }) => hub.groups.add(connection.id, String(args[0])) }],
    [
      'SendToGroup',
      { kind: 'call', parameters: 2, run: ({ args }) => void hub.groups.send(String(args[0]), 'message', [args[1]]) },
    ],
  ]);
  const hub = createHubServer({ path: '/hub', hub: { methods }, clock: nodeClock, random: nodeRandom, log: silentLog });
  http.on('request', (request, response) => {
    if (!hub.handleRequest(request, response)) response.writeHead(404).end();
  });
  http.on('upgrade', (request, socket, head) => {
    if (!hub.handleUpgrade(request, socket, head)) socket.destroy();
  });
}

/** As little as a server can do: JSON with a first word, and no more. */
function serveWs(): void {
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false, path: '/ws' });
  sockets.on('connection', (socket) => {
    socket.on('message', (bytes) => {
      const [what, value] = JSON.parse(String(bytes)) as [string, unknown];
      if (what === 'echo') socket.send(JSON.stringify([what, value]));
      else {
        const message = JSON.stringify(['message', value]);
        for (const other of sockets.clients) other.send(message);
      }
    });
  });
}

async function serveSocketIo(): Promise<void> {
  const { Server } = await import('socket.io');
  const server = new Server(http, { transports: ['websocket', 'polling'] as const, perMessageDeflate: false });
  server.on('connection', (socket) => {
    socket.on('echo', (value, answer) => (answer as (value: unknown) => void)(value));
    socket.on('join', () => socket.join(GROUP));
    socket.on('send', (value) => void server.to(GROUP).emit('message', value));
  });
}

if (peer === 'ws') serveWs();
else if (peer === 'socket.io') await serveSocketIo();
else serveHub();
http.listen(0, '127.0.0.1', () => console.log(`Listening: http://127.0.0.1:${(http.address() as AddressInfo).port}`));
process.on('message', (message) => {
  if (message !== 'collect') return;
  globalThis.gc?.();
  process.send?.('collected');
});
