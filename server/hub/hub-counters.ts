import { DeliveryTimes } from './delivery-times.ts';

/** The hub's counters, for metrics. All but `rooms` and `members` only grow. */
export interface HubCounters {
  messages: number;
  batches: number;
  frames: number;
  refusals: number;
  /** Units billed by a service that carries the clients; 0 without one. */
  billedUnits: number;
  connectionsOpened: number;
  connectionsClosed: number;
  /** Of those closed. */
  connectionsAborted: number;
  readonly deliveries: DeliveryTimes;
}

export function noCounts(): HubCounters {
  return {
    messages: 0,
    batches: 0,
    frames: 0,
    refusals: 0,
    billedUnits: 0,
    connectionsOpened: 0,
    connectionsClosed: 0,
    connectionsAborted: 0,
    deliveries: new DeliveryTimes(),
  };
}
