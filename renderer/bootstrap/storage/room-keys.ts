import { isRoomKey, parseRoomId, type RoomId, type RoomKey, roomIdOf } from '../../../core/board/ids.ts';
import { findRecent, keepRecent, type RecentList } from './recent-list.ts';
import type { SettingsStorage } from './settings-storage.ts';

/** Rooms whose keys are kept: the ones made or opened last. */
export const ROOM_KEYS_KEPT = 500;

type Kept = readonly [room: RoomId, key: RoomKey];

const KEYS: RecentList<Kept> = { key: 'inkroom.roomKeys', most: ROOM_KEYS_KEPT, isEntry: isKept };

function isKept(raw: unknown): raw is Kept {
  return Array.isArray(raw) && raw.length === 2 && parseRoomId(raw[0]).ok && isRoomKey(raw[1]) && roomIdOf(raw[1]) === raw[0];
}

/** Remembers that this device made the room [RGT-2]. Without storage it is a guest there once the window is closed. */
export function keepRoomKey(storage: SettingsStorage | undefined, room: RoomId, key: RoomKey): void {
  keepRecent(storage, KEYS, [room, key]);
}

/** The key of a room that this device made. It is among the last used from here on. */
export function keptRoomKey(storage: SettingsStorage | undefined, room: RoomId): RoomKey | undefined {
  const found = findRecent(storage, KEYS, room);
  if (found) keepRecent(storage, KEYS, found);
  return found?.[1];
}
