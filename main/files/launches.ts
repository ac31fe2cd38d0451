import { app } from 'electron';
import {
  type HandedLaunch,
  isBoardFile,
  type LaunchRequest,
  parseHandedLaunch,
  parseLaunchArguments,
} from './launch-arguments.ts';

/**
 * Claims to be the only Inkroom of this profile. False when another one runs, which has received `mine` and shows it. Electron
 * keys the claim by the profile's folder, so set that first.
 */
export function claimOnlyInstance(mine: HandedLaunch): boolean {
  return app.requestSingleInstanceLock({ argv: [...mine.argv], folder: mine.folder });
}

/**
 * Every way in which the system passes a link or a file to a running app. Register before the app is ready, because macOS passes
 * them early.
 */
export function onLaunch(take: (request: LaunchRequest) => void): void {
  app.on('second-instance', (_event, argv, folder, handed) => {
    const launch = parseHandedLaunch(handed, { argv, folder });
    take(parseLaunchArguments(launch.argv, { folder: launch.folder, platform: process.platform }));
  });
  app.on('open-url', (event, url) => {
    event.preventDefault();
    take(parseLaunchArguments([url], { folder: '/', platform: process.platform }));
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    take(isBoardFile(path) ? { files: [path], refused: [] } : { refused: ['file'] });
  });
}
