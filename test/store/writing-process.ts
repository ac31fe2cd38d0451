import type { RoomId } from '../../core/board/ids.ts';
import { lmdbStore } from '../../server/adapters/lmdb/lmdb-store.ts';
import { seededRandom } from '../support/seeded.ts';
import { appendOf, snapshotReach, snapshotUpTo } from './numbered.ts';

/**
 * `writing-process.ts FOLDER SEED`: appends to three rooms for ever, with a compaction now and then, and prints `room seq` whenever an
 * append is said to be durable. It goes on from what it finds.
 */
const [, , folder = '', seed = '0'] = process.argv;
const random = seededRandom(Number(seed));
const store = lmdbStore({ folder, now: Date.now });
await store.ready();

async function write(room: RoomId): Promise<never> {
  const stored = await store.open(room);
  let seq = Math.max(stored.log.at(-1)?.firstSeq ?? 0, snapshotReach(stored.snapshot));
  if (!stored.snapshot) await stored.writer.compact(snapshotUpTo(0), 0);
  for (;;) {
    seq++;
    await stored.writer.append(appendOf(seq, 1 + Math.floor(random.next() * 3_000)));
    process.stdout.write(`${room} ${seq}\n`);
    if (random.next() < 0.1) await stored.writer.compact(snapshotUpTo(seq), stored.writer.position());
  }
}

await Promise.all(['a', 'b', 'c'].map((room) => write(room as RoomId)));
