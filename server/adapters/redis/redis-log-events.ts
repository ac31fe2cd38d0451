/** Names of the log events of the adapters for Redis. docs/log-events.md explains each. Fields never carry a password. */
export const RedisLogEvent = {
  opened: 'redis.opened',
  lost: 'redis.lost',
  slow: 'redis.slow',
  quickAgain: 'redis.quick_again',
  storeAway: 'redis.store_away',
  storeBack: 'redis.store_back',
  storeMayForget: 'redis.store_may_forget',
  unreadable: 'redis.unreadable',
} as const;
