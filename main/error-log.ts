import { app } from 'electron';
import type { MainLog } from './log.ts';

/**
 * Logs uncaught errors, here and in the processes that Electron runs for the app. The app continues: an error in one menu item
 * must not close a board. Errors contain the bundle's own lines only; board content never reaches main.
 */
export function logErrors(log: MainLog): void {
  const say = (where: string) => (error: unknown) => {
    log.error('app.error', { where, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  };
  process.on('uncaughtException', say('uncaught'));
  process.on('unhandledRejection', say('unhandled rejection'));
  app.on('child-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit')
      log.error('app.child_gone', { type: details.type, reason: details.reason, code: details.exitCode });
  });
}
