import type { HubCompany } from '../../../core/contract/hub-parent.ts';
import type { Room } from '../room/room.ts';

export function companyOf(rooms: Iterable<Room>): HubCompany {
  let guests = 0;
  let unkeptRooms = 0;
  for (const room of rooms) {
    const here = room.guests().length;
    guests += here;
    if (here > 0 && room.persistence.mode === 'none') unkeptRooms++;
  }
  return { guests, unkeptRooms };
}
