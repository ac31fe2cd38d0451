import type { Server } from 'node:http';
import type { HubServer } from './hub-server.ts';

/** Passes a server's requests and upgrades to its hubs. For a server without other content: all other requests get 404. */
export function serveHubs<S extends Server>(server: S, ...hubs: readonly HubServer[]): S {
  server.on('request', (request, response) => {
    if (!hubs.some((hub) => hub.handleRequest(request, response))) response.writeHead(404).end();
  });
  server.on('upgrade', (request, socket, head) => {
    if (!hubs.some((hub) => hub.handleUpgrade(request, socket, head))) socket.destroy();
  });
  return server;
}
