import { findElectron } from '../../build/electron-binary.ts';
import { hasDisplay } from '../../build/start-plan.ts';
import type { DesktopApp, LaunchOptions } from './desktop-app.ts';
import { launchElectron } from './electron-app.ts';
import { launchHarness } from './harness-app.ts';

export type { DesktopApp, LaunchOptions } from './desktop-app.ts';

/**
 * Starts the desktop app: in real Electron when its binary and a display exist, else in the harness. Run `npm run build` first.
 */
export async function launchDesktop(options: LaunchOptions = {}): Promise<DesktopApp> {
  const binary = electronHere();
  return binary === undefined ? launchHarness(options) : launchElectron(binary, options);
}

function electronHere(): string | undefined {
  const machine = { platform: process.platform, env: process.env, isRoot: process.getuid?.() === 0 };
  return hasDisplay(machine) ? findElectron(process.env) : undefined;
}
