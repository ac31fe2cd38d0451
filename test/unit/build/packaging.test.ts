import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { BUNDLES } from '../../../build/bundles.ts';
import { icnsFile, icoFile } from '../../../build/icons/icon-files.ts';
import { LANGUAGE_CHOICES } from '../../../core/base/language.ts';
import type { RoomId } from '../../../core/board/ids.ts';
import { formatDeepLink } from '../../../core/contract/access/room-link.ts';
import { isOpened } from '../../../core/contract/desktop/file-endings.ts';
import { BOARD_FILE } from '../../../main/files/board-files.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

interface Packaging {
  readonly appId: string;
  /** As electron-builder reads our list of patterns. */
  readonly files: readonly { readonly filter: readonly string[] }[];
  readonly directories: { readonly buildResources: string };
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly protocols: readonly { readonly schemes: readonly string[] }[];
  readonly fileAssociations: readonly {
    readonly ext: string | readonly string[];
    readonly icon: string;
    readonly mimeType?: string;
  }[];
  readonly linux: { readonly icon: string; readonly syncDesktopName: boolean };
  readonly electronLanguages: readonly string[];
  readonly deb: { readonly depends: readonly string[] };
  readonly publish: null;
}

/** electron-builder's own reading and checking of its file: the same that a packaging run begins with. */
const fromBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
const { getConfig, validateConfiguration } = fromBuilder('app-builder-lib/out/util/config/config.js') as {
  getConfig(folder: string, path: null, options: null): Promise<Packaging>;
  validateConfiguration(config: Packaging, log: unknown): Promise<void>;
};
const { DebugLogger } = fromBuilder('builder-util') as { DebugLogger: new (enabled: boolean) => unknown };
const packaging = await getConfig(ROOT, null, null);
const manifest = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as {
  main: string;
  desktopName: string;
  bin: Record<string, string>;
};

describe('the packages', () => {
  test('are described as electron-builder wants it', async () => {
    await expect(validateConfiguration(packaging, new DebugLogger(false))).resolves.toBeUndefined();
    const wrong = { ...packaging, electronFuses: { ...packaging.electronFuses, misspelt: true } };
    await expect(validateConfiguration(wrong, new DebugLogger(false))).rejects.toThrow('electronFuses');
  });

  test('hold what the build makes, and of node_modules only what keeps boards', () => {
    expect(manifest.main).toBe(BUNDLES.main.output);
    expect(Object.values(manifest.bin)).toEqual([BUNDLES.server.output]);
    const patterns = packaging.files.flatMap((one) => one.filter);
    const folders = patterns.filter((pattern) => !pattern.startsWith('!'));
    for (const name of ['main', 'preload', 'hub', 'hubStore', 'web'] as const) {
      expect(
        folders.some((folder) => BUNDLES[name].output.startsWith(`${folder}/`)),
        name,
      ).toBe(true);
    }
    const packages = folders.filter((folder) => folder.startsWith('node_modules/'));
    expect(patterns.indexOf('!**/node_modules/**')).toBeLessThan(patterns.indexOf(packages[0] ?? ''));
    expect(packages.map((folder) => folder.split('/')[1])).toContain('lmdb');
    expect(packages.map((folder) => folder.split('/')[1])).not.toContain('electron');
  });

  test('switch off in the binary what the app does not use', () => {
    expect(packaging.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  test('register the scheme of deep links and the ending of board files, as the code writes them', () => {
    const link = formatDeepLink({ server: 'http://127.0.0.1:1', room: 'x' as RoomId });
    expect(packaging.protocols.flatMap((one) => one.schemes)).toEqual([link.slice(0, link.indexOf(':'))]);
    const endings = packaging.fileAssociations.flatMap(({ ext }) => ext).map((ext) => `.${ext}`);
    expect(endings).toEqual([BOARD_FILE.ending, '.excalidraw', '.excalidrawlib', '.tldr']);
    expect(endings.every((ending) => isOpened(`a${ending}`))).toBe(true);
  });

  test('on Linux name a type for every file that they open, and windows by the desktop entry', () => {
    for (const { ext, mimeType } of packaging.fileAssociations) {
      expect(ext).toBeTypeOf('string');
      expect(mimeType, String(ext)).toMatch(/^application\/vnd\./);
    }
    expect(packaging.linux.syncDesktopName).toBe(true);
    expect(manifest.desktopName).toBe('inkroom.desktop');
  });

  test('as .deb ask for the libraries that Electron is linked against, under both names that they have', () => {
    const wanted = packaging.deb.depends.map((one) => one.split(' | '));
    for (const library of ['libgtk-3-0', 'libasound2', 'libatspi2.0-0'])
      expect(wanted).toContainEqual([`${library}t64`, library]);
    for (const library of ['libgbm1', 'libnss3']) expect(wanted).toContainEqual([library]);
  });

  test('keep Chromium’s own words in every language that the app speaks', () => {
    const spoken = LANGUAGE_CHOICES.filter((choice) => choice !== 'auto');
    expect(packaging.electronLanguages).toEqual(expect.arrayContaining(spoken));
  });

  test('name no feed of updates: such a build looks for none', () => {
    expect(packaging.publish).toBeNull();
  });

  test('have their icons, in the form of each system', () => {
    const icons = `${ROOT}/${packaging.directories.buildResources}`;
    for (const name of ['icon', ...packaging.fileAssociations.map((one) => one.icon)]) {
      const icns = readFileSync(`${icons}/${name}.icns`);
      expect(icns.subarray(0, 4).toString('latin1')).toBe('icns');
      expect(icns.readUInt32BE(4)).toBe(icns.length);
      // A picture of 1024 pixels is among them.
      expect(icns.includes('ic10')).toBe(true);
      expect(readFileSync(`${icons}/${name}.ico`).readUInt16LE(4)).toBe(6);
    }
    for (const size of [16, 32, 48, 64, 128, 256, 512, 1_024])
      expect(existsSync(`${icons}/${packaging.linux.icon}/${size}x${size}.png`)).toBe(true);
  });
});

describe('icon files', () => {
  const pngs = new Map([
    [16, new Uint8Array([1])],
    [256, new Uint8Array([2, 2])],
    [1_024, new Uint8Array([3, 3, 3])],
  ]);

  test('an .ico names each picture’s size, length and place, and leaves out what Windows does not read', () => {
    const ico = Buffer.from(icoFile(pngs));
    expect(ico.readUInt16LE(4)).toBe(2);
    expect([ico[6], ico[22]]).toEqual([16, 0]);
    const [length, offset] = [ico.readUInt32LE(22 + 8), ico.readUInt32LE(22 + 12)];
    expect([...ico.subarray(offset, offset + length)]).toEqual([2, 2]);
    expect(offset + length).toBe(ico.length);
  });

  test('an .icns names each picture’s type and length, and its own', () => {
    const icns = Buffer.from(icnsFile(pngs));
    const types: string[] = [];
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) types.push(icns.subarray(at, at + 4).toString('latin1'));
    expect(types).toEqual(['icp4', 'ic08', 'ic13', 'ic10']);
    expect(icns.readUInt32BE(4)).toBe(icns.length);
  });
});
