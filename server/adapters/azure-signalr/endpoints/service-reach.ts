import { eligibleEndpoints } from '@inkroom/azure-signalr/endpoints/choose-endpoint';
import type { EndpointAccess, EndpointLink } from './endpoint-link.ts';

/** The endpoints, as a client of this process sees them. */
export interface ServiceReach {
  /** Where it connects: at the first endpoint that can be reached; with each attempt at the next. */
  placeFor(attempt: number): EndpointAccess;
  /** The listener is called whenever an endpoint can be reached again. */
  onOnline(listener: () => void): void;
  /** [CLS-6] The listener is called again and again while clients of secondary endpoints should go back to a primary one. */
  onSettled(listener: () => void): void;
}

/** `links`: undefined before they are opened. All instances have the same order, so while all is well they meet at one endpoint. */
export function placeFor(
  all: readonly EndpointAccess[],
  links: readonly EndpointLink[] | undefined,
  attempt: number,
): EndpointAccess {
  const eligible = eligibleEndpoints(links ?? []).map(({ access }) => access);
  // An endpoint that counts as unreachable may be reachable for a client.
  const places = [...eligible, ...all.filter((one) => !eligible.includes(one))];
  const place = places[attempt % places.length];
  if (place === undefined) throw new Error('there is no endpoint');
  return place;
}
