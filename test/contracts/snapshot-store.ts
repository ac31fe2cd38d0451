import { describe, expect, test } from 'vitest';
import { newEpoch, type RoomId } from '../../core/board/ids.ts';
import type { NumberedBatches } from '../../core/room/replica.ts';
import { decodeSnapshot, encodeSnapshot } from '../../core/room/snapshot/snapshot.ts';
import type { SnapshotStore } from '../../server/ports/snapshot-store.ts';
import { seededRandom } from '../support/seeded.ts';

const ROOM = 'room-1' as RoomId;
const OTHER_ROOM = 'room-2' as RoomId;
const AUTHOR = 'AAAAAAAAAAA' as never;

const batches = (firstSeq: number, count = 1): NumberedBatches => ({
  origin: 'OOOOOOOOOOO' as never,
  firstSeq,
  batches: Array.from({ length: count }, (_, i) => ({
    author: AUTHOR,
    n: firstSeq + i,
    ops: [{ kind: 'append', id: 'AAAAAAAAAAA.1' as never, offset: i, chunk: Uint8Array.of(2, firstSeq + i) }],
  })),
});

function snapshotBytes(seed: number): Uint8Array {
  return encodeSnapshot({ epoch: newEpoch(seededRandom(seed)), vector: [], savedAt: seed, states: [] });
}

/**
 * What every `SnapshotStore` must do. `open` gives the store; called again with the same `place` it gives what a new process would find
 * there. A store of mode `none` keeps nothing and says so. `manyRooms`: fewer for a stand-in that is slow.
 */
export function snapshotStoreContract(name: string, open: (place: string) => Promise<SnapshotStore>, manyRooms = 100): void {
  describe(`snapshot store: ${name}`, () => {
    test('a room that was never stored is empty', async () => {
      const stored = await (await open('never')).open(ROOM);
      expect(stored.snapshot).toBeUndefined();
      expect(stored.log).toEqual([]);
      await stored.writer.close();
    });

    test('what was appended is there for the next process, in order and byte by byte, unless the mode says that nothing is kept', async () => {
      const store = await open('append');
      const stored = await store.open(ROOM);
      const answers = [];
      for (const part of [batches(1, 3), batches(4, 1), batches(5, 2)]) {
        const answer = stored.writer.append(part);
        answers.push(answer);
        await answer;
      }
      const reopened = await (await open('append')).open(ROOM);
      const found = reopened.log.flatMap((part) => part.batches);
      if (store.mode === 'none') {
        expect(answers).toEqual(['durable', 'durable', 'durable']);
        expect(found).toEqual([]);
        return;
      }
      expect(found).toEqual([...batches(1, 3).batches, ...batches(4, 1).batches, ...batches(5, 2).batches]);
      expect(reopened.log[0]).toMatchObject({ origin: 'OOOOOOOOOOO', firstSeq: 1 });
    });

    test('a snapshot takes the place of the older one and of the log before it', async () => {
      const store = await open('compact');
      const stored = await store.open(ROOM);
      await stored.writer.append(batches(1, 2));
      await stored.writer.compact(snapshotBytes(1), stored.writer.position());
      await stored.writer.append(batches(3));
      await stored.writer.compact(snapshotBytes(2), stored.writer.position());
      await stored.writer.append(batches(4));
      const reopened = await (await open('compact')).open(ROOM);
      if (store.mode === 'none') {
        expect(reopened.snapshot).toBeUndefined();
        return;
      }
      const snapshot = decodeSnapshot(reopened.snapshot ?? new Uint8Array());
      expect(snapshot.ok && snapshot.value.savedAt).toBe(2);
      expect(reopened.log.flatMap((part) => part.batches)).toEqual(batches(4).batches);
    });

    test('rooms do not share anything', async () => {
      const store = await open('rooms');
      const first = await store.open(ROOM);
      await first.writer.append(batches(1));
      await first.writer.compact(snapshotBytes(1), first.writer.position());
      const second = await store.open(OTHER_ROOM);
      expect(second.snapshot).toBeUndefined();
      expect(second.log).toEqual([]);
    });

    test('what is stored does not change when the caller changes its bytes afterwards', async () => {
      const store = await open('own');
      const stored = await store.open(ROOM);
      const bytes = snapshotBytes(7);
      await stored.writer.compact(bytes, stored.writer.position());
      bytes.fill(0);
      const reopened = await (await open('own')).open(ROOM);
      if (store.mode === 'none') expect(reopened.snapshot).toBeUndefined();
      else expect(decodeSnapshot(reopened.snapshot ?? new Uint8Array()).ok).toBe(true);
    });

    test('what is appended while a snapshot is being made stays: the snapshot takes the place of what came before its position', async () => {
      const store = await open('during');
      const { writer } = await store.open(ROOM);
      await writer.append(batches(1, 2));
      const position = writer.position();
      await writer.append(batches(3));
      const compacting = writer.compact(snapshotBytes(1), position);
      const appending = writer.append(batches(4));
      await compacting;
      await appending;
      const { log } = await (await open('during')).open(ROOM);
      if (store.mode === 'none') expect(log).toEqual([]);
      else expect(log.map(({ firstSeq }) => firstSeq)).toEqual([3, 4]);
    });

    test('the same batches may come again after a failure: their order stays, and nothing of them is lost', async () => {
      const store = await open('twice');
      const { writer } = await store.open(ROOM);
      await writer.append(batches(1, 2));
      await writer.append(batches(1, 3));
      const { log } = await (await open('twice')).open(ROOM);
      if (store.mode === 'none') expect(log).toEqual([]);
      else
        expect(log.map(({ firstSeq, batches: { length } }) => [firstSeq, length])).toEqual([
          [1, 2],
          [1, 3],
        ]);
    });

    test(`${manyRooms} rooms that append at the same moment each find their own`, async () => {
      const store = await open('many');
      const rooms = Array.from({ length: manyRooms }, (_, i) => `room-${i}` as RoomId);
      await Promise.all(
        rooms.map(async (room, i) => {
          const { writer } = await store.open(room);
          await writer.compact(snapshotBytes(i), writer.position());
          await writer.append(batches(i + 1));
          await writer.append(batches(i + 2));
        }),
      );
      const again = await open('many');
      for (const [i, room] of rooms.entries()) {
        const { snapshot, log } = await again.open(room);
        if (store.mode === 'none') {
          expect([snapshot, log]).toEqual([undefined, []]);
          continue;
        }
        const read = decodeSnapshot(snapshot ?? new Uint8Array());
        expect(read.ok && read.value.savedAt).toBe(i);
        expect(log).toEqual([batches(i + 1), batches(i + 2)]);
      }
    });

    test('what is set aside is a copy: the room goes on', async () => {
      const store = await open('aside');
      const { writer } = await store.open(ROOM);
      await writer.compact(snapshotBytes(1), writer.position());
      await writer.append(batches(1));
      await writer.setAside();
      await writer.append(batches(2));
      const { snapshot, log, damage } = await (await open('aside')).open(ROOM);
      expect(damage).toBeUndefined();
      if (store.mode === 'none') expect(log).toEqual([]);
      else expect([snapshot !== undefined, log]).toEqual([true, [batches(1), batches(2)]]);
    });

    test('a room can be closed and opened again', async () => {
      const store = await open('again');
      const stored = await store.open(ROOM);
      await stored.writer.append(batches(1));
      await stored.writer.close();
      const again = await store.open(ROOM);
      expect(again.log.flatMap((part) => part.batches)).toHaveLength(store.mode === 'none' ? 0 : 1);
    });
  });
}
