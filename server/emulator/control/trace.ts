import { ServiceMessageType } from '@inkroom/azure-signalr/protocol/service-codes';
import type { ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import type { Clock } from '@inkroom/signalr/host';

/** One event for the developer. It never contains board content or a token. */
export interface TraceRow {
  /** Counts up by one. */
  readonly n: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly hub: string;
  /** Milliseconds that only grow. */
  readonly mono: number;
  readonly way: 'client > service' | 'server > service' | 'service > server' | 'service > client' | 'service > upstream' | 'note';
  /** Id of the server connection or the client. */
  readonly peer: string;
  readonly what: string;
  readonly about: string;
  readonly bytes: number;
  /** Units of 2 KiB that the service bills for it. */
  readonly units?: number;
  /** The row whose message the service answered or passed on with this one. */
  readonly cause?: number;
}

export type NewRow = Omit<TraceRow, 'n' | 'at' | 'mono' | 'cause'>;

/** Rows that are kept for pages that open later. */
const KEPT_ROWS = 1_000;

/** The last events, and new events for pages that watch. */
export class Trace {
  readonly #clock: Pick<Clock, 'now' | 'mono'>;
  #rows: TraceRow[] = [];
  #count = 0;
  #cause: number | undefined;
  readonly #watchers = new Set<(row: TraceRow) => void>();

  constructor(clock: Pick<Clock, 'now' | 'mono'>) {
    this.#clock = clock;
  }

  get rows(): readonly TraceRow[] {
    return this.#rows.slice(-KEPT_ROWS);
  }

  /** What is noted while `handle` runs was caused by `row`. */
  noteWith(row: NewRow, handle: () => void): void {
    this.#cause = this.note(row);
    try {
      handle();
    } finally {
      this.#cause = undefined;
    }
  }

  /** Returns the number of the row. */
  note(row: NewRow): number {
    const cause = this.#cause === undefined ? {} : { cause: this.#cause };
    const whole: TraceRow = { n: ++this.#count, at: this.#clock.now(), mono: this.#clock.mono(), ...row, ...cause };
    this.#rows.push(whole);
    // Cut rarely, because cutting moves all rows.
    if (this.#rows.length >= 2 * KEPT_ROWS) this.#rows = this.#rows.slice(-KEPT_ROWS);
    for (const watcher of this.#watchers) watcher(whole);
    return whole.n;
  }

  /** Returns a function that ends the watch. */
  watch(watcher: (row: TraceRow) => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }
}

const NAMES = new Map<number, string>(Object.entries(ServiceMessageType).map(([name, type]) => [type, name]));

export function nameOf({ type }: ServiceMessage): string {
  return NAMES.get(type) ?? String(type);
}

/** The target of the message. */
export function aboutOf(message: ServiceMessage): string {
  switch (message.type) {
    case ServiceMessageType.ping:
      return message.messages.join(' ');
    case ServiceMessageType.handshakeRequest:
      return `connection type ${message.connectionType}`;
    case ServiceMessageType.ack:
      return `${message.ackId}: ${message.status}`;
    case ServiceMessageType.multiConnectionData:
      return listed(message.connectionIds);
    case ServiceMessageType.multiUserData:
      return listed(message.userIds);
    case ServiceMessageType.multiGroupBroadcastData:
      return listed(message.groups);
  }
  const parts: (string | null)[] = [];
  if ('connectionId' in message) parts.push(message.connectionId);
  if ('userId' in message) parts.push(message.userId);
  if ('group' in message) parts.push(message.group);
  if ('ackId' in message) parts.push(`ack ${message.ackId}`);
  return parts.filter((part) => part !== null && part !== '').join(' ');
}

function listed(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(' ')} and ${names.length - 3} more` : names.join(' ');
}
