import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openedLink } from '../../../core/contract/launch.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** It may have to build first, on a machine that does other things too. */
const STARTED = { timeout: 90_000, interval: 50 };
const GONE = { timeout: 15_000, interval: 50 };

let running: ChildProcess | undefined;
afterEach(() => running?.kill('SIGKILL'));

/** `npm start` on a machine without a display, where no window can come up. */
function start() {
  const env: NodeJS.ProcessEnv = { ...process.env };
  delete env.DISPLAY;
  delete env.WAYLAND_DISPLAY;
  const child = spawn(process.execPath, ['build/start.ts'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
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
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'prints the link, says in one line why there is no window, serves, and ends cleanly on %s',
    async (signal) => {
      const { child, lines, ended, link } = start();
      const opened = await link();
      expect(opened).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#\/r\/[\w-]{22}$/);
      await vi.waitFor(() => expect(lines.filter((line) => line.includes('Electron'))).toHaveLength(1), STARTED);
      expect(await healthOf(opened)).toBe(200);
      expect(await (await fetch(new URL('/', opened))).text()).toContain('<title>Inkroom</title>');
      child.kill(signal);
      expect(await ended).toBe(0);
      await expect(healthOf(opened)).rejects.toThrow();
    },
  );

  test('leaves no hub behind when it is killed', async () => {
    const { child, ended, link } = start();
    const opened = await link();
    expect(await healthOf(opened)).toBe(200);
    child.kill('SIGKILL');
    await ended;
    await vi.waitFor(() => expect(healthOf(opened)).rejects.toThrow(), GONE);
  });
});
