import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadedUpdater } from '../../../../main/updates/loaded-updater.ts';
import type { Updater } from '../../../../main/updates/updates.ts';
import { standInForElectron } from './electron-stand-in.ts';

/** The real electron-updater, as an installed AppImage has it, and a feed on this computer. */
describe.runIf(process.platform === 'linux')('a feed on this computer', () => {
  const APP = Buffer.from('a new Inkroom');
  const folder = mkdtempSync(join(tmpdir(), 'inkroom-updates-'));
  const kept = { ...process.env };
  const offered = { version: '0.2.0', sha512: createHash('sha512').update(APP).digest('base64') };
  const quits: string[] = [];
  let feed: Server;
  let updater: Updater;
  let restore = (): void => {};

  beforeAll(async () => {
    feed = createServer((request, response) => {
      if (request.url?.startsWith('/latest-linux.yml')) {
        const { version, sha512 } = offered;
        const files = [{ url: 'Inkroom.AppImage', sha512, size: APP.length }];
        response.end(
          JSON.stringify({ version, files, path: 'Inkroom.AppImage', sha512, releaseDate: '2026-11-29T00:00:00.000Z' }),
        );
      } else if (request.url?.startsWith('/Inkroom.AppImage')) response.end(APP);
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => feed.listen(0, '127.0.0.1', resolve));
    const installed = join(folder, 'Inkroom-0.1.0.AppImage');
    writeFileSync(installed, 'the old Inkroom');
    Object.assign(process.env, { APPIMAGE: installed, XDG_CACHE_HOME: join(folder, 'cache') });
    Object.assign(process, { resourcesPath: folder });
    restore = standInForElectron({ userData: folder, version: '0.1.0', quits });
    updater = await loadedUpdater(`http://127.0.0.1:${(feed.address() as AddressInfo).port}/`, join(folder, 'updates'));
  });
  afterAll(async () => {
    restore();
    process.env = kept;
    await new Promise((resolve) => feed.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  test('names a version only when it is newer', async () => {
    offered.version = '0.1.0';
    expect(await updater.newest()).toBeUndefined();
    offered.version = '0.2.0';
    expect(await updater.newest()).toBe('0.2.0');
  });

  test('what is not what the feed says is not taken', async () => {
    const { sha512 } = offered;
    offered.sha512 = createHash('sha512').update('another').digest('base64');
    await updater.newest();
    await expect(updater.load()).rejects.toThrow(/sha512/);
    offered.sha512 = sha512;
  });

  test('loads what is newer into the cache', async () => {
    await updater.newest();
    await updater.load();
    const pending = join(folder, 'cache', 'inkroom-updater', 'pending');
    expect(existsSync(pending) && readdirSync(pending)).toContain('Inkroom.AppImage');
  });
});
