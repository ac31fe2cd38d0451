import { Backoff, spreadMs } from '../../../core/base/backoff.ts';
import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock, Log, Random } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import type { InstanceId, RoomId } from '../../../core/board/ids.ts';
import { packValue, unpackValue } from '../../../core/wire/msgpack.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';
import type { Backplane, PeerLink, PeerListener } from '../../ports/backplane.ts';
import { readEnvelope, sealEnvelope } from './envelope.ts';
import type { RedisAddress } from './redis-address.ts';
import { openRedis, type RedisConnection } from './redis-connection.ts';
import { RedisLogEvent } from './redis-log-events.ts';

/** Delivery time of a message: to Redis, and from there over another connection. Both may be busy. */
const DELIVERY_MS = 500;
/** Pauses before Redis is tried again. */
const REOPENINGS = { firstMs: 100, longestMs: 5_000 };
/** How often the way to Redis and back is measured, milliseconds. */
const PROBE_MS = 1_000;
/**
 * A probe that takes longer counts as a lost connection, milliseconds. Less than the silence after which an instance counts as
 * dead [INS-2], so that a Redis that hangs kills no instance.
 */
const ANSWER_MS = 5_000;
/** A slower way is named in the log, milliseconds. */
const SLOW_MS = 1_000;
/** Bytes that Redis has not taken yet. Beyond it the connection counts as lost, and what it carried is asked for again. */
const UNTAKEN_BYTES = 32 * 1024 * 1024;
/** How long the end of a connection waits for what was published, milliseconds. */
const CLOSE_MS = 1_000;
/** Rooms that are subscribed in one command when Redis returns. */
const ROOMS_AT_ONCE = 256;

export interface RedisBackplaneOptions {
  readonly address: RedisAddress;
  /** Hubs with the same Redis and the same prefix share their rooms. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** What operators are told of the connection. */
export interface RedisReadings {
  /** Why the other hubs are not heard. Undefined while they are. */
  readonly trouble: string | undefined;
  /** The last measured way to Redis and back, milliseconds. */
  readonly roundTripMs: number;
  /** Times that the connection was lost. */
  readonly losses: number;
}

export interface RedisBackplane extends Backplane {
  readings(): RedisReadings;
}

/**
 * Instances hear each other over channels of Redis: one for all, one for each instance, one for each room. Channels keep nothing:
 * what is published while an instance hears nothing is lost for it. The instances notice gaps by their version vectors and ask
 * each other, as behind Azure SignalR Service [INS-3]; a stream in Redis would be a second mechanism for the same.
 */
export function redisBackplane(options: RedisBackplaneOptions): RedisBackplane {
  let line: RedisLine | undefined;
  return {
    attach(instance, listener) {
      line = new RedisLine(options, instance, listener);
      return line;
    },
    readings: () => line?.readings ?? { trouble: 'not connected yet', roundTripMs: 0, losses: 0 },
  };
}

/** `probing`: everything is subscribed, and the first probe has not returned. */
type State =
  | { readonly is: 'opening' }
  | { readonly is: 'probing' | 'open'; readonly redis: RedisConnection }
  | { readonly is: 'waiting'; readonly timer: Disposable }
  | { readonly is: 'over' };

class RedisLine implements PeerLink {
  readonly deliveryMs = DELIVERY_MS;
  readonly #options: RedisBackplaneOptions;
  readonly #instance: InstanceId;
  readonly #listener: PeerListener;
  /** Joined rooms, by their channels. */
  readonly #rooms = new Map<string, RoomId>();
  /** One listener for all rooms: the client counts listeners, and a second one would hear every frame twice. */
  readonly #onFrame = (bytes: Uint8Array, channel: Buffer): void => this.#hearFrame(this.#rooms.get(channel.toString()), bytes);
  readonly #backoff = new Backoff(REOPENINGS);
  #state: State = { is: 'opening' };
  #trouble: string | undefined = 'not connected yet';
  /** The next probe, or the deadline of the running one. */
  #timer: Disposable | undefined;
  #probeNo = 0;
  #probedAt = 0;
  #roundTripMs = 0;
  #isSlow = false;
  #losses = 0;
  #untaken = 0;
  #isUnreadableTold = false;

