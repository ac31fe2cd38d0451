import { createHubServer, type HubServer, type HubServerOptions } from '@inkroom/signalr/hub-server';
import type { ClientTransport, HubMethods } from '../ports/client-transport.ts';
import { servedHub } from './served-hub.ts';

export interface SelfHosted<H extends HubMethods> {
  readonly transport: ClientTransport;
  /** The result of `serve`. */
  readonly hub: H;
  /** Pass it the requests and upgrades of an HTTP server. */
  readonly server: HubServer;
}

/** Clients connect to this process. `serve` is called once, with the transport, and returns the methods that clients may call. */
export function selfHosted<H extends HubMethods>(
  options: Omit<HubServerOptions, 'hub'>,
  serve: (transport: ClientTransport) => H,
): SelfHosted<H> {
  const transport: ClientTransport = {
    reach: 'instance',
    addToGroup(connectionId, group) {
      server.groups.add(connectionId, group);
    },
    removeFromGroup(connectionId, group) {
      server.groups.remove(connectionId, group);
    },
    sendToGroup(group, target, args) {
      server.groups.send(group, target, args);
      return 0;
    },
  };
  const served = serve(transport);
  const hub = servedHub(served);
  const server = createHubServer({ ...options, hub });
  return { transport, hub: served, server };
}
