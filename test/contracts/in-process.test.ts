import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLog } from '../../core/base/host.ts';
import type { RoomId } from '../../core/board/ids.ts';
import { localBackplane } from '../../server/adapters/local-backplane.ts';
import { noStore } from '../../server/adapters/no-store.ts';
import { selfHosted } from '../../server/adapters/self-hosted.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';
import { connectStock } from '../hub/stock-connection.ts';
import { backplaneContract } from './backplane.ts';
import { clientTransportContract } from './client-transport.ts';
import { type Kept, memoryStore } from './memory-store.ts';
import { snapshotStoreContract } from './snapshot-store.ts';

clientTransportContract('self-hosted', async (hub) => {
  const { transport, server } = selfHosted({ path: '/hub', clock: nodeClock, random: nodeRandom, log: silentLog }, () => hub);
  const http = createServer((request, response) => {
    if (!server.handleRequest(request, response)) response.writeHead(404).end();
  });
  http.on('upgrade', (request, socket, head) => void (server.handleUpgrade(request, socket, head) || socket.destroy()));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    transport,
    connect: () => connectStock(`http://127.0.0.1:${port}`),
    async stop() {
      await server.shutdown();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
});

backplaneContract('local', async (count) => ({ backplanes: new Array(count).fill(localBackplane()) }));

snapshotStoreContract('none', async () => noStore());

const places = new Map<string, Map<RoomId, Kept>>();
snapshotStoreContract('memory of a test', async (place) => {
  const rooms = places.get(place) ?? new Map<RoomId, Kept>();
  places.set(place, rooms);
  return memoryStore(rooms);
});
