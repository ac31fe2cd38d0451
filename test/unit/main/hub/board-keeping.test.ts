import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BoardKeeping, boardKeeping } from '../../../../main/hub/board-keeping.ts';

const SERVER = 'http://127.0.0.1:7420';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkroom-keeping-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

let now = 1_000;
const started = (): BoardKeeping => boardKeeping({ file: join(folder, 'hosting.json'), folder: 'hosted', now: () => now });

test('boards are in memory until the person says otherwise', () => {
  const keeping = started();
  expect(keeping.flags()).toEqual([]);
  expect(keeping.read(SERVER)).toEqual({ server: SERVER, keeps: 'memory', since: 1_000, isChosen: false, trouble: undefined });
});

test('the choice outlives the app', () => {
  started().choose('disk');
  now = 2_000;
  const again = started();
  expect(again.flags()).toEqual(['--store', 'lmdb', '--data', 'hosted']);
  expect(again.read(SERVER)).toMatchObject({ keeps: 'disk', isChosen: true, since: 2_000 });
  again.choose('memory');
  expect(started().read(SERVER)).toMatchObject({ keeps: 'memory', isChosen: true });
});

test('where the store cannot be opened boards stay in memory, and one sentence says so until another choice', () => {
  const keeping = started();
  keeping.choose('disk');
  keeping.startFailed();
  expect(keeping.flags()).toEqual([]);
  expect(keeping.read(SERVER)).toMatchObject({ keeps: 'memory', isChosen: true });
  expect(keeping.read(SERVER).trouble).toBe('store');
  keeping.choose('disk');
  expect(keeping.read(SERVER)).toMatchObject({ keeps: 'disk', trouble: undefined });
});

test('a hub in memory that does not start says nothing about the store', () => {
  const keeping = started();
  keeping.startFailed();
  expect(keeping.read(SERVER).trouble).toBeUndefined();
});

test.each(['{"boards":', `{"boards":"disk"${' '.repeat(2_000)}}`])(
  'a choice that cannot be read, or that another program wrote, is as if nobody was asked (%#)',
  async (text) => {
    await writeFile(join(folder, 'hosting.json'), text);
    expect(started().read(SERVER)).toMatchObject({ keeps: 'memory', isChosen: false });
  },
);
