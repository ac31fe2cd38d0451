/** What the processes of this bench tell each other over Node's IPC channel. */

/** To the hub's process: how long has the event loop been held up at most since the last question? */
export interface AskLoop {
  readonly kind: 'loop?';
}

export interface LoopReport {
  readonly kind: 'loop';
  /** Longest time between two turns of the loop beyond the probe's own pause, milliseconds. On a busy machine others' turns are in it. */
  readonly blockedMs: number;
  /** Processor time of the loop's own thread within one such time, at most, milliseconds: what the hub itself did in one go. */
  readonly busyMs: number;
  /** As Node's own `monitorEventLoopDelay` has it, milliseconds. */
  readonly histogramMs: number;
  readonly peakRssBytes: number;
}

export interface CrowdPlan {
  readonly port: number;
  readonly room: string;
  readonly people: number;
}

/** To the crowd. `come`: with nothing, or with what everybody knew last. `lose`: every line is lost without a word. */
export type ToCrowd =
  | ({ readonly kind: 'plan' } & CrowdPlan)
  | { readonly kind: 'come'; readonly with: 'nothing' | 'vector' }
  | { readonly kind: 'lose' };

export type FromCrowd =
  | { readonly kind: 'ready' }
  | { readonly kind: 'lost' }
  | ({ readonly kind: 'live' } & CrowdReport)
  | { readonly kind: 'failed'; readonly why: string };

export interface CrowdReport {
  /** From the first call to the last one live. */
  readonly allLiveMs: number;
  readonly medianLiveMs: number;
  /** Received by all, messages of the hub. */
  readonly bytes: number;
  readonly how: Readonly<Record<string, number>>;
  /** Different bodies that were given out. */
  readonly bodies: number;
  /** Strokes in the body that was decoded to look at; undefined for a suffix or none. */
  readonly strokes: number | undefined;
}
