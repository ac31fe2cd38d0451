import type { Grant } from '../../../../core/contract/access/grants.ts';
import { linkToShare, type RoomLink } from '../../../../core/contract/access/room-link.ts';
import { isPersonalToken } from '../../../session/joining/personal-token.ts';

/** The link that a person hands on: never the one that it got for itself by signing in [RGT-12]. */
export function sharedLink(link: RoomLink, grant: Grant): RoomLink {
  const isPersonal = link.access !== undefined && isPersonalToken(link.access);
  return linkToShare(isPersonal ? { server: link.server, room: link.room } : link, grant);
}
