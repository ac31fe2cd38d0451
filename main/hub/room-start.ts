import type { Random } from '../../core/base/host.ts';
import { newRoomId } from '../../core/board/ids.ts';
import { formatRoomLink } from '../../core/contract/room-link.ts';

/**
 * The link that a window opens on, asked for again by every page that loads in it: the one it was launched with, else a new room on this
 * machine's hub, the same one each time. A hub that could not be started may be asked again.
 */
export function startLinkOf(launched: string | undefined, server: () => Promise<string>, random: Random): () => Promise<string> {
  if (launched !== undefined) return () => Promise.resolve(launched);
  const room = newRoomId(random);
  return async () => formatRoomLink({ server: await server(), room });
}
