import type { ServiceHub } from './hub-behind-service.ts';

/** One metric of `/metrics`. */
interface Reading {
  readonly name: string;
  readonly kind: 'gauge' | 'counter';
  readonly help: string;
  readonly value: number;
}

/** A line of `/healthz`. `service` is the endpoint's name. */
export function azureHealth(service: string, { lines }: ServiceHub): string {
  return lines > 0
    ? `clients: through ${service}, ${lines} server connections\n`
    : `clients: cannot come, no server connection to ${service}\n`;
}

/** What the service will bill for this hub's messages, in units of 2 KiB (reference 11.2). */
export interface Billed {
  readonly billedUnits: number;
  /** Of the most expensive room. */
  readonly billedPerSecond: number;
}

/** Server connections, connections and messages, named as in Azure's own metrics, as far as this process sees them. */
export function azureMetrics({ lines, news, lineTraffic }: ServiceHub, billed: Billed): Reading[] {
  const gauge = (name: string, help: string, value: number): Reading => ({
    name: `inkroom_azure_${name}`,
    kind: 'gauge',
    help,
    value,
  });
  const counter = (name: string, help: string, value: number): Reading => ({
    name: `inkroom_azure_${name}_total`,
    kind: 'counter',
    help,
    value,
  });
  const said = (name: string, help: string, value: number | undefined): Reading[] =>
    value === undefined ? [] : [gauge(name, help, value)];
  return [
    gauge('server_connections', 'Server connections of this hub that are open.', lines),
    ...said('service_clients', 'Clients of all hubs, as the service counts them.', news.clients),
    ...said('service_server_connections', 'Server connections of all hubs, as the service counts them.', news.serverConnections),
    ...said('service_capacity', 'Connections that the service may hold.', news.capacity),
    counter(
      'billed_messages',
      'Messages that the service bills for rooms of this hub, one for every 2 KiB begun.',
      billed.billedUnits,
    ),
    gauge(
      'billed_messages_busiest_room',
      'The same for the room that costs most, a second, over the last ten.',
      Math.round(billed.billedPerSecond),
    ),
    counter('messages_in', 'Messages of the service protocol received.', lineTraffic.messagesIn),
    counter('messages_out', 'Messages of the service protocol sent, each for any number of clients.', lineTraffic.messagesOut),
    counter('bytes_in', 'Their bytes.', lineTraffic.bytesIn),
    counter('bytes_out', 'Their bytes.', lineTraffic.bytesOut),
  ];
}
