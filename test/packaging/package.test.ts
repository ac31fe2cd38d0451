import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { launchHarness } from '../harness/harness-app.ts';
import { fusesOf, packForDebian, unpackApp } from './packing.ts';

/** The built app (`npm run build`), packed by electron-builder with a stand-in for Electron's binary, which cannot be had everywhere. */
describe.skipIf(process.platform !== 'linux')('the package for Debian', { timeout: 240_000 }, () => {
  let folder: string;
  const release = (...path: readonly string[]): string => join(folder, 'release', ...path);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'inkroom-package-'));
    await packForDebian(folder);
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  test('has the app’s binary with its fuses set, and Chromium’s words in the app’s languages', () => {
    // Run as Node, encrypt cookies, NODE_OPTIONS, inspect, check the archive, load only it, own snapshot, file: privileges.
    expect(fusesOf(readFileSync(release('linux-unpacked', 'inkroom')))).toBe('01001100');
    expect(readdirSync(release('linux-unpacked', 'locales')).sort()).toEqual(['de.pak', 'en-GB.pak', 'en-US.pak']);
  });

  test('asks for its libraries, and stands in the menu with its files and links', () => {
    const [name] = readdirSync(release()).filter((one) => one.endsWith('.deb'));
    expect(name).toMatch(/^inkroom_.*_amd64\.deb$/);
    const args = JSON.parse(readFileSync(release(`${name}.json`), 'utf8')) as readonly string[];
    const after = (flag: string): readonly string[] => args.filter((_arg, at) => args[at - 1] === flag);
    expect(after('-d')).toContain('libasound2t64 | libasound2');
    expect(after('--deb-recommends')).toEqual([]);
    expect(args).toContain(`${release('linux-unpacked')}/=/opt/Inkroom`);

    const files = release(`${name}.files`, 'usr', 'share');
    const entry = readFileSync(join(files, 'applications', 'inkroom.desktop'), 'utf8');
    const lines = new Map(entry.split('\n').map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)] as const));
    expect(lines.get('Exec')).toBe('/opt/Inkroom/inkroom %U');
    expect(lines.get('StartupWMClass')).toBe('inkroom');
    expect(lines.get('MimeType')?.split(';').sort()).toEqual([
      '',
      'application/vnd.excalidraw+json',
      'application/vnd.excalidrawlib+json',
      'application/vnd.inkroom.board',
      'application/vnd.tldraw+json',
      'x-scheme-handler/inkroom',
    ]);
    const types = readFileSync(join(files, 'mime', 'packages', 'inkroom.xml'), 'utf8');
    expect([...types.matchAll(/glob pattern="([^"]*)"/g)].map(([, pattern]) => pattern).sort()).toEqual([
      '*.excalidraw',
      '*.excalidrawlib',
      '*.inkroom',
      '*.tldr',
    ]);
  });

  test('holds everything that the app loads: it starts from it alone, and keeps a board on the disk', async () => {
    const program = join(folder, 'program');
    unpackApp(release('linux-unpacked', 'resources'), program);
    expect(readdirSync(join(program, 'dist', 'web')).filter((name) => /\.(br|gz|map)$/.test(name))).toEqual([]);
    const app = await launchHarness({ program });
    try {
      const page = await app.page();
      const pill = page.getByTestId('status-pill');
      const says = (words: string) => vi.waitFor(async () => expect(await pill.textContent()).toContain(words), 60_000);
      await says('Live');
      await page.keyboard.press('p');
      await page.mouse.move(300, 300);
      await page.mouse.down();
      await page.mouse.move(600, 400, { steps: 8 });
      await page.mouse.up();
      await page.getByTestId('keep-question').getByRole('button', { name: 'Keep' }).click();
      await says('saved on this computer');
    } finally {
      await app.kill();
    }
  });
});
