import { createClient, RESP_TYPES } from '@redis/client';
import type { Log } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import type { RedisAddress } from './redis-address.ts';
import { RedisLogEvent } from './redis-log-events.ts';

/** Longest pause between attempts to reach Redis again, and longest wait for an answer, milliseconds. */
const LONGEST_PAUSE_MS = 2_000;
const ANSWER_MS = 15_000;

/** Commands of the store, answered in bytes. They reject while Redis is away: the hub keeps what it has and tries again. */
export interface StoreClient {
  ask(...command: readonly (string | Uint8Array)[]): Promise<unknown>;
  close(): Promise<void>;
}

export async function openStoreClient(address: RedisAddress, log: Log): Promise<StoreClient> {
  const socket = {
    reconnectStrategy: (attempts: number) => Math.min(LONGEST_PAUSE_MS, 100 * 2 ** Math.min(attempts, 10)),
    connectTimeout: ANSWER_MS,
  };
  const client = createClient({
    RESP: 3,
    name: 'inkroom-store',
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    commandOptions: { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer, [RESP_TYPES.SIMPLE_STRING]: Buffer } },
    ...(address.kind === 'url'
      ? { url: address.url.reveal(), socket }
      : { socket: { ...socket, path: address.path, tls: false as const } }),
  });
  let isOpen = false;
  let failed: ((error: unknown) => void) | undefined;
  client.on('error', (error: unknown) => {
    failed?.(error);
    if (isOpen) log.warn(RedisLogEvent.storeAway, { redis: address.name, reason: reasonOf(error) });
  });
  try {
    // The first attempt decides whether the hub starts.
    await Promise.race([client.connect(), new Promise((_, reject) => (failed = reject))]);
  } catch (error) {
    client.destroy();
    throw new Error(`Redis at ${address.name} cannot be used for boards: ${reasonOf(error)}.`);
  }
  failed = undefined;
  isOpen = true;
  return {
    ask: (...command) =>
      client.sendCommand<unknown>(
        command.map((part) => (typeof part === 'string' ? part : Buffer.from(part.buffer, part.byteOffset, part.length))),
      ),
    async close() {
      isOpen = false;
      if (client.isReady) await client.close();
      else client.destroy();
    },
  };
}

/** Empty for anything but bytes or text. */
export function bytesIn(value: unknown): Uint8Array {
  // A Buffer's `slice` does not copy.
  if (value instanceof Uint8Array) return new Uint8Array(value.buffer, value.byteOffset, value.length);
  return new TextEncoder().encode(typeof value === 'string' ? value : '');
}

export const textIn = (value: unknown): string => new TextDecoder().decode(bytesIn(value));
export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
