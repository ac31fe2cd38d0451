import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RoomId } from '../../core/board/ids.ts';
import { BOARD_FILE } from '../../server/adapters/lmdb/data-folder.ts';
import { type LmdbStore, lmdbAdmin, lmdbStore } from '../../server/adapters/lmdb/lmdb-store.ts';
import { HANG_MS } from '../../server/adapters/lmdb/store-link.ts';
import type { RoomWriter } from '../../server/ports/snapshot-store.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { runSeed, seededRandom } from '../support/seeded.ts';
import { appendOf, snapshotReach, snapshotUpTo } from './numbered.ts';

const ROOM = 'room-1' as RoomId;

let folder: string;
const stores: LmdbStore[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inkroom-store-'));
});
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  rmSync(folder, { recursive: true });
});

function open(path = folder): LmdbStore {
  const store = lmdbStore({ folder: path, now: Date.now });
  stores.push(store);
  return store;
}

test('killed in the middle of anything, it holds all that it said was durable, in order, and nothing by halves', async () => {
  const seed = runSeed();
  const random = seededRandom(seed);
  const durable = new Map<string, number>();
  for (let round = 0; round < 6; round++) {
    const writer = spawn(process.execPath, ['test/store/writing-process.ts', folder, String(seed + round)], {
      // A group of its own: the process that holds the file is killed with it, at the same moment.
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(writer, 'exit');
    let left = 1 + Math.floor(random.next() * 150);
    for await (const line of createInterface({ input: writer.stdout })) {
      const [room = '', seq] = line.split(' ');
      durable.set(room, Math.max(durable.get(room) ?? 0, Number(seq)));
      if (--left === 0) process.kill(-(writer.pid ?? 0), 'SIGKILL');
    }
    expect((await ended)[1], `seed ${seed}`).toBe('SIGKILL');
    const store = open();
    for (const [room, said] of durable) {
      const { snapshot, log, damage } = await store.open(room as RoomId);
      expect(damage, `seed ${seed} round ${round}`).toBeUndefined();
      let reach = snapshotReach(snapshot);
      for (const part of log) {
        if (part.firstSeq <= reach) continue;
        expect(part.firstSeq).toBe(reach + 1);
        expect(part).toEqual(appendOf(part.firstSeq, pointBytes(part)));
        reach = part.firstSeq;
      }
      expect(reach).toBeGreaterThanOrEqual(said);
    }
    await store.close();
  }
  expect([...durable.keys()].sort()).toEqual(['a', 'b', 'c']);
}, 120_000);

function pointBytes(part: ReturnType<typeof appendOf>): number {
  const op = part.batches[0]?.ops[0];
  return op?.kind === 'append' ? op.chunk.length : -1;
}

/** Turns one bit wherever the data file holds these bytes: pages that are no longer in use hold older copies. */
function damage(needle: Uint8Array): void {
  const path = join(folder, BOARD_FILE);
  const bytes = readFileSync(path);
  let places = 0;
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) {
    bytes[at + needle.length - 1] = (bytes[at + needle.length - 1] ?? 0) ^ 4;
    places++;
  }
  expect(places).toBeGreaterThan(0);
  writeFileSync(path, bytes);
}

test('a value that is damaged on the disk is found: what is before it can be read, what comes after is lost, the rest of the rooms is well', async () => {
  const first = open();
  const { writer } = await first.open(ROOM);
  await writer.compact(snapshotUpTo(0), writer.position());
  for (let seq = 1; seq <= 5; seq++) await writer.append(appendOf(seq, 40 + seq));
  const other = (await first.open('other' as RoomId)).writer;
  await other.compact(snapshotUpTo(9), other.position());
  await first.close();
  damage(new Uint8Array(44).fill(4));
  const second = open();
  const found = await second.open(ROOM);
  expect(found.damage).toEqual({ part: 'log', lost: 2 });
  expect(found.log.map(({ firstSeq }) => firstSeq)).toEqual([1, 2, 3]);
  expect((await second.open('other' as RoomId)).damage).toBeUndefined();
  // Set aside, then written over.
  await found.writer.setAside();
  await found.writer.compact(snapshotUpTo(3), found.writer.position());
  await second.close();
  expect(await open().open(ROOM)).toMatchObject({ damage: undefined, log: [] });
  const onlooker = lmdbAdmin(folder, 'read');
  expect(await onlooker.rooms()).toMatchObject([
    { room: 'other', aside: 0 },
    { room: ROOM, aside: 1 },
  ]);
  await onlooker.close();
});

test('a damaged snapshot is told from a room that was never stored', async () => {
  const first = open();
  const { writer } = await first.open(ROOM);
  await writer.compact(snapshotUpTo(12_345), 0);
  await writer.append(appendOf(12_346, 10));
  await first.close();
  damage(Buffer.from('INKR'));
  const second = open();
  expect((await second.open(ROOM)).damage).toEqual({ part: 'snapshot' });
  expect((await second.open('other' as RoomId)).damage).toBeUndefined();
});

test.each([0, 4_096, 8_192, 100_000])(
  'a data file that was cut off to %i bytes is refused with a sentence, and does not take the hub with it',
  async (bytes) => {
    const first = open();
    const { writer } = await first.open(ROOM);
    for (let seq = 1; seq <= 50; seq++) await writer.append(appendOf(seq, 3_000));
    await first.close();
    truncateSync(join(folder, BOARD_FILE), bytes);
    await expect(open().ready()).rejects.toThrow(/is damaged: reading it was ended by SIG|is missing or empty/);
  },
);

test.runIf(existsSync('/proc/self'))(
  'a folder that cannot be made is refused with a sentence, also where Node would try without end',
  async () => {
    const store = open('/proc/boards/of/inkroom');
    await expect(store.ready()).rejects.toThrow(/The data folder \/proc\/boards\/of\/inkroom cannot be made: ENOENT/);
    await store.close();
  },
);

/** The process that owns the data file of this folder. */
function storeProcess(): number {
  const pid = readdirSync('/proc').find((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const words = readFileSync(join('/proc', name, 'cmdline'), 'utf8').split('\0');
      return words.includes(folder) && words.includes('serve');
    } catch {
      return false;
    }
  });
  if (pid === undefined) throw new Error('no process owns the data file');
  return Number(pid);
}

