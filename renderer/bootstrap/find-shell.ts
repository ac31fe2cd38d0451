import type { Clock } from '../../core/base/host.ts';
import { SHELL_GLOBAL, type Shell } from '../../core/contract/shell-contract.ts';
import { browserShell } from './browser-shell.ts';

/** The desktop's shell if preload has provided one, else the browser's. */
export function findShell(window: Window, clock: Clock): Shell {
  const exposed: unknown = (window as unknown as Record<string, unknown>)[SHELL_GLOBAL];
  return isShell(exposed) ? exposed : browserShell({ document: window.document, window, clock });
}

function isShell(raw: unknown): raw is Shell {
  return typeof raw === 'object' && raw !== null && typeof (raw as Partial<Shell>).capabilities === 'function';
}
