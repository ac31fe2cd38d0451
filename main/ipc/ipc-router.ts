import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { Disposable } from '../../core/base/disposable.ts';
import { codeOf, errorName } from '../../core/base/reason-of.ts';
import { SHELL_CHANNELS, type ShellApi } from '../../core/contract/desktop/shell-contract.ts';
import type { MainLog } from '../log.ts';
import type { BoardWindow } from '../window/board-window.ts';
import { isTrusted, planCall, type Sender } from './ipc-plan.ts';

export interface RouterOptions {
  /** The window of a web contents. Undefined for a foreign one. */
  readonly windowOf: (contents: Electron.WebContents) => BoardWindow | undefined;
  readonly shellOf: (window: BoardWindow) => ShellApi;
  readonly log: MainLog;
}

/**
 * The only way from the renderer to main. Checks every sender, parses every argument from `unknown`, and rejects refused calls: a
 * refusal never looks like an empty answer.
 */
export function routeShellCalls(options: RouterOptions): Disposable {
  const { log } = options;

  ipcMain.handle(SHELL_CHANNELS.call, async (event, method: unknown, ...args: unknown[]) => {
    const window = options.windowOf(event.sender);
    const plan = planCall(senderOf(event, window), method, args);
    if (plan.kind === 'refuse' || !window) {
      const code = plan.kind === 'refuse' ? plan.code : 'shell.sender';
      log.warn('ipc.refused', { code });
      throw new Error(code);
    }
    try {
      return await plan.on(options.shellOf(window));
    } catch (error) {
      log.warn('ipc.failed', { method: plan.method, reason: loggedCode(error) });
      throw error;
    }
  });

  ipcMain.handle(SHELL_CHANNELS.listen, (event) => {
    const window = options.windowOf(event.sender);
    if (!window || !isTrusted(senderOf(event, window))) {
      log.warn('ipc.refused', { code: 'shell.sender' });
      throw new Error('shell.sender');
    }
    window.listening();
  });

  return {
    dispose() {
      ipcMain.removeHandler(SHELL_CHANNELS.call);
      ipcMain.removeHandler(SHELL_CHANNELS.listen);
    },
  };
}

function senderOf(event: IpcMainInvokeEvent, window: BoardWindow | undefined): Sender {
  const frame = event.senderFrame;
  return {
    isOurWindow: window !== undefined,
    isMainFrame: frame !== null && frame.parent === null,
    url: frame?.url ?? '',
  };
}

/** Safe to log: a system's code, or the name of the error. Its message may contain a path. */
function loggedCode(error: unknown): string {
  return codeOf(error) ?? errorName(error);
}
