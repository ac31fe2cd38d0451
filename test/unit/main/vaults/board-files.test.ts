import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RoomId } from '../../../../core/board/ids.ts';
import { type BoardCard, KEPT_BOARDS } from '../../../../core/contract/board-card.ts';
import { keptBoards } from '../../../../main/vaults/board-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkroom-boards-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const card = (room: string, at: number): BoardCard => ({
  server: 'http://127.0.0.1:7420',
  room: room as RoomId,
  at,
  elements: 2,
  mode: 'none',
  isHostedHere: true,
  picture: new Uint8Array([1, 2]),
});
const copy = (byte: number): Uint8Array => new Uint8Array([byte, byte]);

test('what was written is found after a restart, newest first; a room is there once', async () => {
  const boards = keptBoards(join(folder, 'boards'));
  await boards.write(card('attic', 1), copy(1));
  await boards.write(card('cellar', 2), copy(2));
  await boards.write(card('attic', 3), copy(3));
  const again = keptBoards(join(folder, 'boards'));
  expect(await again.list()).toEqual([card('attic', 3), card('cellar', 2)]);
  expect(await again.read(card('attic', 0))).toEqual(copy(3));
  expect(await again.read(card('nowhere', 0))).toBeUndefined();
});

test('forgetting takes one away, clearing all, and nothing that is not ours', async () => {
  const boards = keptBoards(folder);
  await writeFile(join(folder, 'notes.txt'), 'mine');
  await boards.write(card('attic', 1), copy(1));
  await boards.write(card('cellar', 2), copy(2));
  await boards.forget(card('attic', 0));
  expect((await boards.list()).map(({ room }) => room)).toEqual(['cellar']);
  await boards.clear();
  expect(await boards.list()).toEqual([]);
  expect(await readdir(folder)).toEqual(['notes.txt']);
});

test('a crash in a write leaves nothing behind that clearing or the next write would not take away', async () => {
  const boards = keptBoards(folder);
  const name = '0123456789abcdef'.repeat(2);
  const left = [`.${name}.inkroom.0a1b2c3d.tmp`, `.${name}.card.0a1b2c3d.tmp`, `${name}.inkroom`];
  const leave = async (): Promise<void> => {
    for (const file of left) await writeFile(join(folder, file), 'a board');
  };
  await writeFile(join(folder, '.notes.tmp'), 'mine');
  await leave();
  await boards.clear();
  expect(await readdir(folder)).toEqual(['.notes.tmp']);
  await leave();
  await boards.write(card('attic', 1), copy(1));
  expect(await readdir(folder)).toHaveLength(3);
  expect(await boards.list()).toEqual([card('attic', 1)]);
});

test('the newest stay, the oldest go', async () => {
  const boards = keptBoards(folder);
  for (let i = 0; i <= KEPT_BOARDS; i++) await boards.write(card(`room-${i}`, i + 1), copy(1));
  const rooms = (await boards.list()).map(({ room }) => room);
  expect(rooms).toHaveLength(KEPT_BOARDS);
  expect(rooms).not.toContain('room-0');
  expect(rooms[0]).toBe(`room-${KEPT_BOARDS}`);
  expect(await readdir(folder)).toHaveLength(2 * KEPT_BOARDS);
});

test('a card that is damaged is passed over', async () => {
  const boards = keptBoards(folder);
  await boards.write(card('attic', 1), copy(1));
  const [name] = (await readdir(folder)).filter((file) => file.endsWith('.card'));
  await writeFile(join(folder, name ?? ''), 'nonsense');
  expect(await boards.list()).toEqual([]);
});
