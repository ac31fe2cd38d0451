import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { BOARD_PREFIX, HANDED_OVER_LINE, openedLink } from '../../../core/contract/launch.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** It may have to build first, on a machine that does other things too. */
const STARTED = { timeout: 90_000, interval: 50 };
const GONE = { timeout: 15_000, interval: 50 };

let running: ChildProcess | undefined;
let folder: string | undefined;
afterEach(() => {
  running?.kill('SIGKILL');
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  folder = undefined;
});

/** `npm start` on a machine without a display, where no window can come up, unless `more` says otherwise. With a flag it is a server. */
function start(more: NodeJS.ProcessEnv = {}, flags: readonly string[] = ['--port', '0']) {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const variable of ['DISPLAY', 'WAYLAND_DISPLAY', 'ELECTRON_OVERRIDE_DIST_PATH']) delete env[variable];
  for (const variable of Object.keys(env)) if (variable.startsWith('INKROOM_')) delete env[variable];
  Object.assign(env, more);
  const child = spawn(process.execPath, ['build/start.ts', ...flags], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running = child;
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const link = async (): Promise<string> => {
    await vi.waitFor(() => expect(lines.map(openedLink).filter((one) => one !== undefined)).toHaveLength(1), STARTED);
    return lines.map(openedLink).find((one) => one !== undefined) ?? '';
  };
  return { child, lines, ended, link };
}

async function healthOf(link: string): Promise<number> {
  const response = await fetch(`${new URL(link).origin}/healthz`);
  return response.status;
}

// Only Linux can be without a display; elsewhere the real app would come up, or its download begin.
describe.runIf(process.platform === 'linux')('npm start without a display', { timeout: 120_000 }, () => {
  test('prints the link, says in one line why there is no window, serves, and ends cleanly on SIGINT', async () => {
    const { child, lines, ended, link } = start();
    const opened = await link();
    expect(opened).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#\/r\/[\w-]{22}$/);
    await vi.waitFor(() => expect(lines.filter((line) => line.includes('Electron'))).toHaveLength(1), STARTED);
    expect(await healthOf(opened)).toBe(200);
    expect(await (await fetch(new URL('/', opened))).text()).toContain('<title>Inkroom</title>');
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    await expect(healthOf(opened)).rejects.toThrow();
  });

  test('leaves no hub behind when it is killed', async () => {
    const { child, ended, link } = start();
    const opened = await link();
    expect(await healthOf(opened)).toBe(200);
    child.kill('SIGKILL');
    await ended;
    await vi.waitFor(() => expect(healthOf(opened)).rejects.toThrow(), GONE);
  });
});

/** A machine with a display and an Electron that does what this shell script does. It has no opener, so that no browser comes up. */
function electronThat(script: string): NodeJS.ProcessEnv {
  folder = mkdtempSync(join(tmpdir(), 'inkroom-electron-'));
  writeFileSync(join(folder, 'electron'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'electron'), 0o755);
  return { DISPLAY: ':nowhere', ELECTRON_OVERRIDE_DIST_PATH: folder, PATH: '' };
}

/** What the app's hub and the app print, with a link that nothing serves. */
const OWN_BOARD = 'http://127.0.0.1:9/#/r/own';
const APP_SAYS = `echo "Open: http://127.0.0.1:9/#/r/unused"; echo "${BOARD_PREFIX}${OWN_BOARD}"`;

describe.runIf(process.platform === 'linux')('npm start with a desktop app', { timeout: 120_000 }, () => {
  test('lets the app host the board by itself, prints the link of that board, and ends when the person quits it', async () => {
    const { lines, ended } = start(electronThat(`for word in "$@"; do echo "got $word"; done; ${APP_SAYS}`), []);
    expect(await ended).toBe(0);
    expect(lines.filter((line) => line.startsWith('got --link'))).toEqual([]);
    expect(lines.map(openedLink).filter((one) => one !== undefined)).toEqual([OWN_BOARD]);
  });

  test('ends when an app that runs already shows a board', async () => {
    const { lines, ended } = start(electronThat(`echo "${HANDED_OVER_LINE}"`), []);
    expect(await ended).toBe(0);
    expect(lines).toContain(HANDED_OVER_LINE);
  });

  test('serves the board for the browser when the app cannot start', async () => {
    const { child, lines, ended, link } = start(electronThat('exit 7'), []);
    const opened = await link();
    expect(await healthOf(opened)).toBe(200);
    // It comes after the hub's own lines.
    await vi.waitFor(() => expect(lines.filter((line) => line.includes('it ended with 7'))).toHaveLength(1), STARTED);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  });

  test('with flags opens it on the server’s link, and the server outlives the window: others may be on the board', async () => {
    const { child, lines, ended, link } = start(electronThat('for word in "$@"; do echo "got $word"; done'));
    const opened = await link();
    await vi.waitFor(() => expect(lines.at(-1)).toMatch(/^The window is closed/), STARTED);
    expect(lines).toContain(`got --link=${opened}`);
    expect(await healthOf(opened)).toBe(200);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    await expect(healthOf(opened)).rejects.toThrow();
  });

  test('goes on serving when an app that runs already takes the link', async () => {
    const { child, lines, ended, link } = start(electronThat(`echo "${HANDED_OVER_LINE}"`));
    const opened = await link();
    await vi.waitFor(() => expect(lines).toContain(HANDED_OVER_LINE), STARTED);
    expect(await healthOf(opened)).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await expect(healthOf(opened)).rejects.toThrow();
  });

  test('goes on serving for the browser when it cannot start', async () => {
    const { child, lines, ended, link } = start(electronThat('exit 7'));
    const opened = await link();
    await vi.waitFor(() => expect(lines.filter((line) => line.includes('it ended with 7'))).toHaveLength(1), STARTED);
    expect(await healthOf(opened)).toBe(200);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  });

  test('ends it with everything else', async () => {
    const { child, lines, ended, link } = start(electronThat('echo "app $$"; exec /bin/sleep 600'));
    await link();
    await vi.waitFor(() => expect(lines.some((line) => line.startsWith('app '))).toBe(true), STARTED);
    const app = Number(lines.find((line) => line.startsWith('app '))?.slice(4));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(() => process.kill(app, 0)).toThrow();
  });
});
