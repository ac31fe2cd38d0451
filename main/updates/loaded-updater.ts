import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Updater } from './updates.ts';

/** Name of the folder in the system's cache where loaded versions wait. */
const CACHE = 'inkroom-updater';

/**
 * electron-updater behind our port. It is read only when updates are on. It checks what it loads by the feed's hash, and on Windows and
 * macOS by the signature of the app. `folder`: of the app's own, for the description of a feed that the build does not name.
 */
export async function loadedUpdater(feed: string | undefined, folder: string): Promise<Updater> {
  // A module of the old kind: everything is in its default.
  const { default: electronUpdater } = await import('electron-updater');
  const { autoUpdater } = electronUpdater;
  autoUpdater.autoDownload = false;
  // The app decides when it ends, and starts the installer itself.
  autoUpdater.autoInstallOnAppQuit = false;
  // Its own log names folders and addresses.
  autoUpdater.logger = null;
  // Errors also come as rejections. Without a listener this event would end the process.
  autoUpdater.on('error', () => {});
  if (feed !== undefined) {
    // It reads a feed from a file only: an address alone finds a version and cannot load it. JSON is YAML, too.
    const file = join(folder, 'app-update.yml');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(file, JSON.stringify({ provider: 'generic', url: feed, updaterCacheDirName: CACHE }));
    autoUpdater.updateConfigPath = file;
  }
  return {
    async newest() {
      const found = await autoUpdater.checkForUpdates();
      return found?.isUpdateAvailable ? found.updateInfo.version : undefined;
    },
    async load() {
      await autoUpdater.downloadUpdate();
    },
    install: (restarts) => autoUpdater.quitAndInstall(!restarts, restarts),
  };
}
