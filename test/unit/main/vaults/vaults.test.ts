import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newVaultName } from '../../../../core/board/ids.ts';
import type { ClaimedVault, VaultPartChanges, VaultToken } from '../../../../core/contract/desktop/shell-contract.ts';
import { systemClock } from '../../../../main/host.ts';
import { openVaultFile } from '../../../../main/vaults/vault-file.ts';
import { type Vaults, vaultFiles } from '../../../../main/vaults/vaults.ts';
import { seededRandom } from '../../../support/seeded.ts';

const SERVER = 'http://127.0.0.1:4646';
const BYTES = new Uint8Array([1, 2, 3]);
const DAY_MS = 24 * 60 * 60 * 1_000;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkroom-vaults-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

let warnings: string[] = [];
/** As one start of the app has them. */
function vaults(seed: number): Vaults {
  const random = seededRandom(seed);
  let tokens = 0;
  warnings = [];
  return vaultFiles({
    folder: join(folder, 'vaults'),
    newName: () => newVaultName(random),
    newToken: () => `${seed}-${++tokens}`,
    clock: systemClock,
    log: { info() {}, warn: (event) => void warnings.push(event), error() {} },
  });
}

const names = ({ parts }: ClaimedVault): string[] => parts.map(([name]) => name).sort();
const WORK: VaultPartChanges = [
  ['head', BYTES],
  ['b1', BYTES],
];
/** Undo steps alone are no work. */
const NO_WORK: VaultPartChanges = [
  ['head', BYTES],
  ['undo', BYTES],
];

