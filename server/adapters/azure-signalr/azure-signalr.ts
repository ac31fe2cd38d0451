import { fixedKey, leasedKey } from '@inkroom/azure-signalr/auth/signing-keys';
import type { ServiceEndpoint } from '@inkroom/azure-signalr/connection-string';
import type { Clock, Log } from '@inkroom/signalr/host';
import { reasonOf } from '../../../core/base/reason-of.ts';
import type { ClientTransport, HubMethods } from '../../ports/client-transport.ts';
import { servedHub } from '../served-hub.ts';
import { AzureLogEvent } from './azure-log-events.ts';
import { entraIdentity } from './entra-identity.ts';
import { type BehindServiceOptions, hubBehindService, type ServiceHub } from './hub-behind-service.ts';

/** The signing credentials of an endpoint's connection string, ready for `hubBehindService`. */
export function credentialsOf(
  endpoint: ServiceEndpoint,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Pick<BehindServiceOptions, 'endpoint' | 'keys' | 'tokens'> {
  if (endpoint.auth.kind === 'accessKey') return { endpoint, keys: fixedKey(endpoint.auth.accessKey) };
  const tokens = entraIdentity(endpoint.auth);
  return { endpoint, tokens, keys: leasedKey({ endpoint, tokens, fetch, clock, log }) };
}

export interface AzureSignalR<H extends HubMethods> {
  readonly transport: ClientTransport;
  /** The result of `serve`. */
  readonly hub: H;
  /** Pass it the requests and upgrades of an HTTP server: clients negotiate there. */
  readonly server: ServiceHub;
}

/**
 * Clients connect to Azure SignalR Service, which reaches those of all instances. `serve` is called once, as by `selfHosted`. The
 * function that it gives to `onOnline` is called whenever the service is reachable again.
 */
export function azureSignalR<H extends HubMethods>(
  options: Omit<BehindServiceOptions, 'hub'>,
  serve: (transport: ClientTransport, onOnline: (listener: () => void) => void) => H,
): AzureSignalR<H> {
  const onlineListeners: (() => void)[] = [];
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
  const hub = serve(transport, (listener) => onlineListeners.push(listener));
  const server = hubBehindService({
    ...options,
    hub: servedHub(hub),
    online: () => {
      for (const listener of onlineListeners) listener();
    },
  });
  return { transport, hub, server };
}
