import type { RoomLink } from '../../../core/contract/access/room-link.ts';
import type { BoardCard } from '../../../core/contract/board-card.ts';
import { isLoopback } from '../../../core/contract/server-addresses.ts';
import type { LocalCopies } from '../../session/keeping/local-copies.ts';
import type { Boards } from '../../ui/dialogs/boards.ts';
import type { RecentRoom } from '../../ui/settings/settings.ts';

export interface BoardListOptions {
  readonly localCopies: LocalCopies;
  /** Address of this device's own hub. Undefined without one. */
  readonly ownServer: () => Promise<string | undefined>;
  readonly rooms: { open(link: RoomLink | RecentRoom): void; openOwn(copy: Uint8Array): void };
}

export interface BoardList extends Boards {
  /** Opens a recent room: one that was hosted here, on the app's hub of today. */
  openRecent(recent: RecentRoom): void;
}

/** The data and actions of the list of boards. */
export function keptBoardList({ localCopies, ownServer, rooms }: BoardListOptions): BoardList {
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
  /** The card of a room that this app's hub had at that address or has at another one by now. */
  async function hostedCard({ server, room }: RecentRoom): Promise<BoardCard | undefined> {
    if (!isLoopback(server)) return undefined;
    return (await localCopies.list()).find((card) => card.room === room && card.isHostedHere);
  }
  return {
    openRecent(recent) {
      void hostedCard(recent)
        .then((card) => card && placeOf(card))
        .catch(() => undefined)
        .then((place) => rooms.open(place === undefined ? recent : { ...recent, ...place }));
    },
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
    forget: (card) => isDone(localCopies.forget(card)),
    clear: () => isDone(localCopies.clear()),
  };
}

const isDone = (work: Promise<void>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );
