import { describe, expect, test } from 'vitest';
import type { InstanceId, RoomId } from '../../core/board/ids.ts';
import type { NumberedBatches } from '../../core/room/replica.ts';
import { type RoomWriter, type SnapshotStore, StoredBoardGone, type StoredRoom } from '../../server/ports/snapshot-store.ts';
import { runSeed, runs, seededRandom } from '../support/seeded.ts';

const ROOM = 'room-1' as RoomId;
const AUTHOR = 'AAAAAAAAAAA' as never;

const batch = (origin: string, seq: number): NumberedBatches => ({
  origin: origin as InstanceId,
  firstSeq: seq,
  batches: [
    { author: AUTHOR, n: seq, ops: [{ kind: 'append', id: 'AAAAAAAAAAA.1' as never, offset: seq, chunk: Uint8Array.of(2, 2) }] },
  ],
});
const markOf = (origin: string, seq: number): string => `${origin[0]}${seq}`;

/** To a store a snapshot is bytes. In these tests it names what it contains. */
const snapshotOf = (marks: Iterable<string>): Uint8Array => new TextEncoder().encode(JSON.stringify([...marks].sort()));
const marksIn = (snapshot: Uint8Array | undefined): string[] =>
  snapshot === undefined ? [] : (JSON.parse(new TextDecoder().decode(snapshot)) as string[]);

function contentOf({ snapshot, log }: Pick<StoredRoom, 'snapshot' | 'log'>): Set<string> {
  const logged = log.flatMap(({ origin, firstSeq, batches }) => batches.map((_, i) => markOf(origin, firstSeq + i)));
  return new Set([...marksIn(snapshot), ...logged]);
}

/** A hub as a store sees it: what it knows, and how it writes. */
class Hub {
  readonly origin: string;
  readonly knows: Set<string>;
  readonly writer: RoomWriter;
  #seq = 0;

  private constructor(origin: string, stored: StoredRoom) {
    this.origin = origin;
    this.writer = stored.writer;
    this.knows = contentOf(stored);
  }
  static async at(store: SnapshotStore, origin: string): Promise<Hub> {
    return new Hub(origin.repeat(11), await store.open(ROOM));
  }

  /** It is stored when this resolves. */
  async append(): Promise<string> {
    const seq = ++this.#seq;
    const mark = markOf(this.origin, seq);
    this.knows.add(mark);
    await this.writer.append(batch(this.origin, seq));
    return mark;
  }
  /** As `Compaction` does it. */
  async compact(): Promise<void> {
    for (let attempt = 0; attempt < 8; attempt++) {
      const position = this.writer.position();
      const newer = await this.writer.compact(snapshotOf(this.knows), position);
      if (newer === undefined) return;
      for (const mark of marksIn(newer)) this.knows.add(mark);
    }
    throw new Error('always another one');
  }
}

export interface SharedPlace {
  /** What a new hub process finds there. `now`: its clock. */
  hub(now?: () => number): Promise<SnapshotStore>;
  /** As an operator deletes what is stored of the room. */
  delete(room: RoomId): Promise<void>;
}

/** What a `SnapshotStore` must do that several hubs use at the same time [SAVE-9]. */
export function sharedStoreContract(name: string, place: (name: string) => Promise<SharedPlace>): void {
  describe(`shared store: ${name}`, () => {
    test('it says that it is shared', async () => {
      expect((await (await place('says')).hub()).isShared).toBe(true);
    });

    test('what two hubs append is all there for a third', async () => {
      const at = await place('two');
      const one = await Hub.at(await at.hub(), 'O');
      await one.compact();
      const two = await Hub.at(await at.hub(), 'T');
      const marks = [await one.append(), await two.append(), await one.append(), await two.append()];
      expect(contentOf(await (await at.hub()).open(ROOM))).toEqual(new Set(marks));
    });

    test('a snapshot takes only the place of what its hub knows: what another one appends stays', async () => {
      const at = await place('place');
      const one = await Hub.at(await at.hub(), 'O');
      await one.compact();
      const first = await one.append();
      const two = await Hub.at(await at.hub(), 'T');
      expect(two.knows).toEqual(new Set([first]));
      const unknown = await one.append();
      const own = await two.append();
      await two.compact();
      const { snapshot, log } = await (await at.hub()).open(ROOM);
      expect(marksIn(snapshot)).toEqual([first, own]);
      expect(contentOf({ snapshot, log })).toEqual(new Set([first, unknown, own]));
    });

    test('a hub that was not the first to replace the snapshot gets the newer one, replaces nothing, and replaces it then', async () => {
      const at = await place('first');
      const one = await Hub.at(await at.hub(), 'O');
      await one.compact();
      const two = await Hub.at(await at.hub(), 'T');
      const mark = await one.append();
      await one.compact();
      const newer = await two.writer.compact(snapshotOf(['lost']), two.writer.position());
      expect(marksIn(newer)).toEqual([mark]);
      expect(contentOf(await (await at.hub()).open(ROOM))).toEqual(new Set([mark]));
      await two.compact();
      expect(marksIn((await (await at.hub()).open(ROOM)).snapshot)).toEqual([]);
    });

    test('two hubs that begin a room at the same moment: one of them is the first', async () => {
      const at = await place('begin');
      const hubs = await Promise.all(['O', 'T', 'U'].map(async (origin) => Hub.at(await at.hub(), origin)));
      const answers = await Promise.all(hubs.map(({ writer }, i) => writer.compact(snapshotOf([`${i}`]), writer.position())));
      expect(answers.filter((newer) => newer === undefined)).toHaveLength(1);
    });

    test('a board that is deleted while a hub serves it is not half a board: appending says so, and a snapshot stores it again', async () => {
      const at = await place('deleted');
      const one = await Hub.at(await at.hub(), 'O');
      await one.compact();
      await one.append();
      await at.delete(ROOM);
      await expect(one.append()).rejects.toBeInstanceOf(StoredBoardGone);
      await one.compact();
      await one.append();
      expect(contentOf(await (await at.hub()).open(ROOM))).toEqual(one.knows);
    });

    test('clocks that differ by years change nothing but the time that people read: the last one', async () => {
      const at = await place('clocks');
      const one = await Hub.at(await at.hub(() => 4_000_000_000_000), 'O');
      await one.compact();
      const two = await Hub.at(await at.hub(() => 1_000), 'T');
      const marks = [await two.append(), await one.append(), await two.append()];
      await one.compact();
      await two.compact();
      marks.push(await one.append());
      const stored = await (await at.hub()).open(ROOM);
      expect(contentOf(stored)).toEqual(new Set(marks));
      expect(stored.savedAt).toBe(4_000_000_000_000);
      expect(stored.damage).toBeUndefined();
    });

    test('three hubs that append, replace snapshots, crash and come back at random moments lose nothing that was stored', async () => {
      const seed = runSeed();
      for (let run = 0; run < runs(3, 30); run++) {
        const random = seededRandom(seed + run);
        const at = await place(`random-${run}`);
        const origins = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
        const stored = new Set<string>();
        const come = async (): Promise<Hub> => Hub.at(await at.hub(), origins.shift() ?? 'z');
        const hubs = [await come()];
        await hubs[0]?.compact();
        hubs.push(await come(), await come());
        const working = new Map<Hub, Promise<void>>();
        for (let step = 0; step < 60; step++) {
          const i = Math.floor(random.next() * hubs.length);
          const hub = hubs[i] as Hub;
          const dice = random.next();
          if (dice < 0.6) {
            // One append at a time, as the journal does.
            await working.get(hub);
            working.set(
              hub,
              hub.append().then((mark) => void stored.add(mark)),
            );
          } else if (dice < 0.85) void (await Promise.all([hub.compact(), working.get(hub)]));
          else if (dice < 0.95 && origins.length > 0) hubs[i] = await come();
        }
        await Promise.all(working.values());
        await Promise.all(hubs.map((hub) => hub.compact()));
        const found = await (await at.hub()).open(ROOM);
        expect(
          [...stored].filter((mark) => !contentOf(found).has(mark)),
          `lost with seed ${seed}, run ${run}`,
        ).toEqual([]);
        expect(found.damage).toBeUndefined();
      }
    }, 120_000);
  });
}
