/** What the bench and its people tell each other over Node's IPC channel. */

export interface PeoplePlan {
  /** Addresses of the hubs; people take them in turns. */
  readonly servers: readonly string[];
  readonly room: string;
  readonly people: number;
  readonly warmMs: number;
  readonly measureMs: number;
}

export interface QuietPlan {
  readonly servers: readonly string[];
  readonly room: string;
  /** Single moves, each after a pause in which everything comes to rest. */
  readonly moves: number;
  readonly pauseMs: number;
}

export type ToPeople =
  | { readonly kind: 'crowd'; readonly plan: PeoplePlan }
  | { readonly kind: 'quiet'; readonly plan: QuietPlan }
  /** The figures at this edge of the window have been read. */
  | { readonly kind: 'read' };

export interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly samples: number;
}

/** What people did in the window: one input is one cursor move or one append, as the hand gave it. */
export interface CrowdReport {
  readonly cursors: number;
  readonly appends: number;
  readonly seconds: number;
  /** From a move to seeing it at another person's, milliseconds. */
  readonly latency: Latency;
  readonly strokes: number;
}

export type FromPeople =
  | { readonly kind: 'edge' }
  | { readonly kind: 'crowd'; readonly report: CrowdReport }
  | { readonly kind: 'quiet'; readonly latency: Latency }
  | { readonly kind: 'failed'; readonly why: string };
