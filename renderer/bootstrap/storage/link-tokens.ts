import { mayBeToken } from '../../../core/contract/access/grants.ts';
import { formatRoomLink, type RoomLink } from '../../../core/contract/access/room-link.ts';
import { isPersonalToken } from '../../session/joining/personal-token.ts';
import { findRecent, keepRecent, type RecentList } from './recent-list.ts';
import type { SettingsStorage } from './settings-storage.ts';

/** Boards whose links are kept: the ones opened last. */
export const LINK_TOKENS_KEPT = 100;

type Kept = readonly [place: string, token: string];

const TOKENS: RecentList<Kept> = { key: 'inkroom.linkTokens', most: LINK_TOKENS_KEPT, isEntry: isKept };

function isKept(raw: unknown): raw is Kept {
  const [place, token, ...more] = Array.isArray(raw) ? raw : [];
  return typeof place === 'string' && typeof token === 'string' && mayBeToken(token) && more.length === 0;
}

const placeOf = ({ server, room }: RoomLink): string => formatRoomLink({ server, room });

/** Remembers the signed link by which a board was let in here, so that its place in the lists opens it again [RGT-3]. */
export function keepLinkToken(storage: SettingsStorage | undefined, link: RoomLink): void {
  if (link.access !== undefined) keepRecent(storage, TOKENS, [placeOf(link), link.access]);
}

/** The link with the token by which the board was opened here last. A token that the link has already stays. */
export function withKeptToken(storage: SettingsStorage | undefined, link: RoomLink): RoomLink {
  if (link.access !== undefined) return link;
  const found = findRecent(storage, TOKENS, placeOf(link));
  return found === undefined ? link : { ...link, access: found[1] };
}

/** [RGT-12] The link with what this person got there by signing in, which stands in no address. */
export function withPersonalToken(storage: SettingsStorage | undefined, link: RoomLink): RoomLink {
  const kept = withKeptToken(storage, link);
  return kept.access !== undefined && isPersonalToken(kept.access) ? kept : link;
}
