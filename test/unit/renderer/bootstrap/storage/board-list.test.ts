import { expect, test, vi } from 'vitest';
import type { RoomId } from '../../../../../core/board/ids.ts';
import type { BoardCard, BoardPlace } from '../../../../../core/contract/board-card.ts';
import { keptBoardList } from '../../../../../renderer/bootstrap/storage/board-list.ts';

const OLD = 'http://127.0.0.1:7420';
const NOW = 'http://127.0.0.1:7421';
const LAN = 'http://192.168.1.7:7420';
const card = (server: string, room: string, isHostedHere: boolean): BoardCard => ({
  server,
  room: room as RoomId,
  at: 1,
  elements: 3,
  mode: 'lmdb',
  isHostedHere,
  picture: undefined,
});
const keyOf = ({ server, room }: BoardPlace): string => `${server} ${room}`;

/** An app whose hub is at this address today, and the copies of boards on its device. */
function desk(own: string | undefined, ...cards: readonly BoardCard[]) {
  const kept = new Map(cards.map((one) => [keyOf(one), one]));
  const opened: string[] = [];
  const list = keptBoardList({
    localCopies: {
      list: async () => [...kept.values()],
      read: async (place) => (kept.has(keyOf(place)) ? new Uint8Array(1) : undefined),
      write: async (one) => void kept.set(keyOf(one), one),
      forget: async (place) => void kept.delete(keyOf(place)),
      clear: async () => kept.clear(),
    },
    ownServer: async () => own,
    rooms: { open: (link) => void opened.push(keyOf(link as BoardPlace)), openOwn: () => {} },
  });
  const recent = (server: string, room: string) => list.openRecent({ server, room: room as RoomId, openedAt: 1 });
  return { list, opened, recent, kept };
}

test('a recent room that was hosted here opens on the hub of today, with its copy, also the second time', async () => {
  const { recent, opened, kept } = desk(NOW, card(OLD, 'attic', true));
  recent(OLD, 'attic');
  await vi.waitFor(() => expect(opened).toEqual([`${NOW} attic`]));
  expect([...kept.keys()]).toEqual([`${NOW} attic`]);
  recent(OLD, 'attic');
  await vi.waitFor(() => expect(opened).toEqual([`${NOW} attic`, `${NOW} attic`]));
});

test('a recent room of another server, of one on this computer that is not the app’s, and of a page stay where they are', async () => {
  for (const [own, one] of [
    [NOW, card(LAN, 'attic', false)],
    [NOW, card(OLD, 'attic', false)],
    [undefined, card(OLD, 'attic', true)],
  ] as const) {
    const { recent, opened } = desk(own, one);
    recent(one.server, 'attic');
    await vi.waitFor(() => expect(opened).toEqual([`${one.server} attic`]));
  }
});

test('copies that cannot be listed keep no room from opening', async () => {
  const { list, opened } = desk(NOW);
  const broken = keptBoardList({
    localCopies: { list: () => Promise.reject(new Error('no')) } as never,
    ownServer: async () => NOW,
    rooms: { open: (link) => void opened.push(keyOf(link as BoardPlace)), openOwn: () => {} },
  });
  broken.openRecent({ server: OLD, room: 'attic' as RoomId, openedAt: 1 });
  await vi.waitFor(() => expect(opened).toEqual([`${OLD} attic`]));
  list.open(card(LAN, 'loft', false));
  await vi.waitFor(() => expect(opened).toEqual([`${OLD} attic`, `${LAN} loft`]));
});

test('copies that the device cannot delete are not told of as deleted', async () => {
  const attic = card(LAN, 'attic', false);
  const { list } = desk(NOW, attic);
  expect(await list.forget(attic)).toBe(true);
  expect(await list.clear()).toBe(true);
  const refuse = (): Promise<never> => Promise.reject(new Error('the disk is full'));
  const broken = keptBoardList({
    localCopies: { forget: refuse, clear: refuse } as never,
    ownServer: async () => NOW,
    rooms: { open: () => {}, openOwn: () => {} },
  });
  expect(await broken.forget(attic)).toBe(false);
  expect(await broken.clear()).toBe(false);
});
