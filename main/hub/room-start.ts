import type { Random } from '../../core/base/host.ts';
import { newRoomId } from '../../core/board/ids.ts';
import { formatRoomLink } from '../../core/contract/access/room-link.ts';

/**
 * The link that a window opens; every page that loads in it asks again. It is the launch link, else a new room on this machine's
 * hub, the same each time. A hub that failed to start is tried again.
 */
export function startLinkOf(launched: string | undefined, server: () => Promise<string>, random: Random): () => Promise<string> {
  if (launched !== undefined) return () => Promise.resolve(launched);
  const room = newRoomId(random);
  return async () => formatRoomLink({ server: await server(), room });
}
