import type { EndpointRole } from './named-endpoint.ts';

/** What an application server knows of an endpoint. */
export interface EndpointState {
  readonly role: EndpointRole;
  /** Until the first answer an endpoint counts as reachable (reference 4.2). */
  readonly isOnline: boolean;
  /** The last report, from a status ping. */
  readonly news: EndpointNews;
}

/** The service's last report about itself. */
export interface EndpointNews {
  readonly clients?: number;
  readonly serverConnections?: number;
  /** Most connections of both kinds. */
  readonly capacity?: number;
}

/** Those to which clients may be sent now: the primary ones that can be reached, else the secondary ones (reference 4.3). */
export function eligibleEndpoints<E extends EndpointState>(all: readonly E[]): readonly E[] {
  const online = all.filter(({ isOnline }) => isOnline);
  const primary = online.filter(({ role }) => role === 'primary');
  return primary.length > 0 ? primary : online;
}

/**
 * The endpoint for one client: at random, weighted by free capacity where all have reported theirs. `fraction`: random, in [0, 1).
 * Undefined: none can be reached.
 */
export function chooseEndpoint<E extends EndpointState>(all: readonly E[], fraction: number): E | undefined {
  const eligible = eligibleEndpoints(all);
  const weights = weightsOf(eligible.map(freeShare));
  let rest = fraction * weights.reduce((sum, weight) => sum + weight, 0);
  return eligible.find((_, i) => {
    rest -= weights[i] ?? 0;
    return rest < 0;
  });
}

/** Undefined: not known. */
function freeShare({ news: { clients = 0, serverConnections = 0, capacity } }: EndpointState): number | undefined {
  if (capacity === undefined || capacity <= 0) return undefined;
  return Math.max(0, (capacity - clients - serverConnections) / capacity);
}

/** Equal ones where a share is not known, or nothing is free: a full service says so itself. */
function weightsOf(shares: readonly (number | undefined)[]): readonly number[] {
  const known = shares.filter((share) => share !== undefined);
  return known.length === shares.length && known.some((share) => share > 0) ? known : shares.map(() => 1);
}
