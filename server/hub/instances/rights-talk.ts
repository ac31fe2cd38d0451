import type { RoomId } from '../../../core/board/ids.ts';
import type { RightsEntry } from '../../../core/room/room-rights.ts';

/** [RGT-9] What hosts have decided about rooms, as instances tell each other. */
export interface RightsTalk {
  entriesOf(room: RoomId): readonly RightsEntry[];
  learn(room: RoomId, entries: readonly RightsEntry[]): void;
}
