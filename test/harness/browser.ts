import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright';
import { installDebianPackage, programNamed } from './programs.ts';

/**
 * Chromium for tests and benches: the system's, else Playwright's, else, as root on Debian, the distribution's package. Every
 * start has a new profile and connects only to the page under test.
 */
export const CHROMIUM_FLAGS = [
  // Containers and root lack the user namespace for Chromium's sandbox. The pages under test are trusted.
  '--no-sandbox',
  // Software rendering: the same on every machine.
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // A window behind another one keeps drawing: two people share one machine in a test.
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
];

/** Chromium without a user interface. A new page takes it two thirds of the processor time that it takes the others. */
const SHELL = 'chromium-headless-shell';
const COMMANDS = [SHELL, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((variable) =>
    join(process.env[variable] ?? 'C:\\', 'Google', 'Chrome', 'Application', 'chrome.exe'),
  ),
};

let found: string | undefined;

/** The browser's binary. Throws with advice when there is none. Searches once per process. */
export function findChromium(): string {
  found ??= systemChromium() ?? playwrightChromium() ?? installedChromium();
  if (found !== undefined) return found;
  throw new Error(
    'No Chromium on this machine. Install one: `npx playwright install --with-deps chromium`, or your system’s package ' +
      `(Debian: \`apt-get install ${SHELL}\`), or give a binary in INKROOM_CHROMIUM.`,
  );
}

/** Starts Chromium without a window. The caller closes it. */
export function launchBrowser(extraFlags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_FLAGS, ...extraFlags] });
}

function systemChromium(): string | undefined {
  const asked = process.env.INKROOM_CHROMIUM;
  if (asked) return asked;
  return programNamed(...COMMANDS) ?? PLACES[process.platform]?.find((path) => existsSync(path));
}

function playwrightChromium(): string | undefined {
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

function installedChromium(): string | undefined {
  // Older releases have no package of the shell.
  return installDebianPackage(SHELL) || installDebianPackage('chromium') ? systemChromium() : undefined;
}