describe('identities', () => {
  test('who comes back after the app has ended is the same, with what was written', async () => {
    const before = vaults(1);
    const first = await before.claim({ window: 1, page: 1 }, SERVER, 'attic');
    expect(first.parts).toEqual([]);
    await before.write(1, first.token, WORK);
    await before.write(1, first.token, [['b2', BYTES]]);
    await before.write(1, first.token, [['b1', null]]);
    const second = await vaults(2).claim({ window: 1, page: 1 }, SERVER, 'attic');
    expect(second.name).toBe(first.name);
    expect(names(second)).toEqual(['b2', 'head']);
    expect(second.parts.map(([, bytes]) => bytes)).toEqual([BYTES, BYTES]);
  });

  test('two windows in one room are two, also when they ask at the same time', async () => {
    const both = vaults(1);
    const claims = await Promise.all([1, 2].map((window) => both.claim({ window, page: 1 }, SERVER, 'attic')));
    for (const [i, { token }] of claims.entries()) await both.write(i + 1, token, WORK);
    expect(claims[0]?.name).not.toBe(claims[1]?.name);
    both.releaseAll(2);
    const third = await both.claim({ window: 3, page: 1 }, SERVER, 'attic');
    expect(third.name).toBe(claims[1]?.name);
  });

  test('a page that is reloaded gets the identity back, and the page before can write until then', async () => {
    const app = vaults(1);
    const first = await app.claim({ window: 1, page: 1 }, SERVER, 'attic');
    await app.write(1, first.token, WORK);
    const again = await app.claim({ window: 1, page: 2 }, SERVER, 'attic');
    expect(again.name).toBe(first.name);
    await expect(app.write(1, first.token, WORK)).rejects.toThrow();
  });

  test('another room and another server have identities of their own', async () => {
    const app = vaults(1);
    const ids = [];
    for (const [server, room] of [
      [SERVER, 'attic'],
      [SERVER, 'cellar'],
      ['http://other:1', 'attic'],
    ] as const) {
      const claimed = await app.claim({ window: 1, page: 1 }, server, room);
      await app.write(1, claimed.token, WORK);
      app.release(1, claimed.token);
      ids.push(claimed.name);
    }
    expect(new Set(ids).size).toBe(3);
  });

  test('a token that is not the window’s writes nothing', async () => {
    const app = vaults(1);
    const { token } = await app.claim({ window: 1, page: 1 }, SERVER, 'attic');
    await expect(app.write(2, token, WORK)).rejects.toThrow();
    await expect(app.write(1, 'made-up' as VaultToken, WORK)).rejects.toThrow();
    app.release(2, token);
    await app.write(1, token, WORK);
  });

  test('of several that are free the one with unsent work is found first', async () => {
    const app = vaults(1);
    const [one, two] = [
      await app.claim({ window: 1, page: 1 }, SERVER, 'attic'),
      await app.claim({ window: 2, page: 1 }, SERVER, 'attic'),
    ];
    await app.write(1, one.token, WORK);
    await app.write(2, two.token, NO_WORK);
    expect((await vaults(2).claim({ window: 1, page: 1 }, SERVER, 'attic')).name).toBe(one.name);
  });

  test('after a month nobody’s empty vault goes; one with unsent work stays', async () => {
    const app = vaults(1);
    const [one, two] = [
      await app.claim({ window: 1, page: 1 }, SERVER, 'attic'),
      await app.claim({ window: 2, page: 1 }, SERVER, 'attic'),
    ];
    await app.write(1, one.token, WORK);
    await app.write(2, two.token, NO_WORK);
    const dir = join(folder, 'vaults');
    const old = new Date(Date.now() - 31 * DAY_MS);
    for (const name of await readdir(dir)) await utimes(join(dir, name), old, old);
    await vaults(2).claim({ window: 1, page: 1 }, SERVER, 'cellar');
    const left = await readdir(dir);
    expect(left.filter((name) => name.includes(one.name))).toHaveLength(1);
    expect(left.filter((name) => name.includes(two.name))).toEqual([]);
  });

  test('drafts of a month go, and a file that cannot be looked at saves none of the others', async () => {
    const app = vaults(1);
    const { token, name } = await app.claim({ window: 1, page: 1 }, SERVER, 'attic');
    await app.write(1, token, NO_WORK);
    const dir = join(folder, 'vaults');
    const [vault = ''] = await readdir(dir);
    const [old, young] = [`.${vault}.0123abcd.tmp`, `.${vault}.4567cdef.tmp`];
    for (const draft of [old, young]) await writeFile(join(dir, draft), BYTES);
    const then = new Date(Date.now() - 31 * DAY_MS);
    for (const file of [vault, old]) await utimes(join(dir, file), then, then);
    await symlink('nowhere', join(dir, 'broken'));
    await vaults(2).claim({ window: 1, page: 1 }, SERVER, 'cellar');
    const left = await readdir(dir);
    expect(left).toEqual(expect.arrayContaining(['broken', young]));
    expect(left).not.toContain(old);
    expect(left.filter((file) => file.includes(name) && !file.startsWith('.'))).toEqual([]);
    expect(warnings).toEqual(['vault.not_pruned']);
  });

  test('a vault that cannot be pruned saves none of the others', async () => {
    const app = vaults(1);
    const { token, name } = await app.claim({ window: 1, page: 1 }, SERVER, 'attic');
    await app.write(1, token, NO_WORK);
    const dir = join(folder, 'vaults');
    const [vault = ''] = await readdir(dir);
    // Not a file, so it cannot be opened.
    const odd = `${'0'.repeat(32)}.AAAAAAAAAAA.vault`;
    await mkdir(join(dir, odd));
    const then = new Date(Date.now() - 31 * DAY_MS);
    for (const file of [vault, odd]) await utimes(join(dir, file), then, then);
    await vaults(2).claim({ window: 1, page: 1 }, SERVER, 'cellar');
    expect((await readdir(dir)).filter((file) => file.includes(name))).toEqual([]);
    expect(warnings).toEqual(['vault.not_pruned']);
  });

  test('damaged vaults stay, whatever the clock says; of many the oldest go after a month', async () => {
    const dir = join(folder, 'vaults');
    await mkdir(dir);
    const damaged = async (name: string, daysAgo: number): Promise<void> => {
      const at = new Date(Date.now() - daysAgo * DAY_MS);
      await writeFile(join(dir, `${name}.damaged`), BYTES);
      await utimes(join(dir, `${name}.damaged`), at, at);
    };
    for (let i = 0; i < 3; i++) await damaged(`few-${i}`, 40 + i);
    // As at a start with a clock that has jumped.
    await vaults(1).claim({ window: 1, page: 1 }, SERVER, 'attic');
    expect((await readdir(dir)).filter((name) => name.startsWith('few'))).toHaveLength(3);
    for (let i = 0; i < 20; i++) await damaged(`young-${i}`, 1);
    await vaults(2).claim({ window: 1, page: 1 }, SERVER, 'attic');
    const left = await readdir(dir);
    expect(left.filter((name) => name.startsWith('few'))).toEqual([]);
    expect(left.filter((name) => name.startsWith('young'))).toHaveLength(20);
  });

  test('a damaged vault is set aside and said to be, and somebody new begins', async () => {
    const app = vaults(1);
    const { token, name: vault } = await app.claim({ window: 1, page: 1 }, SERVER, 'attic');
    await app.write(1, token, WORK);
    await app.write(1, token, WORK);
    const dir = join(folder, 'vaults');
    const [name = ''] = await readdir(dir);
    const bytes = await readFile(join(dir, name));
    bytes.writeUInt8(bytes.readUInt8(16) ^ 0xff, 16);
    await writeFile(join(dir, name), bytes);
    const next = await vaults(2).claim({ window: 1, page: 1 }, SERVER, 'attic');
    expect(next.name).not.toBe(vault);
    expect(warnings).toEqual(['vault.damaged']);
    expect(await readdir(dir)).toContain(`${name}.damaged`);
    expect(await readFile(join(dir, `${name}.damaged`))).toEqual(bytes);
  });
});

