import { createClient } from '@redis/client';
import { type Disposable, disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import type { RedisAddress } from './redis-address.ts';

/** From the first packet to the greeting. Milliseconds. */
const CONNECT_MS = 5_000;

/** One open connection. It never reconnects by itself: its owner opens a new one. */
export interface RedisConnection extends Disposable {
  readonly client: RedisClient;
}
type RedisClient = ReturnType<typeof makeClient>;

/**
 * Rejects when Redis cannot be reached or refuses. `lost` is called once, after the connection was open. With version 3 of the
 * protocol (Redis 6 and later) one connection both publishes and receives.
 */
export async function openRedis(
  { address, clock }: { readonly address: RedisAddress; readonly clock: Pick<Clock, 'after'> },
  lost: (reason: string) => void,
): Promise<RedisConnection> {
  const client = makeClient(address);
  let isOpen = false;
  const end = disposable(() => {
    isOpen = false;
    client.destroy();
  });
  const onEnd = (reason: string): void => {
    if (!isOpen) return;
    end.dispose();
    lost(reason);
  };
  client.on('error', (error: unknown) => onEnd(reasonOf(error)));
  client.on('end', () => onEnd('Redis closed the connection'));
  const late = Promise.withResolvers<never>();
  // A Redis that hangs accepts connections and answers nothing.
  const deadline = clock.after(CONNECT_MS, () => late.reject(new Error('Redis did not answer in time')));
  try {
    await Promise.race([client.connect(), late.promise]);
  } catch (error) {
    if (client.isOpen) client.destroy();
    throw error;
  } finally {
    deadline.dispose();
  }
  isOpen = true;
  return { client, dispose: () => end.dispose() };
}

function makeClient(address: RedisAddress) {
  const connecting = { reconnectStrategy: false as const, connectTimeout: CONNECT_MS };
  return createClient({
    RESP: 3,
    name: 'inkroom',
    // Commands of a lost connection are not repeated on another one.
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    ...(address.kind === 'url'
      ? { url: address.url.reveal(), socket: connecting }
      : { socket: { ...connecting, path: address.path, tls: false as const } }),
  });
}
