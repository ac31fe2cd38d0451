import { app } from 'electron';
import type { MainLog } from './log.ts';

/**
 * Logs what nobody caught, here and in the processes that Electron runs for us. The app goes on: an error in one menu item is no reason to
 * take away a board. Errors carry the bundle's own lines only; what people draw never reaches main.
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
