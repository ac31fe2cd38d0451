import { reasonOf, reasonOfRequest } from '../../../core/base/reason-of.ts';
import { nodeClock } from '../../process/node-host.ts';
import type { Config } from '../config.ts';
import { bad, type Finding, good, note } from './finding.ts';

/** `fetch` with a limit of time. */
export type Fetch = (url: string) => Promise<Response>;

/** What other machines may be off by before tokens of Azure SignalR Service and of sign-in fail, milliseconds. */
const CLOCK_OFF_MS = 60_000;

/** Azure SignalR Service, Redis, and the hub at its public address. */
export async function checkServices(config: Config, fetch: Fetch): Promise<readonly Finding[]> {
  const { publicUrl, azureSignalR, redis } = config;
  const found = await Promise.all([
    publicUrl === undefined ? [] : checkHttp({ about: 'public URL', url: `${publicUrl}/healthz`, name: publicUrl }, fetch),
    checkEndpoints(azureSignalR, fetch),
    redis === undefined ? [] : checkRedis(redis),
  ]);
  return found.flat();
}

/** One that does not answer is a fault for people only when no other one does. */
async function checkEndpoints(endpoints: Config['azureSignalR'], fetch: Fetch): Promise<readonly Finding[]> {
  const found = await Promise.all(
    endpoints.map(({ name, role, endpoint }) => {
      const place = endpoints.length > 1 ? `${name}, ${role}, ${endpoint.name}` : endpoint.name;
      // https://learn.microsoft.com/azure/azure-signalr/signalr-quickstart-rest-api: 200 without a token.
      return checkHttp({ about: 'Azure', url: `${endpoint.serverBase}api/health`, name: place }, fetch);
    }),
  );
  const isAnyGood = found.some(([answer]) => answer?.state !== 'bad');
  return found.flat().map((one) => (isAnyGood && one.about === 'Azure' && one.state === 'bad' ? { ...one, state: 'note' } : one));
}

interface Asked {
  readonly about: string;
  readonly url: string;
  readonly name: string;
}

async function checkHttp({ about, url, name }: Asked, fetch: Fetch): Promise<readonly Finding[]> {
  try {
    const response = await fetch(url);
    const answers = response.ok
      ? good(about, `${name} answers`)
      : note(about, `${name} answers with ${response.status}`, 'start the hub, then ask again; else look at the proxy');
    return [answers, ...clockOff(response.headers.get('date'), name)];
  } catch (error) {
    const mend = 'check the address, the name in DNS, the certificate and the firewall';
    return [bad(about, `${name} does not answer: ${reasonOfRequest(error)}`, mend)];
  }
}

/** `date`: the header of an answer, to the second. */
function clockOff(date: string | null, name: string): readonly Finding[] {
  const offMs = nodeClock.now() - Date.parse(date ?? '');
  if (Number.isNaN(offMs)) return [];
  if (Math.abs(offMs) < CLOCK_OFF_MS) return [good('clock', `it agrees with ${name}`)];
  const seconds = Math.round(Math.abs(offMs) / 1_000);
  return [
    bad(
      'clock',
      `this machine is ${seconds} s ${offMs > 0 ? 'ahead of' : 'behind'} ${name}`,
      'let the system set its clock (NTP)',
    ),
  ];
}

async function checkRedis({ address }: NonNullable<Config['redis']>): Promise<readonly Finding[]> {
  const { openRedis } = await import('../../adapters/redis/redis-connection.ts');
  try {
    const redis = await openRedis({ address, clock: nodeClock }, () => {});
    const askedAt = nodeClock.mono();
    await redis.client.ping();
    const tookMs = Math.round(nodeClock.mono() - askedAt);
    redis.dispose();
    return [good('Redis', `${address.name} answers in ${tookMs} ms`)];
  } catch (error) {
    return [bad('Redis', `${address.name}: ${reasonOf(error)}`, 'start Redis 6 or later, or check the address and the password')];
  }
}
