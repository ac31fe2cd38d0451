import type { NearbyRoom } from '../../../../core/contract/desktop/nearby.ts';
import { roomTitle, serverTitle } from '../room-title.ts';

export const NEARBY = {
  title: 'On this network',
  none: 'No rooms found on this network.',
  setting: 'Find rooms on this network, and let others find the one I host',
  note: 'Names are as their hosts give them. Look at the address before you join.',
  hosting: 'Hosting',
  hostingTip: 'People on this network can join',
} as const;

/** The room's name in the announcement. A host may give no name. */
export function nearbyTitle({ name, room }: NearbyRoom): string {
  return roomTitle(room, name);
}

/** The host's own name, and the address of its server. */
export function nearbyPlace({ host, server }: NearbyRoom): string {
  return host === '' ? serverTitle(server) : `${host} · ${serverTitle(server)}`;
}
