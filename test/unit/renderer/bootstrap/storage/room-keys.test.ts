import { expect, test } from 'vitest';
import { newRoomKey, type RoomId, roomIdOf } from '../../../../../core/board/ids.ts';
import { keepRoomKey, keptRoomKey, ROOM_KEYS_KEPT } from '../../../../../renderer/bootstrap/storage/room-keys.ts';
import { seededRandom } from '../../../../support/seeded.ts';
import { memoryStorage } from './memory-storage.ts';

const random = seededRandom(3);
const made = () => {
  const key = newRoomKey(random);
  return [roomIdOf(key), key] as const;
};

test('[RGT-2] the keys of the rooms that were made or opened last are kept', () => {
  const store = memoryStorage();
  const [first, second] = [made(), made()];
  keepRoomKey(store, ...first);
  keepRoomKey(store, ...second);
  for (let i = 0; i < ROOM_KEYS_KEPT - 1; i++) {
    expect(keptRoomKey(store, first[0])).toBe(first[1]);
    keepRoomKey(store, ...made());
  }
  expect(keptRoomKey(store, first[0])).toBe(first[1]);
  expect(keptRoomKey(store, second[0])).toBeUndefined();
});

test('what is no key, or another room’s, is passed over', () => {
  const store = memoryStorage();
  const [room, key] = made();
  store.setItem('inkroom.roomKeys', JSON.stringify([['attic', key], [room, 'x'], 7]));
  expect(keptRoomKey(store, room)).toBeUndefined();
  expect(keptRoomKey(store, 'attic' as RoomId)).toBeUndefined();
  store.setItem('inkroom.roomKeys', '{');
  expect(keptRoomKey(store, room)).toBeUndefined();
  expect(keptRoomKey(undefined, room)).toBeUndefined();
});
