import { createServer, type Server } from 'node:http';
import { ArgumentError } from '@inkroom/signalr/hub';
import { createHubServer, type HubServer } from '@inkroom/signalr/hub-server';
import { nodeHost } from '@inkroom/signalr/node-host';
import { serveHubs } from '@inkroom/signalr/serve-hubs';
import { typedClients } from '@inkroom/signalr/typed-clients';

/** A chat with rooms, for any SignalR client. `npx node server/signalr/examples/chat.ts` serves it on port 5000. */
export function createChat(): Server {
  const hub: HubServer = createHubServer({
    ...nodeHost,
    path: '/chat',
    hub: {
      methods: {
        join: ({ connection, args: [room] }) => hub.groups.add(connection.id, text(room)),
        say: ({ connection, args: [room, words] }) => clients.group(text(room))('said', connection.id, text(words)),
      },
    },
  });
  const clients = typedClients<{ said: [who: string, words: string] }>(hub);
  return serveHubs(createServer(), hub);
}

function text(value: unknown): string {
  if (typeof value === 'string' && value.length <= 1_000) return value;
  throw new ArgumentError('a short text was expected');
}

if (process.argv[1] === import.meta.filename) createChat().listen(5000);
