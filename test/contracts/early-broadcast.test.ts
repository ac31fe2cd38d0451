import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Hub } from '@inkroom/signalr/hub';
import { createHubServer } from '@inkroom/signalr/hub-server';
import { nodeClock, nodeRandom, silentLog } from '@inkroom/signalr/node-host';
import { emulate, hubBehind } from '../azure-signalr/service-rig.ts';
import { earlyBroadcastContract } from './early-broadcast.ts';

const hub: Hub = { methods: new Map() };

earlyBroadcastContract('self-hosted', async () => {
  const server = createHubServer({ hub, path: '/hub', clock: nodeClock, random: nodeRandom, log: silentLog });
  const http = createServer((request, response) => void server.handleRequest(request, response));
  http.on('upgrade', (request, socket, head) => void server.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/hub`,
    server,
    async stop() {
      await server.shutdown();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
});

earlyBroadcastContract('Azure SignalR Service (emulator)', async () => {
  const emulator = await emulate();
  const { url, server, stop } = await hubBehind(emulator.connectionString, hub);
  return {
    url: `${url}/hub`,
    server,
    async stop() {
      await stop();
      await emulator.stop();
    },
  };
});
