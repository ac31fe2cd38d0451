import type { Clock } from '../../core/base/host.ts';
import { SHELL_GLOBAL, type Shell } from '../../core/contract/desktop/shell-contract.ts';
import { browserShell } from './browser-shell.ts';

/** The desktop's shell if preload has provided one, else the browser's. */
export function findShell(window: Window, clock: Clock): { readonly shell: Shell; readonly inApp: boolean } {
  const exposed: unknown = (window as unknown as Record<string, unknown>)[SHELL_GLOBAL];
  if (isShell(exposed)) return { shell: exposed, inApp: true };
  return { shell: browserShell({ document: window.document, window, clock }), inApp: false };
}

function isShell(raw: unknown): raw is Shell {
  return typeof raw === 'object' && raw !== null && typeof (raw as Partial<Shell>).capabilities === 'function';
}
