/**
 * Names of the log events of the process around the hub; those of the hub are in `hub/log-events.ts`. docs/log-events.md explains
 * each.
 */
export const ServerLogEvent = {
  listening: 'server.listening',
  memoryOnly: 'server.memory_only',
  behindService: 'server.behind_service',
  sharingRooms: 'server.sharing_rooms',
  storeTrouble: 'server.store_trouble',
  storeRecovered: 'server.store_recovered',
  /** [SAVE-8] A board was deleted because it had no write for the operator's number of days. */
  storeExpired: 'server.store_expired',
  storeExpiryFailed: 'server.store_expiry_failed',
  storeOpenToOthers: 'server.store_open_to_others',
  storeOpened: 'server.store_opened',
  webClientMissing: 'server.web_client_missing',
  stopping: 'server.stopping',
  stopped: 'server.stopped',
  stopTimedOut: 'server.stop_timed_out',
  requestFailed: 'http.request_failed',
  /** A request came to a name that is not the hub's: host. */
  hostRefused: 'http.host_refused',
  /** Sockets are closed at once, because there are too many: sockets, and the address that has its share. */
  socketsFull: 'http.sockets_full',
} as const;