  constructor(options: RedisBackplaneOptions, instance: InstanceId, listener: PeerListener) {
    this.#options = options;
    this.#instance = instance;
    this.#listener = listener;
    void this.#open();
  }

  get readings(): RedisReadings {
    return { trouble: this.#trouble, roundTripMs: this.#roundTripMs, losses: this.#losses };
  }

  #channel(kind: 'all' | 'to' | 'room', name = ''): string {
    return `${this.#options.prefix}:${kind}:${name}`;
  }

  async #open(): Promise<void> {
    this.#state = { is: 'opening' };
    this.#untaken = 0;
    let redis: RedisConnection | undefined;
    try {
      redis = await openRedis(this.#options, (reason) => this.#lost(redis, reason));
      if (this.#state.is !== 'opening') {
        redis.dispose();
        return;
      }
      const { client } = redis;
      this.#state = { is: 'probing', redis };
      // Subscriptions that take too long end like a probe that does not return.
      this.#expectBy(ANSWER_MS);
      await client.subscribe(
        [this.#channel('all'), this.#channel('to', this.#instance)],
        (bytes) => this.#onMessage(bytes),
        true,
      );
      const rooms = [...this.#rooms.keys()];
      while (rooms.length > 0) await client.subscribe(rooms.splice(0, ROOMS_AT_ONCE), this.#onFrame, true);
      this.#probe();
    } catch (error) {
      this.#lost(redis, reasonOf(error));
    }
  }

  #connection(): RedisConnection | undefined {
    return this.#state.is === 'open' || this.#state.is === 'probing' ? this.#state.redis : undefined;
  }

  /** Undefined: it could not be opened. A connection that is no longer in use is ignored. */
  #lost(redis: RedisConnection | undefined, reason: string): void {
    const { is } = this.#state;
    if (is === 'over' || is === 'waiting' || this.#connection() !== redis) {
      redis?.dispose();
      return;
    }
    const { clock, random, log, address } = this.#options;
    redis?.dispose();
    this.#timer?.dispose();
    if (is === 'open') this.#losses++;
    // An attempt every few seconds that fails alike would fill the log.
    if (is === 'open' || reason !== this.#trouble) log.warn(RedisLogEvent.lost, { redis: address.name, reason });
    this.#trouble = reason;
    const timer = clock.after(spreadMs(this.#backoff.next(), random.next()), () => void this.#open());
    this.#state = { is: 'waiting', timer };
    // Before, and while it is away, nothing was heard either.
    if (is === 'open') this.#listener.hearing('off');
  }

  #expectBy(waitMs: number): void {
    this.#timer?.dispose();
    this.#timer = this.#options.clock.after(waitMs, () =>
      this.#lost(this.#connection(), `nothing came back from Redis for ${waitMs / 1_000} s`),
    );
  }

  /** A message to this instance itself: it proves that both directions work, and that Redis delivers. */
  #probe(): void {
    if (this.#connection() === undefined) return;
    this.#probedAt = this.#options.clock.mono();
    this.#expectBy(ANSWER_MS);
    this.#publish(this.#channel('to', this.#instance), packValue(++this.#probeNo));
  }

  #onProbe(body: Uint8Array): void {
    if (unpackValue(body) !== this.#probeNo || this.#connection() === undefined) return;
    const { clock, log, address } = this.#options;
    this.#roundTripMs = Math.max(0, clock.mono() - this.#probedAt);
    const isSlow = this.#roundTripMs > SLOW_MS;
    if (isSlow !== this.#isSlow) {
      this.#isSlow = isSlow;
      const fields = { redis: address.name, roundTripMs: Math.round(this.#roundTripMs) };
      if (isSlow) log.warn(RedisLogEvent.slow, fields);
      else log.info(RedisLogEvent.quickAgain, fields);
    }
    this.#timer?.dispose();
    this.#timer = clock.after(PROBE_MS, () => this.#probe());
    if (this.#state.is === 'probing') this.#opened(this.#state.redis);
  }

  #opened(redis: RedisConnection): void {
    const { log, address } = this.#options;
    this.#state = { is: 'open', redis };
    this.#trouble = undefined;
    this.#backoff.reset();
    log.info(RedisLogEvent.opened, { redis: address.name });
    this.#listener.hearing('on');
  }

  #onMessage(bytes: Uint8Array): void {
    const envelope = readEnvelope(bytes);
    if (envelope === undefined) this.#unreadable();
    else if (envelope.from === this.#instance) this.#onProbe(envelope.body);
    else if (this.#state.is === 'open') this.#listener.message(envelope.body);
  }

  /** `room` is undefined when it was left in the meantime. */
  #hearFrame(room: RoomId | undefined, bytes: Uint8Array): void {
    const envelope = readEnvelope(bytes);
    if (room === undefined || this.#state.is !== 'open' || envelope?.from === this.#instance) return;
    const args = envelope && unpackValue(envelope.body);
    if (Array.isArray(args)) this.#listener.frame(room, args);
    else this.#unreadable();
  }

  /** Foreign messages on the channels could come at any rate: the first one is logged. */
  #unreadable(): void {
    if (this.#isUnreadableTold) return;
    this.#isUnreadableTold = true;
    this.#options.log.warn(RedisLogEvent.unreadable, { prefix: this.#options.prefix });
  }

  async join(room: RoomId): Promise<void> {
    const channel = this.#channel('room', room);
    this.#rooms.set(channel, room);
    if (this.#state.is !== 'open') throw new Error('Redis is not connected');
    await this.#state.redis.client.subscribe(channel, this.#onFrame, true);
  }

  leave(room: RoomId): void {
    const channel = this.#channel('room', room);
    if (!this.#rooms.delete(channel)) return;
    // On a lost connection there is nothing to leave.
    this.#connection()
      ?.client.unsubscribe(channel)
      .catch(() => undefined);
  }

  send(message: Uint8Array, to?: InstanceId): void {
    if (this.#state.is === 'open') this.#publish(to === undefined ? this.#channel('all') : this.#channel('to', to), message);
  }

  publish(room: RoomId, frame: readonly WireValue[]): void {
    if (this.#state.is === 'open') this.#publish(this.#channel('room', room), packValue(frame));
  }

  #publish(channel: string, body: Uint8Array): void {
    const redis = this.#connection();
    if (redis === undefined) return;
    const envelope = sealEnvelope(this.#instance, body);
    if (this.#untaken + envelope.length > UNTAKEN_BYTES) {
      this.#lost(redis, 'Redis takes messages too slowly');
      return;
    }
    this.#untaken += envelope.length;
    redis.client.publish(channel, envelope).then(
      () => this.#taken(redis, envelope.length),
      (error: unknown) => this.#lost(redis, reasonOf(error)),
    );
  }

  #taken(redis: RedisConnection, bytes: number): void {
    if (this.#connection() === redis) this.#untaken -= bytes;
  }

  dispose(): void {
    const redis = this.#connection();
    const state = this.#state;
    this.#state = { is: 'over' };
    this.#trouble = 'the hub has ended';
    this.#timer?.dispose();
    if (state.is === 'waiting') state.timer.dispose();
    if (redis === undefined) return;
    // Closing sends what was published before, such as the goodbye.
    const late = this.#options.clock.after(CLOSE_MS, () => redis.dispose());
    redis.client
      .close()
      .catch(() => redis.dispose())
      .finally(() => late.dispose());
  }
}
