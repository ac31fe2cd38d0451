/** What the processes of this bench tell each other over Node's IPC channel. */

export interface HonestPlan {
  readonly port: number;
  readonly room: string;
  readonly people: number;
}

/** To the honest people. `window`: what was measured since the last one is wanted, and the next begins. */
export type ToHonest = ({ readonly kind: 'plan' } & HonestPlan) | { readonly kind: 'window' };

export type FromHonest =
  | { readonly kind: 'live' }
  | ({ readonly kind: 'window' } & WindowReport)
  | { readonly kind: 'failed'; readonly why: string };

/** From when one person's ink was sent until another person had it, milliseconds. */
export interface WindowReport {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly samples: number;
  /** How late the load itself came to send, 99th percentile, milliseconds: what the machine adds. */
  readonly lateP99: number;
}

export interface FloodPlan {
  readonly port: number;
  /** The one that it comes from. */
  readonly address: string;
  readonly way: string;
  readonly ms: number;
}

export type FromFlood =
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'done' } & FloodReport)
  | { readonly kind: 'failed'; readonly why: string };

export interface FloodReport {
  readonly way: string;
  readonly opened: number;
  /** Attempts that ended before the time was over: refused, closed, cut off. */
  readonly ended: number;
  readonly sentBytes: number;
}
