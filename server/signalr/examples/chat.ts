import { createServer, type Server } from 'node:http';
import { ArgumentError, type HubMethod } from '../hub.ts';
import { createHubServer } from '../hub-server.ts';
import { nodeClock, nodeRandom, silentLog } from '../node-host.ts';
import { typedClients } from '../typed-clients.ts';

/** A chat with rooms, for any SignalR client. `npx node server/signalr/examples/chat.ts` serves it on port 5000. */
export function createChat(): Server {
  const methods = new Map<string, HubMethod>([
    ['Join', { kind: 'call', parameters: 1, run: ({ connection, args: [room] }) => hub.groups.add(connection.id, text(room)) }],
    [
      'Say',
      { kind: 'call', parameters: 2, run: ({ connection, args: [room, words] }) => say(connection.id, text(room), text(words)) },
    ],
  ]);
  const hub = createHubServer({
    path: '/chat',
    hub: { methods },
    clock: nodeClock,
    random: nodeRandom,
    log: silentLog,
    statefulReconnect: true,
  });
  const clients = typedClients<{ said: [who: string, words: string] }>(hub);
  const say = (who: string, room: string, words: string): number => clients.group(room)('said', who, words);

  const server = createServer((request, response) => {
    if (!hub.handleRequest(request, response)) response.writeHead(404).end();
  });
  server.on('upgrade', (request, socket, head) => {
    if (!hub.handleUpgrade(request, socket, head)) socket.destroy();
  });
  return server;
}

function text(value: unknown): string {
  if (typeof value !== 'string' || value.length > 1_000) throw new ArgumentError('a short text was expected');
  return value;
}

if (import.meta.main) createChat().listen(5000);
