import { isRoomKey, parseRoomId, type RoomId, type RoomKey, roomIdOf } from '../../../core/board/ids.ts';
import type { SettingsStorage } from './settings-storage.ts';

const KEY = 'inkroom.roomKeys';
/** Rooms whose keys are kept: the ones made or opened last. */
export const ROOM_KEYS_KEPT = 500;

type Kept = readonly [room: RoomId, key: RoomKey];

function readKept(storage: SettingsStorage | undefined): readonly Kept[] {
  try {
    const raw: unknown = JSON.parse(storage?.getItem(KEY) ?? '[]');
    return Array.isArray(raw) ? raw.filter(isKept) : [];
  } catch {
    return [];
  }
}

function isKept(raw: unknown): raw is Kept {
  return Array.isArray(raw) && raw.length === 2 && parseRoomId(raw[0]).ok && isRoomKey(raw[1]) && roomIdOf(raw[1]) === raw[0];
}

/** Remembers that this device made the room [RGT-2]. */
export function keepRoomKey(storage: SettingsStorage | undefined, room: RoomId, key: RoomKey): void {
  const others = readKept(storage).filter(([other]) => other !== room);
  const kept: Kept = [room, key];
  try {
    storage?.setItem(KEY, JSON.stringify([kept, ...others].slice(0, ROOM_KEYS_KEPT)));
  } catch {
    // Full or forbidden: this device is a guest there once the window is closed.
  }
}

/** The key of a room that this device made. It is among the last used from here on. */
export function keptRoomKey(storage: SettingsStorage | undefined, room: RoomId): RoomKey | undefined {
  const found = readKept(storage).find(([other]) => other === room);
  if (found) keepRoomKey(storage, ...found);
  return found?.[1];
}
