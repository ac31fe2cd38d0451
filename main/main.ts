import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app } from 'electron';
import { reasonOf } from '../core/base/reason-of.ts';
import { base64url, newVaultName } from '../core/board/ids.ts';
import { BOARD_PREFIX, HANDED_OVER_LINE } from '../core/contract/launch.ts';
import { type BoardApp, runBoardApp } from './app.ts';
import { logErrors } from './error-log.ts';
import { fileTokens } from './files/file-tokens.ts';
import { jsonFile } from './files/json-file.ts';
import { type LaunchRequest, mergeLaunches, parseLaunchArguments } from './files/launch-arguments.ts';
import { claimOnlyInstance, onLaunch } from './files/launches.ts';
import { registerAppScheme, serveApp } from './guards/app-protocol.ts';
import { guardPermissions, guardWebContents } from './guards/guards.ts';
import { systemClock, systemRandom } from './host.ts';
import { hostControl } from './hosting/hosting.ts';
import { hostingMemory, parseHostingMemory } from './hosting/hosting-memory.ts';
import { reachesHub } from './hosting/reach.ts';
import { boardKeeping } from './hub/board-keeping.ts';
import { hostHub } from './hub/hub-host.ts';
import { forkHub } from './hub/hub-process.ts';
import { lineLog } from './log.ts';
import { multicastLine, silentLine } from './nearby/multicast-line.ts';
import { createNearby } from './nearby/nearby.ts';
import { loadedUpdater } from './updates/loaded-updater.ts';
import { installedAs, planUpdates, type UpdatePlan } from './updates/update-plan.ts';
import { createUpdates } from './updates/updates.ts';
import { keptBoards } from './vaults/board-files.ts';
import { vaultFiles } from './vaults/vaults.ts';
import { parseWindowState } from './window/window-bounds.ts';
import { mainLanguage, parseLanguageChoice } from './words/main-language.ts';

/** This file is bundled to dist/desktop/main.js, next to preload and hub. The renderer's files are in dist/web. */
const BUNDLES = fileURLToPath(new URL('.', import.meta.url));

const log = lineLog(systemClock.now, (line) => console.error(line));
const launch = parseLaunchArguments(process.argv, { folder: process.cwd(), platform: process.platform });

// Before the app is ready, and without waiting for anything: Electron initialises meanwhile.
logErrors(log);
registerAppScheme();
app.enableSandbox();
guardWebContents(log);
if (launch.profile !== undefined) chooseProfile(launch.profile);
if (claimOnlyInstance({ argv: process.argv, folder: process.cwd() })) start();
else {
  log.info('app.handed_over');
  // The line must be written before the process ends. Some systems write to a pipe asynchronously.
  process.stdout.write(`${HANDED_OVER_LINE}\n`, () => app.exit(0));
}

/** Settings, storage and the single-instance claim belong to a folder, for this user only. Electron requires it to exist. */
function chooseProfile(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  app.setPath('userData', folder);
}

/** What electron-builder has put next to the app says how it is updated. */
function updatesHere(): UpdatePlan {
  const told = (name: string): string | undefined => {
    const file = app.isPackaged ? join(process.resourcesPath, name) : '';
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  return planUpdates({
    isPackaged: app.isPackaged,
    hasFeed: told('app-update.yml') !== undefined,
    choice: launch.updates,
    installed: installedAs(process.platform, { packageType: told('package-type'), appImage: process.env.APPIMAGE }),
  });
}

/** Tells this app from others on the network, and says nothing about the computer. */
function newAppId(): string {
  return Buffer.from(systemRandom.bytes(6)).toString('hex');
}

function start(): void {
  let board: BoardApp | undefined;
  // Requests of the system before there is a window, after those of the command line.
  const early: LaunchRequest[] = [launch];
  onLaunch((request) => (board ? board.open(request) : early.push(request)));

  app
    .whenReady()
    .then(() => {
      if (app.isPackaged) app.setAsDefaultProtocolClient('inkroom');
      guardPermissions(log);
      serveApp(join(BUNDLES, '..', 'web'), log);
      const newToken = (): string => base64url(systemRandom.bytes(16));
      const ownFile = (name: string): string => join(app.getPath('userData'), name);
      const keeping = boardKeeping({ file: ownFile('keeping.json'), folder: ownFile('hosted'), now: systemClock.now });
      const language = mainLanguage({
        memory: jsonFile(ownFile('language.json'), parseLanguageChoice),
        preferred: () => app.getPreferredSystemLanguages(),
      });
      const hostKey = newToken();
      const { port, shared } = hostingMemory(jsonFile(ownFile('hosting.json'), parseHostingMemory), launch.hubPort, log);
      const hub = hostHub({
        fork: (args) => forkHub(join(BUNDLES, 'hub.js'), args, hostKey),
        port,
        keeping,
        clock: systemClock,
        log,
      });
      board = runBoardApp({
        hub,
        hostKey,
        keeping,
        language,
        boards: keptBoards(ownFile('boards')),
        hosting: hostControl({
          hub,
          shared,
          interfaces: networkInterfaces,
          onlyAddress: launch.hostAddress,
          reaches: reachesHub,
        }),
        nearby: createNearby({
          openLine: launch.discovery === false ? silentLine : multicastLine,
          clock: systemClock,
          id: newAppId(),
        }),
        updates: createUpdates({
          plan: updatesHere(),
          updater: (feed) => loadedUpdater(feed, ownFile('updates')),
          clock: systemClock,
          log,
        }),
        tokens: fileTokens(newToken),
        vaults: vaultFiles({
          folder: ownFile('vaults'),
          newName: () => newVaultName(systemRandom),
          newToken,
          clock: systemClock,
          log,
        }),
        window: { preload: join(BUNDLES, 'preload.cjs'), memory: jsonFile(ownFile('window.json'), parseWindowState) },
        onFirstBoard: (link) => console.log(`${BOARD_PREFIX}${link}`),
        platform: process.platform,
        clock: systemClock,
        random: systemRandom,
        log,
      });
      board.open(mergeLaunches(early));
      log.info('app.started');
    })
    .catch((error: unknown) => {
      log.error('app.error', { where: 'start', reason: reasonOf(error) });
      app.exit(1);
    });
}
