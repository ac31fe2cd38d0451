import { randomBytes } from 'node:crypto';
import { SingleFlight } from '../../../core/base/single-flight.ts';
import type { StoredRoom } from '../../ports/snapshot-store.ts';
import { newerSentence, STORE_FORMAT } from '../shared-store/sealed.ts';
import { byRoom, OpenRooms, type SharedStore } from '../shared-store/shared-store.ts';
import { blobRoomWriter } from './blob-room-writer.ts';
import type { BoardContainer } from './board-container.ts';
import { folderOf, ROOMS, readRoom } from './read-room.ts';

/** Names: `format.json`, and of each room `boards/ROOM/snapshot`, `boards/ROOM/log/WRITER-NUMBER`, `boards/ROOM/aside/TIME/…`. */
const FORMAT_NAME = 'format.json';

export interface BlobStoreOptions {
  readonly container: BoardContainer;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Rejects, with a sentence for the operator, when a newer Inkroom has written the boards there, or something else has. Changes nothing. */
export async function checkFormat(container: Pick<BoardContainer, 'read'>): Promise<void> {
  const found = await container.read(FORMAT_NAME);
  if (found === undefined) return;
  const format = /^\{"format":(\d{1,9})\}\s*$/.exec(new TextDecoder().decode(found.bytes))?.[1];
  if (format === undefined)
    throw new Error(`${FORMAT_NAME} in the container is damaged. It should read {"format":${STORE_FORMAT}}.`);
  if (Number(format) > STORE_FORMAT) throw new Error(newerSentence(Number(format)));
}

/** Boards in a container of Azure Blob Storage. */
export interface AzureBlobStore extends SharedStore {
  /** Rejects, with a sentence for the operator, when the container cannot be used. */
  ready(): Promise<void>;
}

export function azureBlobStore({ container, now }: BlobStoreOptions): AzureBlobStore {
  // Every log is of one process. Two stores of one process, as in tests, need two names.
  const writer = randomBytes(8).toString('base64url');
  let opened = 0;
  const deleting = new SingleFlight<string, void>();
  const open = new OpenRooms();
  const store: AzureBlobStore = {
    mode: 'azure-blob',
    isShared: true,
    async ready() {
      const bytes = new TextEncoder().encode(`{"format":${STORE_FORMAT}}\n`);
      if ((await container.replace(FORMAT_NAME, bytes, undefined)) === 'changed') await checkFormat(container);
    },
    async open(room): Promise<StoredRoom> {
      await deleting.of(room);
      const found = await readRoom(container, room);
      const inner = blobRoomWriter({ container, now, room, log: `${writer}${++opened}` }, found);
      open.opened(room);
      return { ...found.readable, writer: { ...inner, close: async () => open.closed(room) } };
    },
    async read(room) {
      return (await readRoom(container, room)).readable;
    },
    async rooms() {
      const facts = new Map<string, { room: string; bytes: number; aside: number; savedAt: number; asides: Set<string> }>();
      for (const { name, bytes, changedAt } of await container.list(ROOMS)) {
        const [, room = '', kind, time = ''] = name.split('/');
        const fact = facts.get(room) ?? { room, bytes: 0, aside: 0, savedAt: 0, asides: new Set<string>() };
        facts.set(room, fact);
        fact.bytes += bytes;
        fact.savedAt = Math.max(fact.savedAt, changedAt);
        if (kind === 'aside') fact.aside = fact.asides.add(time).size;
      }
      return [...facts.values()].map(({ asides: _, ...fact }) => fact).sort(byRoom);
    },
    async expire(before) {
      const old = (await store.rooms()).filter(({ savedAt }) => savedAt < before);
      return open.deleteOthers(
        old.map(({ room }) => room),
        (room) => store.delete(room),
      );
    },
    delete: (room) =>
      deleting.run(room, async () => {
        // The snapshot first: a log without one is no board, and a hub that meets it stores the room again.
        await container.remove(`${folderOf(room)}snapshot`);
        for (const { name } of await container.list(folderOf(room))) await container.remove(name);
      }),
  };
  return store;
}
