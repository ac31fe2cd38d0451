import type { Clock, Disposable, Log } from '@inkroom/signalr/host';
import { AzureLogEvent } from '../azure-log-events.ts';
import type { EndpointLink } from './endpoint-link.ts';

/** What the failback reads of a service. */
export type WatchedEndpoint = Pick<EndpointLink, 'name' | 'role' | 'isOnline' | 'isDoubtful' | 'lines' | 'quota' | 'news'>;

export interface FailbackOptions<E extends WatchedEndpoint> {
  readonly clock: Clock;
  readonly log: Log;
  readonly endpoints: readonly E[];
  /** Clients of this process at this service. */
  clientsAt(link: E): number;
  /** Tells one client of this service to connect again. False: this process carries none there. */
  moveOne(from: E): boolean;
  /** Called again and again while a primary service has settled. */
  settled(): void;
}

/** A primary service that is back must stay well for this long before clients return to it, milliseconds. */
const SETTLE_MS = 60_000;
/** Each further failure doubles that time, up to this. A service that comes and goes does not drag its clients along. */
const SETTLE_MAX_MS = 960_000;
/** A service that was well for this long has no failures to its name, milliseconds. */
const CALM_MS = 3_600_000;
/** Interval of the checks while no client moves, milliseconds. */
const WATCH_MS = 1_000;
/** Clients of all hubs together. The smallest tier admits 20 a second, and others connect too. */
const MOVES_PER_SECOND = 10;
/** Time in which a client that was told to move comes back, milliseconds. */
const RETURN_MS = 5_000;
/** Server connections of one hub (reference 5.1). */
const LINES_PER_HUB = 5;

/** What a hub remembers of a primary service. */
export interface EndpointHealth {
  /** `clock.mono()`. Undefined: it is not well. */
  readonly wellSince: number | undefined;
  readonly failures: number;
}

export const UNKNOWN_HEALTH: EndpointHealth = { wellSince: undefined, failures: 0 };

export function nextHealth({ wellSince, failures }: EndpointHealth, isWell: boolean, mono: number): EndpointHealth {
  if (!isWell) return { wellSince: undefined, failures: wellSince === undefined ? failures : failures + 1 };
  const since = wellSince ?? mono;
  return { wellSince: since, failures: mono - since >= CALM_MS ? 0 : failures };
}

export function isSettled({ wellSince, failures }: EndpointHealth, mono: number): boolean {
  const waitMs = Math.min(SETTLE_MAX_MS, SETTLE_MS * 2 ** Math.max(0, failures - 1));
  return wellSince !== undefined && mono - wellSince >= waitMs;
}

/** Pause between two moves of this hub, milliseconds. The hubs share the rate; each service reports their server connections. */
export function moveEveryMs(settled: readonly Pick<WatchedEndpoint, 'news'>[]): number {
  const lines = Math.max(...settled.map(({ news }) => news.serverConnections ?? LINES_PER_HUB));
  return (1_000 / MOVES_PER_SECOND) * Math.max(1, Math.ceil(lines / LINES_PER_HUB));
}

/** Clients that these services can still take. Infinite where one has not reported its capacity. */
export function freePlaces(settled: readonly Pick<WatchedEndpoint, 'news'>[]): number {
  return settled.reduce((sum, { news: { capacity, clients = 0, serverConnections = 0 } }) => {
    return sum + (capacity === undefined ? Number.POSITIVE_INFINITY : Math.max(0, capacity - clients - serverConnections));
  }, 0);
}

/** True when it has less than half of its share. Smaller differences even out by themselves. */
function lacksClients<E>(one: E, services: readonly E[], clientsAt: (one: E) => number): boolean {
  const all = services.reduce((sum, other) => sum + clientsAt(other), 0);
  return clientsAt(one) < all / services.length / 2;
}

/** How many clients each of these services has above its share. */
export function surplusOf<E>(services: readonly E[], clientsAt: (one: E) => number): ReadonlyMap<E, number> {
  const clients = services.map(clientsAt);
  const share = clients.reduce((sum, one) => sum + one, 0) / services.length;
  return new Map(services.map((one, i) => [one, Math.max(0, Math.floor((clients[i] ?? 0) - share))]));
}

/**
 * [CLS-6] When a primary service has been well for a while after a failure, brings clients of secondary services back, and evens out
 * those of the primary ones.
 */
