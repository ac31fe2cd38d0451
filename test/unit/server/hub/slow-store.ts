import type { RoomId } from '../../../../core/board/ids.ts';
import type { SnapshotStore, StoredRoom } from '../../../../server/ports/snapshot-store.ts';
import { type Kept, memoryStore } from '../../../contracts/memory-store.ts';

/** A store in memory that takes its time: appends wait until the test lets them through or makes them fail. It outlives hubs. */
export class SlowStore implements SnapshotStore {
  readonly mode = 'lmdb';
  readonly kept = new Map<RoomId, Kept>();
  #waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  openError: Error | undefined;
  /** Appends that came while another was under way: there must be none. */
  overlaps = 0;

  get waiting(): number {
    return this.#waiting.length;
  }

  async open(room: RoomId): Promise<StoredRoom> {
    if (this.openError) throw this.openError;
    const stored = await memoryStore(this.kept).open(room);
    return {
      ...stored,
      writer: {
        ...stored.writer,
        append: async (batches) => {
          if (this.#waiting.length > 0) this.overlaps++;
          await new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }));
          await stored.writer.append(batches);
        },
      },
    };
  }

  /** Lets what waits through. Resolves when the hub has been told. */
  async let(): Promise<void> {
    for (const { resolve } of this.#waiting.splice(0)) resolve();
    await settled();
  }

  async fail(): Promise<void> {
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('the disk is full'));
    await settled();
  }
}

/** Every promise that is ready has run. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
