import { isRoomPass, type RoomPass } from '../../../core/contract/access/room-pass.ts';
import type { BoardPlace } from '../../../core/contract/board-card.ts';
import { placeKey } from './place-key.ts';
import { findRecent, keepRecent, type RecentList } from './recent-list.ts';
import type { SettingsStorage } from './settings-storage.ts';

type Kept = readonly [place: string, pass: RoomPass];

/** By server: another server must not learn what opens the room here. */
const PASSES: RecentList<Kept> = { key: 'inkroom.roomPasses', most: 200, isEntry: isKept };

function isKept(raw: unknown): raw is Kept {
  return Array.isArray(raw) && raw.length === 2 && typeof raw[0] === 'string' && isRoomPass(raw[1]);
}

/** [RGT-11] Remembers what opens the room, so that its password is asked for once on this device. */
export function keepRoomPass(storage: SettingsStorage | undefined, place: BoardPlace, pass: RoomPass): void {
  keepRecent(storage, PASSES, [placeKey(place), pass]);
}

export function keptRoomPass(storage: SettingsStorage | undefined, place: BoardPlace): RoomPass | undefined {
  return findRecent(storage, PASSES, placeKey(place))?.[1];
}
