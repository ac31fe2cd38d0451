import { sharedKey, signAccessToken } from '@inkroom/azure-signalr/auth/access-token';
import { type ClientIdentity, type ClientRules, clientTokenClaims } from '@inkroom/azure-signalr/auth/client-claims';
import { parseConnectionString, type ServiceEndpoint } from '@inkroom/azure-signalr/connection-string';
import { Secret } from '@inkroom/azure-signalr/secret';
import { audience, clientUrl, hubKey, newCid, serverConnectionUrl } from '@inkroom/azure-signalr/service-urls';
import { type Emulator, type EmulatorOptions, startEmulator } from '@inkroom/emulator/emulator';
import type { Clock } from '@inkroom/signalr/host';
import { nodeClock, nodeRandom, silentLog } from '@inkroom/signalr/node-host';
import { onTestFinished } from 'vitest';

export const KEY = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH';
export const HUB = 'Chat';

/** An emulator, and everything that one needs to come to it. */
export interface Rig {
  readonly emulator: Emulator;
  readonly endpoint: ServiceEndpoint;
  serverUrl(target?: string): string;
  serverToken(serverId: string, change?: TokenChange): Promise<string>;
  /** As negotiation at an application gives it. */
  clientUrl(query?: string): string;
  clientToken(identity?: ClientIdentity, rules?: ClientRules, change?: TokenChange): Promise<string>;
  /** A call of the REST interface with its token. */
  rest(method: string, path: string, init?: RestInit): Promise<Response>;
  control(method: string, path: string): Promise<Response>;
}

export interface RestInit {
  readonly body?: string | Uint8Array;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TokenChange {
  readonly key?: string;
  readonly audience?: string;
  /** Milliseconds from now. */
  readonly lifetimeMs?: number;
}

/** Stopped when the test has finished. */
export async function startRig(options: Partial<EmulatorOptions> = {}): Promise<Rig> {
  const { clock = nodeClock } = options;
  const emulator = await startEmulator({
    host: '127.0.0.1',
    port: 0,
    accessKeys: [new Secret(KEY)],
    random: nodeRandom,
    log: silentLog,
    ...options,
    clock,
  });
  onTestFinished(() => emulator.stop());
  return rigOf(emulator, KEY, clock);
}

/** What one needs to come to an emulator that runs. */
export function rigOf(emulator: Emulator, accessKey: string, clock: Clock = nodeClock): Rig {
  const parsed = parseConnectionString(emulator.connectionString, '');
  if (!parsed.ok) throw new Error(parsed.text);
  const { endpoint } = parsed;
  const key = hubKey(HUB);
  const sign = (own: string, claims: readonly (readonly [string, string])[], change: TokenChange = {}): Promise<string> =>
    signAccessToken(sharedKey(new Secret(change.key ?? accessKey)), {
      audience: change.audience ?? own,
      claims,
      now: clock.now(),
      lifetimeMs: change.lifetimeMs ?? 3_600_000,
    });
  return {
    emulator,
    endpoint,
    serverUrl: (target) =>
      serverConnectionUrl(endpoint, { hubKey: key, cid: newCid(nodeRandom), ...(target === undefined ? {} : { target }) }),
    serverToken: (serverId, change) => sign(audience(endpoint, 'server', key), [['nameid', serverId]], change),
    clientUrl: (query = '') => clientUrl(endpoint, { hubKey: key, path: '/chat/negotiate', query, requestId: 'r-1' }),
    clientToken: (identity = {}, rules = {}, change = {}) =>
      sign(audience(endpoint, 'client', key), clientTokenClaims(identity, rules), change),
    async rest(method, path, { body, type = 'application/json', headers: more = {} } = {}) {
      const url = `${emulator.url}/api/hubs/${key}${path}`;
      const token = await sign(url.split('?')[0] ?? '', []);
      const headers = { authorization: `Bearer ${token}`, 'content-type': type, ...more };
      return fetch(url, { method, headers, ...(body === undefined ? {} : { body: body as BodyInit }) });
    },
    control: (method, path) => fetch(`${emulator.url}/emulator${path}`, { method }),
  };
}