describe('the file', () => {
  test('cut off at any byte it holds every write that was whole before, and can be written again', async () => {
    const path = join(folder, 'one.vault');
    const file = await openVaultFile(path);
    if (!file) throw new Error('damaged');
    const sizes: number[] = [];
    for (let i = 1; i <= 4; i++) {
      await file.write([
        ['head', new Uint8Array([i])],
        [`b${i}`, new Uint8Array(i)],
      ]);
      sizes.push((await readFile(path)).length);
    }
    const whole = await readFile(path);
    for (let length = sizes[0] ?? 0; length <= whole.length; length++) {
      const cut = join(folder, 'cut.vault');
      await writeFile(cut, whole.subarray(0, length));
      const read = await openVaultFile(cut);
      const writes = sizes.filter((size) => size <= length).length;
      expect(read?.parts.get('head'), `cut at ${length}`).toEqual(new Uint8Array([writes]));
      expect(read?.parts.size).toBe(writes + 1);
      if (length % 7 !== 0) continue;
      await read?.write([['b9', BYTES]]);
      expect((await openVaultFile(cut))?.parts.get('b9')).toEqual(BYTES);
      expect((await openVaultFile(cut))?.parts.size).toBe(writes + 2);
    }
  });

  test('it does not grow with the writes, only with what is in it', async () => {
    const path = join(folder, 'one.vault');
    const file = await openVaultFile(path);
    const part = new Uint8Array(200_000);
    for (let i = 0; i < 40; i++) await file?.write([['b1', part]]);
    expect((await readFile(path)).length).toBeLessThan(2_000_000);
    expect((await openVaultFile(path))?.parts.get('b1')).toEqual(part);
  });

  test('a write that fails changes nothing, and the next one writes everything', async () => {
    const path = join(folder, 'gone', 'one.vault');
    const file = await openVaultFile(path);
    await expect(file?.write(WORK)).rejects.toThrow();
    expect(file?.parts.size).toBe(0);
    await mkdir(join(folder, 'gone'));
    await file?.write([['b2', BYTES]]);
    expect([...((await openVaultFile(path))?.parts.keys() ?? [])]).toEqual(['b2']);
  });
});