export class Failback<E extends WatchedEndpoint> implements Disposable {
  readonly #options: FailbackOptions<E>;
  readonly #primary: readonly E[];
  readonly #secondary: readonly E[];
  #health: readonly EndpointHealth[];
  /** Primary services that have settled. */
  #back: readonly E[] = [];
  /** Clients to move away from each of them. */
  #surplus = new Map<E, number>();
  /** `clock.mono()` when the last of them was told to move. */
  #evenedAt = Number.NEGATIVE_INFINITY;
  /** Clients that were moved since the services last reported how full they are. */
  #movedSinceNews = 0;
  #news: readonly unknown[] = [];
  /** Clients of the move that is under way. Undefined: none is. */
  #moved: number | undefined;
  #timer: Disposable | undefined;

  constructor(options: FailbackOptions<E>) {
    const { endpoints } = options;
    this.#options = options;
    this.#primary = endpoints.filter(({ role }) => role === 'primary');
    this.#secondary = endpoints.filter(({ role }) => role === 'secondary');
    this.#health = this.#primary.map(() => UNKNOWN_HEALTH);
    if (endpoints.length > 1) this.#checkIn(WATCH_MS);
  }

  /** While clients are evened out: where clients that come are sent. */
  get emptiest(): E | undefined {
    const { clientsAt, clock } = this.#options;
    if (clock.mono() - this.#evenedAt > RETURN_MS) return undefined;
    return this.#back.reduce((best, one) => (clientsAt(one) < clientsAt(best) ? one : best));
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  #checkIn(ms: number): void {
    this.#timer = this.#options.clock.after(ms, () => this.#checkIn(this.#check()));
  }

  /** Returns the time until the next check. */
  #check(): number {
    const { clock, log, settled } = this.#options;
    this.#look(clock.mono());
    const back = this.#back;
    if (back.length > 0) settled();
    if (back.length > 0 && this.#hasRoom(back) && (this.#moveFromSecondary() || this.#moveFromFull())) {
      if (this.#moved === undefined) log.info(AzureLogEvent.movingBack, { to: back.map(({ name }) => name).join(', ') });
      this.#moved = (this.#moved ?? 0) + 1;
      this.#movedSinceNews++;
      return moveEveryMs(back);
    }
    if (this.#moved !== undefined) log.info(AzureLogEvent.movedBack, { clients: this.#moved });
    this.#moved = undefined;
    return WATCH_MS;
  }

  #look(mono: number): void {
    const before = this.#back;
    this.#health = this.#primary.map((link, i) => nextHealth(this.#health[i] ?? UNKNOWN_HEALTH, isWell(link), mono));
    const healthOf = (link: E): EndpointHealth => this.#health[this.#primary.indexOf(link)] ?? UNKNOWN_HEALTH;
    this.#back = this.#primary.filter((link) => isSettled(healthOf(link), mono));
    if (before.some((link) => !this.#back.includes(link))) {
      this.#surplus.clear();
      this.#evenedAt = Number.NEGATIVE_INFINITY;
    }
    const isEmpty = (link: E): boolean => lacksClients(link, this.#back, this.#options.clientsAt);
    // All of them settle a while after the hub's start: nothing has returned then.
    const hasReturned = (link: E): boolean => !before.includes(link) && (before.length > 0 || healthOf(link).failures > 0);
    if (this.#back.some((link) => hasReturned(link) && isEmpty(link)))
      this.#surplus = new Map(surplusOf(this.#back, this.#options.clientsAt));
  }

  #moveFromSecondary(): boolean {
    return this.#secondary.some((link) => this.#options.moveOne(link));
  }

  #moveFromFull(): boolean {
    for (const [link, count] of this.#surplus) {
      if (count === 0) continue;
      const isMoved = this.#options.moveOne(link);
      this.#surplus.set(link, isMoved ? count - 1 : 0);
      if (!isMoved) continue;
      this.#evenedAt = this.#options.clock.mono();
      return true;
    }
    return false;
  }

  #hasRoom(back: readonly E[]): boolean {
    const news = back.map((link) => link.news);
    if (news.length !== this.#news.length || news.some((one, i) => one !== this.#news[i])) this.#movedSinceNews = 0;
    this.#news = news;
    return freePlaces(back) > this.#movedSinceNews;
  }
}

function isWell({ isOnline, isDoubtful, lines, quota }: WatchedEndpoint): boolean {
  return isOnline && !isDoubtful && lines > 0 && quota === undefined;
}
