/** What the bench's processes tell each other over Node's IPC channel. */
export type PeerId = 'inkroom' | 'coalescing' | 'ws' | 'socket.io' | 'socket.io-json' | 'hocuspocus' | 'tldraw';
export const PEERS: readonly PeerId[] = ['inkroom', 'coalescing', 'ws', 'hocuspocus', 'tldraw', 'socket.io', 'socket.io-json'];

/** To a server: how much processor time have you used? */
export interface AskCpu {
  readonly kind: 'cpu?';
}
export type FromServer =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'cpu'; readonly cpuMicros: number; readonly memoryBytes: number };

export interface LoadPlan {
  readonly peer: PeerId;
  readonly port: number;
  readonly people: number;
  readonly warmMs: number;
  readonly measureMs: number;
  readonly drainMs: number;
}

/** To the load: where do you stand? Asked when the server's processor time has been read, so that both figures are of one moment. */
export interface AskCount {
  readonly kind: 'count?';
}

/** What has been delivered to others so far, counted at the receivers, and what counting it took. */
export interface Count {
  readonly updates: number;
  readonly bytes: number;
  readonly messages: number;
  readonly cpuMicros: number;
  readonly atMs: number;
}

export type FromLoad =
  | { readonly kind: 'edge'; readonly edge: 'start' | 'end' }
  | { readonly kind: 'count'; readonly count: Count }
  | { readonly kind: 'done'; readonly report: LoadReport }
  | { readonly kind: 'failed'; readonly why: string };

export interface LoadReport {
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number; readonly samples: number };
  /** Appends that should have reached somebody else, and that did. */
  readonly inkDue: number;
  readonly inkArrived: number;
  /** Messages that were not sent because the server had not taken the ones before. */
  readonly stalled: number;
  /** The greatest delay of the load itself: how late it came to send, 99th percentile. */
  readonly lateP99: number;
}
