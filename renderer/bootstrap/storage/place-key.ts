import type { BoardPlace } from '../../../core/contract/board-card.ts';

/** Names a room on its server, in the browser's storage. Rooms of one name on two servers differ. */
export function placeKey({ server, room }: BoardPlace): string {
  return `${server} ${room}`;
}
