import type { Readable } from '../../ports/store-admin.ts';
import { type Covers, openBatches, openSnapshot, type ReadLog } from '../shared-store/sealed.ts';
import { readableOf } from '../shared-store/shared-store.ts';
import type { BoardContainer } from './board-container.ts';

export const ROOMS = 'boards/';
export const folderOf = (room: string): string => `${ROOMS}${room}/`;
/** Attempts to read a room while other hubs replace its snapshot. */
const READINGS = 8;

/** What a reading found, for the writer that goes on from it. */
export interface FoundRoom {
  readonly readable: Readable;
  /** Version of the snapshot. */
  readonly tag: string | undefined;
  /** What the snapshot contains of logs. */
  readonly covers: Covers;
  /** The logs that were read, with their versions and the bytes that were read. */
  readonly logs: readonly { readonly name: string; readonly tag: string; readonly bytes: number }[];
}

/**
 * A hub deletes a log only after it has replaced the snapshot. So what was read is whole when the snapshot is the same afterwards.
 */
export async function readRoom(container: BoardContainer, room: string): Promise<FoundRoom> {
  const folder = folderOf(room);
  for (let attempt = 0; attempt < READINGS; attempt++) {
    const snapshot = await container.read(`${folder}snapshot`);
    const names = (await container.list(`${folder}log/`)).map(({ name }) => name);
    const read = await Promise.all(names.map(async (name) => ({ name, found: await container.read(name) })));
    if ((await container.tag(`${folder}snapshot`)) !== snapshot?.tag) continue;
    const opened = snapshot && openSnapshot(snapshot.bytes);
    const covers: Covers = opened?.covers ?? new Map();
    const records: ReadLog[] = [];
    const logs: { name: string; tag: string; bytes: number }[] = [];
    for (const { name, found } of read) {
      if (found === undefined) continue;
      records.push(openBatches(found.bytes, covers.get(name)));
      logs.push({ name, tag: found.tag, bytes: found.bytes.length });
    }
    return { readable: readableOf(opened, records, snapshot !== undefined), tag: snapshot?.tag, covers, logs };
  }
  throw new Error('other hubs replace the stored board all the time');
}
