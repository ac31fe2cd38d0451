import { createClient, RESP_TYPES } from '@redis/client';
import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock, Log } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import type { RedisAddress } from './redis-address.ts';
import { RedisLogEvent } from './redis-log-events.ts';

/** Longest pause between attempts to reach Redis again, milliseconds. */
const LONGEST_PAUSE_MS = 2_000;
/** Longest wait for an answer, and for a new connection, milliseconds. The largest answer is a room with its log. */
export const ANSWER_MS = 15_000;
const NO_ANSWER = 'Redis did not answer in time';

/** Commands of the store, answered in bytes. They reject while Redis is away: the hub keeps what it has and tries again. */
export interface StoreClient {
  ask(...command: readonly (string | Uint8Array)[]): Promise<unknown>;
  close(): Promise<void>;
}

export interface StoreClientOptions {
  readonly log: Log;
  readonly clock: Pick<Clock, 'after'>;
}

/** `opening`: the first attempt decides whether the hub starts. */
type Phase = 'opening' | 'open' | 'away' | 'closed';

export async function openStoreClient(address: RedisAddress, { log, clock }: StoreClientOptions): Promise<StoreClient> {
  let phase = 'opening' as Phase;
  const first = Promise.withResolvers<void>();
  let deadline: Disposable | undefined;

  const away = (reason: string): void => {
    if (phase === 'opening') first.reject(new Error(reason));
    if (phase !== 'open') return;
    phase = 'away';
    log.warn(RedisLogEvent.storeAway, { redis: address.name, reason });
  };
  const ready = (): void => {
    deadline?.dispose();
    if (phase === 'opening') first.resolve();
    if (phase === 'away') log.info(RedisLogEvent.storeBack, { redis: address.name });
    if (phase !== 'closed') phase = 'open';
  };
  /** A Redis that hangs, or a network that is cut, leaves connections open on which nothing comes. */
  const giveUp = (hung: RedisClient): void => {
    if (hung !== client || phase === 'closed') return;
    client = begin();
    away(NO_ANSWER);
    hung.destroy();
  };
  const begin = (): RedisClient => {
    const made = makeClient(address);
    const expectBy = (): void => {
      deadline?.dispose();
      deadline = clock.after(ANSWER_MS, () => giveUp(made));
    };
    made.on('error', (error: unknown) => made === client && away(reasonOf(error)));
    made.on('reconnecting', () => made === client && expectBy());
    made.on('ready', () => made === client && ready());
    expectBy();
    // It tries again by itself, and says by its events what comes of it.
    made.connect().catch(() => {});
    return made;
  };
  let client: RedisClient = begin();

  const end = async (): Promise<void> => {
    phase = 'closed';
    deadline?.dispose();
    if (client.isReady) await client.close();
    else client.destroy();
  };
  try {
    await first.promise;
  } catch (error) {
    await end();
    throw new Error(`Redis at ${address.name} cannot be used for boards: ${reasonOf(error)}.`);
  }
  return {
    async ask(...command) {
      const asked = client;
      const late = clock.after(ANSWER_MS, () => giveUp(asked));
      try {
        return await asked.sendCommand<unknown>(
          command.map((part) => (typeof part === 'string' ? part : Buffer.from(part.buffer, part.byteOffset, part.length))),
        );
      } catch (error) {
        throw asked === client ? error : new Error(NO_ANSWER);
      } finally {
        late.dispose();
      }
    },
    close: end,
  };
}

type RedisClient = ReturnType<typeof makeClient>;

function makeClient(address: RedisAddress) {
  const socket = {
    reconnectStrategy: (attempts: number) => Math.min(LONGEST_PAUSE_MS, 100 * 2 ** Math.min(attempts, 10)),
    connectTimeout: ANSWER_MS,
  };
  return createClient({
    RESP: 3,
    name: 'inkroom-store',
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    commandOptions: { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer, [RESP_TYPES.SIMPLE_STRING]: Buffer } },
    ...(address.kind === 'url'
      ? { url: address.url.reveal(), socket }
      : { socket: { ...socket, path: address.path, tls: false as const } }),
  });
}

/** Empty for anything but bytes or text. */
export function bytesIn(value: unknown): Uint8Array {
  // A Buffer's `slice` does not copy.
  if (value instanceof Uint8Array) return new Uint8Array(value.buffer, value.byteOffset, value.length);
  return new TextEncoder().encode(typeof value === 'string' ? value : '');
}

export const textIn = (value: unknown): string => new TextDecoder().decode(bytesIn(value));
export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
