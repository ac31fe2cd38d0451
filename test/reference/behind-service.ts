import { hostname } from 'node:os';
import { parseEndpoints } from '@inkroom/azure-signalr/endpoints/named-endpoint';
import { newServerId } from '@inkroom/azure-signalr/service-urls';
import type { HubHandle } from '@inkroom/signalr/hub-handle';
import { accessTo } from '../../server/adapters/azure-signalr/azure-signalr.ts';
import { type BehindServiceOptions, hubBehindService } from '../../server/adapters/azure-signalr/hub-behind-service.ts';

type Common = Omit<BehindServiceOptions, 'path' | 'hubName' | 'endpoints' | 'serverId' | 'userAgent'>;

/** The reference hub behind the service, at `/hub` and `/plain`: two hubs there, as the two are told apart by their address here. */
export interface ReferenceBehindService {
  readonly hubs: readonly HubHandle[];
  /** False while one of them has no server connection: clients cannot come, and nothing but the service can change that. */
  isReady(): boolean;
}

/** Connects at once, and for ever. Throws what is wrong with the connection string. */
export function referenceBehindService(connectionString: string, common: Common): ReferenceBehindService {
  const given = { key: undefined, connectionString, setting: 'AZURE_SIGNALR_CONNECTION_STRING' };
  const parsed = parseEndpoints([given]);
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  const endpoints = parsed.endpoints.map((named) => accessTo(named, common));
  const serverId = newServerId(hostname(), common.random);
  const hubs = ['hub', 'plain'].map((name) =>
    hubBehindService({
      ...common,
      endpoints,
      path: `/${name}`,
      hubName: `reference_${name}`,
      serverId,
      userAgent: 'inkroom-reference',
    }),
  );
  return { hubs, isReady: () => hubs.every((hub) => hub.lines > 0) };
}
