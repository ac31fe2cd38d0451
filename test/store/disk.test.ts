import { chmodSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RoomId } from '../../core/board/ids.ts';
import { type DiskReading, troubleOf } from '../../server/adapters/lmdb/disk-watch.ts';
import { type LmdbStore, lmdbAdmin, lmdbStore } from '../../server/adapters/lmdb/lmdb-store.ts';
import type { StoreTrouble } from '../../server/ports/snapshot-store.ts';
import { type LiveHub, liveHub } from '../hub/live-hub.ts';
import { RoomClient } from '../hub/room-client.ts';
import { eventually } from '../support/eventually.ts';
import { addStroke } from '../unit/server/hub/ink.ts';
import { appendOf, snapshotUpTo } from './numbered.ts';

const ROOM = 'room-1' as RoomId;

let root: string;
let folder: string;
const stores: LmdbStore[] = [];
let hub: LiveHub | undefined;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'inkroom-disk-'));
  folder = join(root, 'data');
});
afterEach(async () => {
  await hub?.stop();
  hub = undefined;
  for (const store of stores.splice(0)) await store.close();
  rmSync(root, { recursive: true });
});

async function open(maxBytes?: number): Promise<{ readonly store: LmdbStore; readonly troubles: (StoreTrouble | undefined)[] }> {
  const troubles: (StoreTrouble | undefined)[] = [];
  const store = lmdbStore({
    folder,
    now: Date.now,
    onTrouble: (trouble) => troubles.push(trouble),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  });
  stores.push(store);
  await store.ready();
  return { store, troubles };
}

const modeOf = (path: string): number => statSync(path).mode & 0o777;

test.skipIf(process.platform === 'win32')('the folder and what is in it are for the user alone', async () => {
  const before = process.umask(0o022);
  try {
    const { store } = await open();
    const { writer } = await store.open(ROOM);
    await writer.compact(snapshotUpTo(1), 0);
    expect(modeOf(folder)).toBe(0o700);
    for (const name of ['boards.mdb', 'boards.mdb-lock', 'inkroom-data.json']) {
      expect(modeOf(join(folder, name)) & 0o077, name).toBe(0);
    }
  } finally {
    process.umask(before);
  }
});

test.skipIf(process.platform === 'win32')('an older folder that others can read is told of at the start', async () => {
  const { store } = await open();
  await store.close();
  const store2 = { mode: 'lmdb', data: folder, maxDiskMiB: 100, keepDays: undefined } as const;
  hub = await liveHub({ store: store2 });
  expect(hub.logged.map(({ event }) => event)).not.toContain('server.store_open_to_others');
  await hub.stop();
  chmodSync(folder, 0o755);
  chmodSync(join(folder, 'boards.mdb'), 0o644);
  hub = await liveHub({ store: store2 });
  expect(hub.logged.map(({ event }) => event)).toContain('server.store_open_to_others');
});

test('at its bound the store takes no more, still makes room, and takes more when something is deleted', async () => {
  const { store, troubles } = await open(2 * 1024 * 1024);
  const { writer } = await store.open(ROOM);
  await writer.compact(snapshotUpTo(0), 0);
  let seq = 1;
  const fill = async (): Promise<void> => {
    for (; seq < 1_000; seq++) await writer.append(appendOf(seq, 20_000));
  };
  await expect(fill()).rejects.toThrow(/--max-disk/);
  expect(seq).toBeGreaterThan(50);
  expect(seq).toBeLessThan(110);
  expect(troubles).toMatchObject([{ kind: 'full' }]);
  expect(store.trouble?.kind).toBe('full');
  const other = await store.open('room-2' as RoomId);
  await expect(other.writer.compact(snapshotUpTo(0), 0)).rejects.toThrow(/--max-disk/);
  expect((await store.open('room-2' as RoomId)).snapshot).toBeUndefined();
  // A snapshot in the place of the log: much smaller.
  await writer.compact(snapshotUpTo(1), writer.position());
  expect(troubles.at(-1)).toBeUndefined();
  await writer.append(appendOf(seq, 20_000));
});

test('an operator may delete rooms of a folder that is full', async () => {
  const { store } = await open(300_000);
  const { writer } = await store.open(ROOM);
  await writer.compact(snapshotUpTo(0), 0);
  const fill = async (): Promise<void> => {
    for (let seq = 1; seq < 100; seq++) await writer.append(appendOf(seq, 20_000));
  };
  await expect(fill()).rejects.toThrow(/--max-disk/);
  await store.close();
  const admin = lmdbAdmin(folder, 'serve');
  await admin.delete(ROOM);
  expect(await admin.rooms()).toEqual([]);
  await admin.close();
});

test('a folder that is taken away while the store runs is noticed with the next write, and by itself', async () => {
  const { store, troubles } = await open();
  const { writer } = await store.open(ROOM);
  await writer.compact(snapshotUpTo(0), 0);
  await writer.append(appendOf(1, 100));
  const away = join(root, 'away');
  renameSync(folder, away);
  await expect(writer.append(appendOf(2, 100))).rejects.toThrow(/gone or was replaced/);
  expect(store.trouble?.kind).toBe('gone');
  renameSync(away, folder);
  await writer.append(appendOf(2, 100));
  expect(store.trouble).toBeUndefined();
  renameSync(folder, away);
  await expect.poll(() => troubles.at(-1)?.kind, { timeout: 20_000 }).toBe('gone');
  renameSync(away, folder);
});

test('a hub whose data folder is gone says so, is not ready, and takes no strokes; with the folder back it goes on', async () => {
  hub = await liveHub({ store: { mode: 'lmdb', data: folder, maxDiskMiB: 100, keepDays: undefined } });
  const { server } = hub;
  const ready = async (): Promise<number> => (await fetch(`${server}/readyz`)).status;
  const ann = await RoomClient.join(server);
  const author = ann.welcome.you.clientId;
  const draw = (n: number): Promise<void> => ann.push({ author, n, ops: [addStroke(author, n)] });
  await draw(1);
  await eventually(() => expect(ann.echoedN).toBe(1));
  expect(await ready()).toBe(200);
  const away = join(root, 'away');
  renameSync(folder, away);
  await draw(2);
  await expect.poll(ready, { timeout: 20_000 }).toBe(503);
  expect(await (await fetch(`${server}/healthz`)).text()).toMatch(/NOT kept: the data file is gone/);
  expect(hub.logged.map(({ event }) => event)).toContain('server.store_trouble');
  await draw(3);
  await eventually(() => expect(hub?.refused()).toContain('room.read_only'));
  renameSync(away, folder);
  await expect.poll(ready, { timeout: 20_000 }).toBe(200);
  expect(await (await fetch(`${server}/healthz`)).text()).toMatch(/boards: kept/);
});

test('the disk itself keeps a rest, a twentieth of it or one GiB', () => {
  const well: DiskReading = { isThere: true, usedBytes: 1, maxBytes: 1e12, freeBytes: 5e9, diskBytes: 1e12 };
  expect(troubleOf(well)).toBeUndefined();
  expect(troubleOf({ ...well, freeBytes: 1e9 })?.kind).toBe('full');
  expect(troubleOf({ ...well, freeBytes: 6e6, diskBytes: 1e8 })).toBeUndefined();
  expect(troubleOf({ ...well, freeBytes: 4e6, diskBytes: 1e8 })?.reason).toMatch(/disk of the data folder/);
});
