import { counter, type Figure, gauge } from '../../ports/metric.ts';
import type { RedisReadings } from './redis-backplane.ts';

/** A line of `/healthz`. `name` is Redis's address. */
export function redisHealth(name: string, { trouble, roundTripMs }: RedisReadings): string {
  return trouble === undefined
    ? `other hubs: heard through Redis at ${name}, ${Math.round(roundTripMs)} ms there and back\n`
    : `other hubs: NOT heard through Redis at ${name}: ${trouble}\n`;
}

export function redisMetrics({ trouble, roundTripMs, losses }: RedisReadings): Figure[] {
  return [
    gauge('redis_heard', '1: the other hubs are heard through Redis.', trouble === undefined ? 1 : 0),
    gauge('redis_round_trip_ms', 'The last measured way to Redis and back.', Math.round(roundTripMs)),
    counter('redis_losses', 'Times that the connection was lost.', losses),
  ];
}
