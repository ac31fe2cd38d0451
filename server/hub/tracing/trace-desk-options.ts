import type { Clock, Random } from '../../../core/base/host.ts';
import type { InstanceId, RoomId } from '../../../core/board/ids.ts';
import type { TraceTalk } from '../../../core/room/trace-talk.ts';
import type { Room } from '../room/room.ts';

export interface TraceDeskOptions {
  readonly instanceId: InstanceId;
  readonly clock: Clock;
  readonly random: Random;
  /** A service carries the clients and bills messages. */
  readonly isBilled: boolean;
  readonly roomOf: (id: RoomId) => Room | undefined;
  /** To another instance, or to all. */
  readonly tell: (room: RoomId, talk: TraceTalk, to?: InstanceId) => void;
}
