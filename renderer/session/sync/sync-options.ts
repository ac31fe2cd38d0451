import type { Clock, Log } from '../../../core/base/host.ts';
import type { ClientId } from '../../../core/board/ids.ts';
import type { PastWrites } from '../../../core/making/past-writes.ts';
import type { Members } from '../joining/members.ts';
import type { RoomSaving } from '../joining/room-saving.ts';
import type { Tell } from '../session-event.ts';
import type { Outbox } from '../writing/outbox.ts';

export interface SyncOptions {
  readonly clientId: ClientId;
  readonly outbox: Outbox;
  readonly members: Members;
  readonly past: PastWrites;
  readonly saving: Pick<RoomSaving, 'isStored' | 'saved'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly tell: Tell;
}
