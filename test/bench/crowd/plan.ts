/** What the processes of `npm run bench:crowd` tell each other over Node's IPC channel. */

/** Where people come in: a hub, or a relay. */
export interface Door {
  readonly port: number;
}

export interface CrowdPlan {
  readonly server: 'inkroom' | 'relay';
  /** Each person takes the next one. */
  readonly doors: readonly Door[];
  /** The hubs send their clients on to a service. */
  readonly isBehindService: boolean;
  readonly rooms: number;
  readonly peoplePerRoom: number;
  /** Of each room, so many move their pointers, and so many others draw. */
  readonly moving: number;
  readonly drawing: number;
  /** The token of each room for people who do neither. Undefined: they come without one, and may draw. */
  readonly viewTokens?: readonly string[];
  readonly warmMs: number;
  readonly measureMs: number;
  /** How long the last ink may take at most. */
  readonly drainMs: number;
}

/** What was delivered so far, counted at the receivers. */
export interface CrowdCount {
  readonly updates: number;
  readonly messages: number;
  readonly bytes: number;
  readonly cpuMicros: number;
  readonly atMs: number;
}

export interface Times {
  readonly p50: number;
  readonly p99: number;
}

export interface CrowdReport {
  /** From a client's message to each other person. */
  readonly latency: Times;
  /** The same for ink, from the oldest point in the message: what waits at the client for its turn counts too. */
  readonly fromThePen: Times;
  /** Batches that should have reached a person, their authors included, and that did. */
  readonly inkDue: number;
  readonly inkArrived: number;
  /** How late the load itself came to send, 99th percentile, milliseconds. */
  readonly lateP99: number;
  /** The pause between messages that clients kept at the end of the window. */
  readonly clientPauseMs: number;
  /** People that are counted and not listed. */
  readonly counted: number;
}

export type FromCrowd =
  | { readonly kind: 'edge'; readonly edge: 'joined' | 'start' | 'end' }
  | { readonly kind: 'count'; readonly count: CrowdCount }
  | { readonly kind: 'done'; readonly report: CrowdReport }
  | { readonly kind: 'failed'; readonly why: string };

/** The servers' figures of the edge are read. */
export interface GoOn {
  readonly kind: 'go';
}
