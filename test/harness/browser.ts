import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright';

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

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
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
      '(Debian: `apt-get install chromium`), or give a binary in INKROOM_CHROMIUM.',
  );
}

/** Starts Chromium without a window. The caller closes it. */
export function launchBrowser(extraFlags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_FLAGS, ...extraFlags] });
}

function systemChromium(): string | undefined {
  const asked = process.env.INKROOM_CHROMIUM;
  if (asked) return asked;
  for (const command of COMMANDS) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const path = join(folder, command);
      if (isExecutable(path)) return path;
    }
  }
  return PLACES[process.platform]?.find((path) => existsSync(path));
}

function playwrightChromium(): string | undefined {
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

/** `apt-get` waits for its own lock, so two concurrent workers do not fail. */
function installedChromium(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined;
  console.error('No Chromium here: installing the Debian package (once) …');
  const apt = (...args: string[]): boolean =>
    spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=600', '-qq', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  return apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium') ? systemChromium() : undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
