import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FPM = fileURLToPath(new URL('./stand-in-fpm.ts', import.meta.url));
const fromRoot = createRequire(import.meta.url);
const fromBuilder = createRequire(createRequire(fromRoot.resolve('electron-builder/package.json')).resolve('app-builder-lib'));
const { extractAll } = fromBuilder('@electron/asar') as { extractAll(archive: string, folder: string): void };

/** What Electron's binary has in it, so that fuses can be set: a mark, a version, a length, and a sign for each fuse. */
const FUSES = { mark: 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', version: 1, signs: '10110001' };

/**
 * A folder like the one in which Electron is distributed, with a binary that cannot run. What electron-builder does with it is real:
 * which files it packs, how it switches fuses, and what it writes into menu entries and package descriptions.
 */
function standInElectron(folder: string): void {
  for (const part of ['locales', 'resources']) mkdirSync(join(folder, part), { recursive: true });
  for (const language of ['de', 'en-GB', 'en-US', 'fr', 'zh-CN']) writeFileSync(join(folder, 'locales', `${language}.pak`), 'x');
  const fuses = Buffer.concat([
    Buffer.from(FUSES.mark),
    Buffer.from([FUSES.version, FUSES.signs.length]),
    Buffer.from(FUSES.signs),
  ]);
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.alloc(64), fuses, Buffer.alloc(64)]));
  for (const name of ['LICENSE', 'chrome-sandbox', 'version']) writeFileSync(join(folder, name), 'x');
}

/** The signs of the fuses in a binary that was packed. */
export function fusesOf(binary: Buffer): string {
  const at = binary.indexOf(FUSES.mark) + FUSES.mark.length + 2;
  return binary.subarray(at, at + FUSES.signs.length).toString();
}

/** Packs the built app for Debian, as `npm run package` does, into `folder`. Uses no network. */
export async function packForDebian(folder: string): Promise<void> {
  const electron = join(folder, 'electron');
  standInElectron(electron);
  const fpm = join(folder, 'fpm');
  writeFileSync(fpm, `#!/bin/sh\nexec "${process.execPath}" "${FPM}" "$@"\n`);
  chmodSync(fpm, 0o755);
  const config = [`electronDist=${electron}`, `directories.output=${join(folder, 'release')}`];
  const command = fromRoot.resolve('electron-builder/cli.js');
  const flags = ['--linux', 'deb', '--x64', '--publish', 'never', ...config.map((one) => `--config.${one}`)];
  const child = spawn(process.execPath, [command, ...flags], {
    cwd: ROOT,
    env: { ...process.env, CUSTOM_FPM_PATH: fpm },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`electron-builder ended with ${String(code)}.\n${said}`);
}

/** Lays the files of a packed app out in a folder of their own, where no other packages can be found. */
export function unpackApp(resources: string, folder: string): void {
  extractAll(join(resources, 'app.asar'), folder);
  // Files outside of the archive are in it by name only.
  cpSync(join(resources, 'app.asar.unpacked'), folder, { recursive: true });
}
