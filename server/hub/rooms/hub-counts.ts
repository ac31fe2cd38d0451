import type { Room } from '../room/room.ts';
import type { BoardMemory } from './board-memory.ts';

/** What the open rooms of a hub come to, for metrics. */
export interface HubCounts {
  readonly rooms: number;
  readonly readOnlyRooms: number;
  readonly members: number;
  readonly boardBytes: number;
  /** Upper bound of `boardBytes`. */
  readonly maxBoardBytes: number;
  /** Of the most expensive room, units a second. */
  readonly billedPerSecond: number;
}

export function countRooms(open: Iterable<Room>, { heldBytes, maxBytes }: BoardMemory): HubCounts {
  let rooms = 0;
  let members = 0;
  let readOnlyRooms = 0;
  let billedPerSecond = 0;
  for (const room of open) {
    rooms++;
    billedPerSecond = Math.max(billedPerSecond, room.billedPerSecond());
    members += room.memberCount;
    if (room.isReadOnly) readOnlyRooms++;
  }
  return { rooms, readOnlyRooms, members, boardBytes: heldBytes, maxBoardBytes: maxBytes, billedPerSecond };
}
