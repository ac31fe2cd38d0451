export const MEASUREMENTS = ['echo', 'broadcast', 'bursts', 'idle', 'connects'] as const;
export type Measurement = (typeof MEASUREMENTS)[number];

export interface Plan {
  readonly peer: string;
  readonly what: Measurement;
  readonly port: number;
  readonly warmMs: number;
  readonly measureMs: number;
}

export interface Figure {
  /** Calls answered, messages delivered, connections idle or made. */
  readonly done: number;
  /** What had to be delivered in the time: with much less, somebody was drowned and the figure says nothing. */
  readonly due?: number;
  readonly p50?: number;
  readonly p99?: number;
}
