import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ClientId, ElementId, InstanceId, RoomId } from '../../core/board/ids.ts';
import { lmdbStore } from '../../server/adapters/lmdb/lmdb-store.ts';

const ROOM = 'attic' as RoomId;
const LIMIT = 1024 * 1024 * 1024;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkroom-thread-'));
  // As Electron gives it to a utility process, which can start no process of its own.
  Object.defineProperty(process, 'parentPort', { value: {}, configurable: true });
});
afterEach(async () => {
  Reflect.deleteProperty(process, 'parentPort');
  await rm(folder, { recursive: true, force: true });
});

const store = () => lmdbStore({ folder: join(folder, 'hosted'), now: () => 1_000, maxBytes: LIMIT, onTrouble: () => {} });
const batch = {
  origin: 'IIIIIIIIIII' as InstanceId,
  firstSeq: 1,
  batches: [
    {
      author: 'AAAAAAAAAAA' as ClientId,
      n: 1,
      ops: [{ kind: 'alive', ids: ['AAAAAAAAAAA.1' as ElementId], lamport: 1, alive: false } as const],
    },
  ],
};

test('in a utility process the store worker is a thread: what was written is read by the next hub, and the folder is for this user alone', async () => {
  const first = store();
  await first.ready();
  const room = await first.open(ROOM);
  await room.writer.append(batch);
  await room.writer.close();
  await first.close();
  expect((await stat(join(folder, 'hosted'))).mode & 0o077).toBe(0);
  const again = store();
  await again.ready();
  const { log } = await again.open(ROOM);
  expect(log.map(({ origin, firstSeq }) => [origin, firstSeq])).toEqual([[batch.origin, 1]]);
  await again.close();
});

test('a folder that another hub uses is refused with a sentence', async () => {
  const first = store();
  await first.ready();
  await expect(store().ready()).rejects.toThrow(/\.$/);
  await first.close();
});
