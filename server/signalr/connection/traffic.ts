/** Counters of one server since its start, for metrics. */
export interface Traffic {
  messagesIn: number;
  bytesIn: number;
  messagesOut: number;
  /** WebSocket messages: several hub messages may share one. */
  framesOut: number;
  bytesOut: number;
  /** Connections that were closed because they did not read. */
  slowDropped: number;
  /** Connections that were refused because there were too many. */
  refusedCrowded: number;
}

export const noTraffic = (): Traffic => ({
  messagesIn: 0,
  bytesIn: 0,
  messagesOut: 0,
  framesOut: 0,
  bytesOut: 0,
  slowDropped: 0,
  refusedCrowded: 0,
});
