import type { HubCompany } from '../../../core/contract/desktop/hub-parent.ts';
import type { Member } from '../room/member.ts';
import type { Room } from '../room/room.ts';

/** Members that are not windows of the app that hosts. */
export function guestsOf(room: Room): Member[] {
  return Array.from(room.everyone()).filter(({ admitted }) => !admitted.isOwn);
}

export function companyOf(rooms: Iterable<Room>): HubCompany {
  let guests = 0;
  let unkeptRooms = 0;
  for (const room of rooms) {
    const here = guestsOf(room).length;
    guests += here;
    if (here > 0 && room.persistence.mode === 'none') unkeptRooms++;
  }
  return { guests, unkeptRooms };
}
