import { fixedKey, leasedKey } from '@inkroom/azure-signalr/auth/signing-keys';
import type { NamedEndpoint } from '@inkroom/azure-signalr/endpoints/named-endpoint';
import type { Clock, Log } from '@inkroom/signalr/host';
import { reasonOf } from '../../../core/base/reason-of.ts';
import type { ClientTransport, HubMethods } from '../../ports/client-transport.ts';
import { servedHub } from '../served-hub.ts';
import { AzureLogEvent } from './azure-log-events.ts';
import type { EndpointAccess, EndpointLink } from './endpoints/endpoint-link.ts';
import { placeFor, type ServiceReach } from './endpoints/service-reach.ts';
import { entraIdentity } from './entra-identity.ts';
import { type BehindServiceOptions, hubBehindService, type ServiceHub } from './hub-behind-service.ts';

/** An endpoint with the signing credentials of its connection string, ready for `hubBehindService`. */
export function accessTo(named: NamedEndpoint, { clock, log }: { readonly clock: Clock; readonly log: Log }): EndpointAccess {
  const { endpoint } = named;
  if (endpoint.auth.kind === 'accessKey') return { ...named, keys: fixedKey(endpoint.auth.accessKey) };
  const tokens = entraIdentity(endpoint.auth);
  return { ...named, tokens, keys: leasedKey({ endpoint, tokens, fetch, clock, log }) };
}

export interface AzureSignalR<H extends HubMethods> {
  readonly transport: ClientTransport;
  /** The result of `serve`. */
  readonly hub: H;
  /** Pass it the requests and upgrades of an HTTP server: clients negotiate there. */
  readonly server: ServiceHub;
}

/** Clients connect to Azure SignalR Service, which reaches those of all instances. `serve` is called once, as by `selfHosted`. */
export function azureSignalR<H extends HubMethods>(
  options: Omit<BehindServiceOptions, 'hub'>,
  serve: (transport: ClientTransport, reach: ServiceReach) => H,
): AzureSignalR<H> {
  const onlineListeners: (() => void)[] = [];
  const settledListeners: (() => void)[] = [];
  const transport: ClientTransport = {
    reach: 'all',
    async addToGroup(connectionId, group) {
      await server.groups.add(connectionId, group);
    },
    async removeFromGroup(connectionId, group) {
      // A client that has gone is in no group.
      if (server.connection(connectionId) === undefined) return;
      try {
        await server.groups.remove(connectionId, group);
      } catch (error) {
        options.log.warn(AzureLogEvent.sendFailed, {
          connection: connectionId,
          reason: reasonOf(error),
        });
      }
    },
    // Frames of a room must not overtake each other, whichever call caused them.
    sendToGroup: (group, target, args) => server.sendInOrder(group, target, args),
  };
  // Asked from the first turn on, before there is a connection.
  let links: readonly EndpointLink[] | undefined;
  const hub = serve(transport, {
    placeFor: (attempt) => placeFor(options.endpoints, links, attempt),
    onOnline: (listener) => onlineListeners.push(listener),
    onSettled: (listener) => settledListeners.push(listener),
  });
  const server = hubBehindService({
    ...options,
    hub: servedHub(hub),
    online: () => {
      for (const listener of onlineListeners) listener();
    },
    settled: () => {
      for (const listener of settledListeners) listener();
    },
  });
  links = server.endpoints;
  return { transport, hub, server };
}
