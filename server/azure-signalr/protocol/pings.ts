import { ServiceMessageType } from './service-codes.ts';
import type { Ping } from './service-messages.ts';

/** The text pairs in pings, as in the SDK's code, which differs from its specification (reference 5.4). */

const ping = (...messages: string[]): Ping => ({ type: ServiceMessageType.ping, messages });

/** A keep-alive without content. Both sides send it. */
export const KEEP_ALIVE: Ping = ping();

/** How an application server leaves (reference 5.6): 0 its clients are dropped, 1 they are moved, 2 they may finish. */
export type FinMode = 0 | 1 | 2;

/** Pings from an application server. */
export const serverPings = {
  /** The SDK's own keep-alive: number of clients of the hub in this process, and on this connection. */
  keepAlive: (clientsInHub: number, clients: number): Ping =>
    ping('#clientInHub', String(clientsInHub), '#client', String(clients)),
  askStatus: ping('status', '1'),
  fin: (mode: FinMode): Ping => ping('shutdown', `fin:${mode}`),
} as const;

/** The service's report about itself. */
export interface ServiceStatus {
  /** True when the hub has clients. */
  readonly isActive: boolean;
  readonly clients: number;
  readonly serverConnections: number;
  /** Most connections of both kinds that the service accepts. */
  readonly capacity: number;
}

/** Pings from the service. */
export const servicePings = {
  status: ({ isActive, clients, serverConnections, capacity }: ServiceStatus): Ping =>
    ping(
      'status',
      isActive ? '1' : '0',
      'clientcount',
      String(clients),
      'servercount',
      String(serverConnections),
      'capacity',
      String(capacity),
    ),
  /** The connected application servers. A higher revision is newer. */
  servers: (revision: number, serverIds: readonly string[]): Ping => ping('servers', `${revision}:${serverIds.join(';')}`),
  finack: ping('shutdown', 'finack'),
  /** Requests one more connection, to that instance of the service. */
  target: (instanceId: string): Ping => ping('target', instanceId),
  /** An instance of the service is gone, with all of its clients. */
  offline: (instanceId: string): Ping => ping('offline', instanceId),
  echo: (id: string): Ping => ping('echo', id),
} as const;

/** A ping as the application server reads it. */
export type PingFromService =
  /** Must be sent back unchanged. */
  | { readonly kind: 'echo'; readonly ping: Ping }
  | { readonly kind: 'offline'; readonly instanceId: string }
  | { readonly kind: 'finack' }
  | {
      readonly kind: 'news';
      readonly isActive?: boolean;
      readonly servers?: { readonly revision: number; readonly serverIds: readonly string[] };
      readonly isTraced?: boolean;
      readonly clients?: number;
      readonly serverConnections?: number;
      readonly capacity?: number;
      readonly target?: string;
    };

/** An empty `news` is a keep-alive. Unknown or unreadable parts are left out. */
export function readPingFromService(received: Ping): PingFromService {
  const pairs = pairsOf(received);
  if (pairs.has('echo')) return { kind: 'echo', ping: received };
  const gone = pairs.get('offline');
  if (gone !== undefined) return { kind: 'offline', instanceId: gone };
  if (pairs.get('shutdown') === 'finack') return { kind: 'finack' };
  // Only the first of these three counts.
  const status = pairs.get('status');
  const servers = status === undefined ? pairs.get('servers') : undefined;
  const traced = status === undefined && servers === undefined ? pairs.get('d-m') : undefined;
  const known = servers === undefined ? undefined : readServers(servers);
  const target = pairs.get('target');
  return {
    kind: 'news',
    ...(status === undefined ? {} : { isActive: status === '1' }),
    ...(known === undefined ? {} : { servers: known }),
    ...(traced === undefined ? {} : { isTraced: traced === '1' }),
    ...counted('clients', pairs.get('clientcount')),
    ...counted('serverConnections', pairs.get('servercount')),
    ...counted('capacity', pairs.get('capacity')),
    ...(target === undefined || target === '' ? {} : { target }),
  };
}

/** A ping as the service reads it. */
export type PingFromServer =
  | { readonly kind: 'keepAlive' }
  | { readonly kind: 'askStatus' }
  | { readonly kind: 'askServers' }
  | { readonly kind: 'fin'; readonly mode: FinMode }
  | { readonly kind: 'echo'; readonly id: string };

export function readPingFromServer(received: Ping): PingFromServer {
  const pairs = pairsOf(received);
  const id = pairs.get('echo');
  if (id !== undefined) return { kind: 'echo', id };
  const fin = /^fin:([012])$/.exec(pairs.get('shutdown') ?? '')?.[1];
  if (fin !== undefined) return { kind: 'fin', mode: Number(fin) as FinMode };
  if (pairs.has('status')) return { kind: 'askStatus' };
  return pairs.has('servers') ? { kind: 'askServers' } : { kind: 'keepAlive' };
}

/** The first of a repeated key counts. A key without a value is left out. */
function pairsOf({ messages }: Ping): Map<string, string> {
  const pairs = new Map<string, string>();
  for (let i = 0; i + 1 < messages.length; i += 2) {
    const key = messages[i] ?? '';
    if (!pairs.has(key)) pairs.set(key, messages[i + 1] ?? '');
  }
  return pairs;
}

function counted<N extends string>(name: N, text: string | undefined): Partial<Record<N, number>> {
  if (text === undefined || !/^\d{1,9}$/.test(text)) return {};
  return { [name]: Number(text) } as Record<N, number>;
}

/** `<number>:<serverId>;<serverId>…`; the colon is required. */
function readServers(text: string): { revision: number; serverIds: string[] } | undefined {
  const [, revision, ids = ''] = /^(\d{1,15}):(.*)$/s.exec(text) ?? [];
  if (revision === undefined) return undefined;
  return { revision: Number(revision), serverIds: ids.split(';').filter((id) => id !== '') };
}
