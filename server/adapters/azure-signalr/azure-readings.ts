import { counter, type Figure, gauge } from '../../ports/metric.ts';
import type { EndpointLink } from './endpoints/endpoint-link.ts';

/** What is told of an endpoint. */
export type EndpointReading = Pick<EndpointLink, 'access' | 'name' | 'role' | 'lines' | 'news' | 'traffic'>;

/** The name of an endpoint with its address, where they differ. */
function placeOf({ name, access: { endpoint } }: EndpointReading): string {
  return name === endpoint.name ? name : `${name} (${endpoint.name})`;
}

const countWords = (lines: number): string => `${lines} server connection${lines === 1 ? '' : 's'}`;

/** Lines of `/healthz`: one for each endpoint. */
export function azureHealth(endpoints: readonly EndpointReading[]): string {
  const isAnyOpen = endpoints.some(({ lines }) => lines > 0);
  return endpoints
    .map((one) => {
      const place = endpoints.length > 1 ? `${placeOf(one)}, ${one.role}` : placeOf(one);
      if (one.lines > 0) return `clients: through ${place}, ${countWords(one.lines)}\n`;
      return isAnyOpen
        ? `clients: not through ${place}, no server connection to it\n`
        : `clients: cannot come, no server connection to ${place}\n`;
    })
    .join('');
}

/** For `/readyz`: why clients should go to another hub. Undefined while one endpoint is enough. */
export function azureNotReady(endpoints: readonly EndpointReading[]): string | undefined {
  if (endpoints.some(({ lines }) => lines > 0)) return undefined;
  return `not connected to Azure SignalR Service: ${endpoints.map(placeOf).join(', ')}`;
}

/** What the service will bill for this hub's messages, in units of 2 KiB (reference 11.2). */
export interface Billed {
  readonly billedUnits: number;
  /** Of the most expensive room. */
  readonly billedPerSecond: number;
}

/** Server connections, connections and messages, named as in Azure's own metrics, as far as this process sees them. */
export function azureMetrics(endpoints: readonly EndpointReading[], billed: Billed): Figure[] {
  const each = (figure: Figure, read: (one: EndpointReading) => number | undefined): Figure[] =>
    endpoints.flatMap((one) => {
      const value = read(one);
      return value === undefined ? [] : [{ ...figure, value, labels: { endpoint: one.name, role: one.role } }];
    });
  return [
    ...each(gauge('azure_server_connections', 'Server connections of this hub that are open.', 0), ({ lines }) => lines),
    ...each(gauge('azure_service_clients', 'Clients of all hubs, as the service counts them.', 0), ({ news }) => news.clients),
    ...each(
      gauge('azure_service_server_connections', 'Server connections of all hubs, as the service counts them.', 0),
      ({ news }) => news.serverConnections,
    ),
    ...each(gauge('azure_service_capacity', 'Connections that the service may hold.', 0), ({ news }) => news.capacity),
    counter(
      'azure_billed_messages',
      'Messages that the services bill for rooms of this hub, one for every 2 KiB begun.',
      billed.billedUnits,
    ),
    gauge(
      'azure_billed_messages_busiest_room',
      'The same for the room that costs most, a second, over the last ten.',
      Math.round(billed.billedPerSecond),
    ),
    ...each(counter('azure_messages_in', 'Messages of the service protocol received.', 0), ({ traffic }) => traffic.messagesIn),
    ...each(
      counter('azure_messages_out', 'Messages of the service protocol sent, each for any number of clients.', 0),
      ({ traffic }) => traffic.messagesOut,
    ),
    ...each(counter('azure_bytes_in', 'Their bytes.', 0), ({ traffic }) => traffic.bytesIn),
    ...each(counter('azure_bytes_out', 'Their bytes.', 0), ({ traffic }) => traffic.bytesOut),
  ];
}
