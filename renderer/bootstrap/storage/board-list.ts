import type { RoomLink } from '../../../core/contract/access/room-link.ts';
import type { BoardCard } from '../../../core/contract/board-card.ts';
import type { LocalCopies } from '../../session/keeping/local-copies.ts';
import type { Boards } from '../../ui/dialogs/boards.ts';

export interface BoardListOptions {
  readonly localCopies: LocalCopies;
  /** Address of this device's own hub. Undefined without one. */
  readonly ownServer: () => Promise<string | undefined>;
  readonly rooms: { open(link: RoomLink): void; openOwn(copy: Uint8Array): void };
}

/** The data and actions of the list of boards. */
export function keptBoardList({ localCopies, ownServer, rooms }: BoardListOptions): Boards {
  /** The app's hub may have another port today. The copy moves along, so that it is found there. */
  async function placeOf(card: BoardCard): Promise<RoomLink> {
    const own = card.isHostedHere ? await ownServer() : undefined;
    if (own === undefined || own === card.server) return { server: card.server, room: card.room };
    const moved = { ...card, server: own };
    const [copy, newer] = await Promise.all([localCopies.read(card), localCopies.read(moved)]);
    if (copy && !newer) await localCopies.write(moved, copy);
    await localCopies.forget(card);
    return { server: own, room: card.room };
  }
  return {
    list: () => localCopies.list().catch(() => []),
    open(card) {
      void placeOf(card)
        .catch((): RoomLink => ({ server: card.server, room: card.room }))
        .then((link) => rooms.open(link));
    },
    async openCopy(card) {
      const copy = await localCopies.read(card).catch(() => undefined);
      if (copy) rooms.openOwn(copy);
      return copy !== undefined;
    },
    forget: (card) => localCopies.forget(card).catch(() => {}),
    clear: () => localCopies.clear().catch(() => {}),
  };
}
