import { type Disposable, disposable } from '../core/base/disposable.ts';
import type { Clock, Log } from '../core/base/host.ts';
import { reasonOf } from '../core/base/reason-of.ts';
import type { RoomId } from '../core/board/ids.ts';
import { roomTag } from './hub/room/room-tag.ts';
import { ServerLogEvent } from './log-events.ts';
import type { BlobStore } from './ports/blob-store.ts';

const DAY_MS = 24 * 60 * 60_000;
const LOOK_MS = 60 * 60_000;

/**
 * Deletes stored boards that are not open and had no write for the given number of days. Checks now and every hour, one check at
 * a time.
 */
export function expireBoards(
  {
    store,
    pictures,
  }: { readonly store: { expire(before: number): Promise<readonly RoomId[]> }; readonly pictures: Pick<BlobStore, 'forget'> },
  keepDays: number,
  { clock, log }: { readonly clock: Pick<Clock, 'now' | 'after'>; readonly log: Log },
): Disposable {
  let isOver = false;
  let waiting: Disposable | undefined;
  const look = async (): Promise<void> => {
    try {
      const expired = await store.expire(clock.now() - keepDays * DAY_MS);
      for (const room of expired) {
        log.info(ServerLogEvent.storeExpired, { room: roomTag(room) });
        await pictures.forget(room);
      }
    } catch (error) {
      if (!isOver) log.error(ServerLogEvent.storeExpiryFailed, { reason: reasonOf(error) });
    }
    if (!isOver) waiting = clock.after(LOOK_MS, () => void look());
  };
  void look();
  return disposable(() => {
    isOver = true;
    waiting?.dispose();
  });
}
