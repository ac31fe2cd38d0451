import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FileToken, NotOpened } from '../../../core/contract/desktop/shell-contract.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { writeFileAtomic } from '../../../main/files/atomic-file.ts';
import {
  exportPicture,
  type FileDialogs,
  openBoardFile,
  readBoardFile,
  saveBoardFile,
  troubleOf,
} from '../../../main/files/board-files.ts';
import { planSavePath, safeFileName } from '../../../main/files/file-name.ts';
import { type FileTokens, fileTokens } from '../../../main/files/file-tokens.ts';
import { jsonFile } from '../../../main/files/json-file.ts';
import { parseWindowState } from '../../../main/window/window-bounds.ts';

const noFailure = (): never => {
  throw new Error('nothing failed');
};

function touched(path: string): string {
  writeFileSync(path, '');
  return path;
}

const OLD = new Uint8Array([1, 2, 3]);
const NEW = new Uint8Array([4, 5, 6, 7]);

let folder: string;
let tokens: FileTokens;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inkroom-files-'));
  let issued = 0;
  tokens = fileTokens(() => {
    issued += 1;
    return `token-${issued}`;
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A person who answers every dialog with the next of these paths, and cancels when there is none. */
function person(...paths: readonly string[]): FileDialogs & { readonly suggested: string[] } {
  const left = [...paths];
  const suggested: string[] = [];
  return {
    suggested,
    openFile: async () => left.shift(),
    async saveFile(_kind, suggestedPath) {
      suggested.push(suggestedPath);
      return left.shift();
    },
  };
}

describe('opening a board', () => {
  test('gives its bytes, its name and a token, and not its path', async () => {
    const path = join(folder, 'attic.inkroom');
    writeFileSync(path, OLD);
    const opened = await openBoardFile(person(path), tokens, noFailure);
    expect(opened).toEqual({ token: 'token-1', name: 'attic.inkroom', bytes: OLD });
    expect(JSON.stringify(opened)).not.toContain(folder);
    // Over the wire goes the whole buffer under a view.
    expect(opened?.bytes.buffer.byteLength).toBe(OLD.length);
  });

  test('is nothing when the person cancels', async () => {
    expect(await openBoardFile(person(), tokens, noFailure)).toBeNull();
  });

  test('is nothing when the chosen one cannot be read, and the person is told which and why', async () => {
    const path = join(folder, 'huge.inkroom');
    truncateSync(touched(path), LIMITS.snapshotBytes + 1);
    const failed: NotOpened[] = [];
    expect(await openBoardFile(person(path), tokens, (what) => failed.push(what))).toBeNull();
    expect(failed).toEqual([{ of: 'file', names: ['huge.inkroom'], why: 'tooLarge' }]);
  });

  test('of a folder or a file that is gone is an error', async () => {
    mkdirSync(join(folder, 'a.inkroom'));
    await expect(readBoardFile(join(folder, 'a.inkroom'), tokens)).rejects.toThrow();
    await expect(readBoardFile(join(folder, 'gone.inkroom'), tokens)).rejects.toThrow();
  });

  test.each([
    ['a folder', 'folder', (path: string) => mkdirSync(path)],
    ['one that is gone', 'missing', () => {}],
    ['one that is too large', 'tooLarge', (path: string) => truncateSync(touched(path), LIMITS.snapshotBytes + 1)],
  ] as const)('%s is told apart: %s', async (_what, why, make) => {
    const path = join(folder, '木板.inkroom');
    make(path);
    expect(troubleOf(await readBoardFile(path, tokens).catch((error: unknown) => error))).toBe(why);
  });

  test('one that may not be read, and one that fails otherwise', () => {
    expect(troubleOf(Object.assign(new Error('no'), { code: 'EACCES' }))).toBe('notAllowed');
    expect(troubleOf(Object.assign(new Error('no'), { code: 'EIO' }))).toBe('unreadable');
    expect(troubleOf('nothing')).toBe('unreadable');
  });
});

test.skipIf(process.platform === 'win32')(
  'opening a pipe that nobody writes to is an error, and nothing waits for it',
  async () => {
    const path = join(folder, 'pipe.inkroom');
    execFileSync('mkfifo', [path]);
    await expect(readBoardFile(path, tokens)).rejects.toThrow('Not a file');
  },
);

describe('saving a board', () => {
  test('asks where to the first time, and writes to the same file with the token', async () => {
    const path = join(folder, 'attic.inkroom');
    const first = await saveBoardFile(person(path), tokens, { token: null, suggestedName: 'attic', bytes: OLD });
    expect(first).toEqual({ token: 'token-1', name: 'attic.inkroom' });
    const nobody = person();
    const second = await saveBoardFile(nobody, tokens, { token: 'token-1' as FileToken, suggestedName: 'attic', bytes: NEW });
    expect(second).toEqual(first);
    expect(nobody.suggested).toEqual([]);
    expect(new Uint8Array(readFileSync(path))).toEqual(NEW);
  });

  test('writes nothing when the person cancels', async () => {
    expect(await saveBoardFile(person(), tokens, { token: null, suggestedName: 'attic', bytes: OLD })).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('with a token that main never gave out is refused, path or not', async () => {
    const path = join(folder, 'secret');
    writeFileSync(path, OLD);
    for (const token of [path, 'token-99', '../secret', '']) {
      await expect(
        saveBoardFile(person(path), tokens, { token: token as FileToken, suggestedName: 'x', bytes: NEW }),
      ).rejects.toThrow();
    }
    expect(new Uint8Array(readFileSync(path))).toEqual(OLD);
  });

  test('adds the ending that the person left out, and asks again when that names a file that exists', async () => {
    writeFileSync(join(folder, 'attic.inkroom'), OLD);
    const again = person(join(folder, 'attic'), join(folder, 'cellar'));
    const saved = await saveBoardFile(again, tokens, { token: null, suggestedName: 'attic', bytes: NEW });
    expect(saved?.name).toBe('cellar.inkroom');
    expect(again.suggested).toEqual(['attic.inkroom', join(folder, 'attic.inkroom')]);
    expect(new Uint8Array(readFileSync(join(folder, 'attic.inkroom')))).toEqual(OLD);
  });

  test('a picture goes where the person says, or nowhere', async () => {
    expect(await exportPicture(person(join(folder, 'attic.png')), 'attic', 'image/png', NEW)).toBe(true);
    expect(await exportPicture(person(), 'attic', 'image/png', OLD)).toBe(false);
    expect(readdirSync(folder)).toEqual(['attic.png']);
  });

  test.each([
    ['image/svg+xml', 'attic.svg'],
    ['application/vnd.excalidraw+json', 'attic.excalidraw'],
  ] as const)('%s gets its own ending', async (type, name) => {
    const asked = person(join(folder, 'attic'));
    expect(await exportPicture(asked, 'attic', type, NEW)).toBe(true);
    expect(asked.suggested).toEqual([name]);
    expect(readdirSync(folder)).toEqual([name]);
  });
});

describe('suggested names', () => {
  test.each([
    ['attic', 'attic.inkroom'],
    ['attic.inkroom', 'attic.inkroom'],
    ['../../etc/passwd', 'etc passwd.inkroom'],
    ['a\u0000b\nc\u202Ed', 'a b c d.inkroom'],
    ['what? <is> "this": a|b*', 'what is this a b.inkroom'],
    ['CON', 'Inkroom board.inkroom'],
    ['con.txt', 'Inkroom board.inkroom'],
    ['Nul .a.b', 'Inkroom board.inkroom'],
    ['COM¹', 'Inkroom board.inkroom'],
    ['CONOUT$', 'Inkroom board.inkroom'],
    ['contents.v2', 'contents.v2.inkroom'],
    ['com10', 'com10.inkroom'],
    ['lpt1', 'Inkroom board.inkroom'],
    ['...', 'Inkroom board.inkroom'],
    ['', 'Inkroom board.inkroom'],
    ['Zeichnung für Ägypten 図', 'Zeichnung für Ägypten 図.inkroom'],
    ['x'.repeat(500), `${'x'.repeat(100)}.inkroom`],
  ])('%j becomes a name that every system takes', (suggested, name) => {
    expect(safeFileName(suggested, '.inkroom')).toBe(name);
  });

  test('an ending in capitals is the ending', () => {
    expect(planSavePath('/a/B.INKROOM', '.inkroom', () => true)).toEqual({ kind: 'write', path: '/a/B.INKROOM' });
    expect(planSavePath('/a/b.png', '.inkroom', () => false)).toEqual({ kind: 'write', path: '/a/b.png.inkroom' });
  });
});

describe('replacing a file', () => {
  test('leaves nothing else behind, when it works and when it does not', async () => {
    const path = join(folder, 'a');
    await writeFileAtomic(path, OLD);
    await writeFileAtomic(path, NEW);
    expect(new Uint8Array(readFileSync(path))).toEqual(NEW);
    mkdirSync(join(folder, 'taken'));
    writeFileSync(join(folder, 'taken', 'inside'), '');
    await expect(writeFileAtomic(join(folder, 'taken'), NEW)).rejects.toThrow();
    await expect(writeFileAtomic(join(folder, 'none', 'a'), NEW)).rejects.toThrow();
    expect(readdirSync(folder).sort()).toEqual(['a', 'taken']);
  });

  test('goes through a symbolic link to the file that it names', async () => {
    const path = join(folder, 'a');
    writeFileSync(path, OLD);
    symlinkSync(path, join(folder, 'link'));
    await writeFileAtomic(join(folder, 'link'), NEW);
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(new Uint8Array(readFileSync(path))).toEqual(NEW);
  });

  test('keeps who may read it', async () => {
    const path = join(folder, 'a');
    writeFileSync(path, OLD);
    chmodSync(path, 0o600);
    const { mode } = lstatSync(path);
    await writeFileAtomic(path, NEW);
    expect(lstatSync(path).mode).toBe(mode);
  });
});

describe('a remembered window', () => {
  const STATE = { bounds: { x: 1, y: 2, width: 800, height: 600 }, maximised: true };

  test('is read back, from a folder that was made for it', () => {
    const memory = jsonFile(join(folder, 'profile', 'window.json'), parseWindowState);
    expect(memory.read()).toBeUndefined();
    memory.write(STATE);
    expect(memory.read()).toEqual(STATE);
    expect(readdirSync(join(folder, 'profile'))).toEqual(['window.json']);
  });

  test.each(['', '{', 'null', '{"bounds":1}', `${JSON.stringify(STATE)}${' '.repeat(5_000)}`])('damaged (%#) is none', (text) => {
    writeFileSync(join(folder, 'window.json'), text);
    expect(jsonFile(join(folder, 'window.json'), parseWindowState).read()).toBeUndefined();
  });
});