test.runIf(existsSync('/proc/self'))(
  'what is asked of a disk that hangs is refused in time, the trouble is told, and all goes on when the disk answers again',
  async () => {
    const clock = new FakeClock();
    const told: (string | undefined)[] = [];
    const store = lmdbStore({ folder, now: Date.now, clock, onTrouble: (trouble) => void told.push(trouble?.kind) });
    stores.push(store);
    const { writer } = await store.open(ROOM);
    await writer.append(appendOf(1, 10));
    expect(clock.timers).toBe(0);
    const pid = storeProcess();
    process.kill(pid, 'SIGSTOP');
    const asked = [store.open('other' as RoomId), Promise.resolve(writer.append(appendOf(2, 10)))];
    const answers = Promise.allSettled(asked);
    await eventually(() => expect(clock.timers).toBe(1));
    clock.advance(HANG_MS);
    expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(told).toEqual(['gone']);
    expect(store.trouble?.reason).toMatch(/answered nothing for 15 s/);
    // Nothing piles up meanwhile.
    await expect(store.open('other' as RoomId)).rejects.toThrow('answered nothing');
    expect(clock.timers).toBe(0);
    process.kill(pid, 'SIGCONT');
    await eventually(() => expect(told).toEqual(['gone', undefined]));
    await writer.append(appendOf(2, 10));
    await (await store.open('other' as RoomId)).writer.close();
    await writer.close();
    const { log } = await store.open(ROOM);
    // Twice: nobody knew whether the first was done.
    expect(log.map(({ firstSeq }) => firstSeq)).toEqual([1, 2, 2]);
    expect(clock.timers).toBe(0);
  },
);

test('a folder has one hub at a time; the second is told what to do', async () => {
  await open().ready();
  await expect(open().ready()).rejects.toThrow(
    /The data folder .* is in use by another Inkroom\. Stop that one first, or choose another folder with --data\./,
  );
});

test('a folder of other files, of a newer Inkroom, or with a damaged mark is refused and left as it is', async () => {
  writeFileSync(join(folder, 'letter.txt'), 'Dear');
  await expect(open().ready()).rejects.toThrow(/holds other files \(letter\.txt\) and is no data folder/);
  expect(readdirSync(folder)).toEqual(['letter.txt']);
  writeFileSync(join(folder, 'inkroom-data.json'), '{"format":2}\n');
  await expect(open().ready()).rejects.toThrow(/made by a newer Inkroom \(format 2\)/);
  writeFileSync(join(folder, 'inkroom-data.json'), '');
  await expect(open().ready()).rejects.toThrow(/inkroom-data\.json is damaged/);
  writeFileSync(join(folder, 'file'), '');
  await expect(open(join(folder, 'file', 'data')).ready()).rejects.toThrow(/cannot be made/);
});

test('a fresh volume may hold what volumes hold', async () => {
  mkdirSync(join(folder, 'lost+found'));
  await expect(open().ready()).resolves.toBeUndefined();
});

test('[SAVE-8] rooms that nobody wrote into for long are deleted, and those that are open are not', async () => {
  let now = 1_000;
  const store = lmdbStore({ folder, now: () => now });
  stores.push(store);
  const write = async (room: string): Promise<RoomWriter> => {
    const { writer } = await store.open(room as RoomId);
    await writer.compact(snapshotUpTo(1), writer.position());
    await writer.append(appendOf(2, 40));
    return writer;
  };
  const old = await write('old');
  await old.close();
  await write('old-and-open');
  now = 5_000;
  const young = await write('young');
  await young.close();
  expect(await store.expire(2_000)).toEqual(['old']);
  expect((await store.open('old' as RoomId)).snapshot).toBeUndefined();
  expect((await store.open('young' as RoomId)).log).toHaveLength(1);
  expect(await store.expire(2_000)).toEqual([]);
});
