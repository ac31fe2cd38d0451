import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { parseRoomLink } from '../../core/contract/access/room-link.ts';
import { openedLink } from '../../core/contract/launch.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** It may have to build first, on a machine that does other things too. */
const STARTED = { timeout: 90_000, interval: 50 };
const GONE = { timeout: 15_000, interval: 50 };

let running: ChildProcess | undefined;
afterEach(() => {
  running?.kill('SIGKILL');
});

/** A demo on a machine without a display, once it serves. */
async function demo(name: 'split' | 'scale') {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const variable of ['DISPLAY', 'WAYLAND_DISPLAY']) delete env[variable];
  const child = spawn(process.execPath, ['test/demo/run.ts', name], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  running = child;
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await vi.waitFor(() => expect(lines.some((line) => line.includes('Electron'))).toBe(true), STARTED);
  const links = lines.flatMap((line) => openedLink(line) ?? []);
  const hubs = lines.flatMap((line) => /^hub [AB] is process (\d+)/.exec(line)?.[1] ?? []).map(Number);
  return { child, lines, ended, links, hubs };
}

async function healthOf(link: string): Promise<number> {
  const response = await fetch(`${new URL(link).origin}/healthz`, { headers: { connection: 'close' } });
  return response.status;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

// Only Linux can be without a display; elsewhere windows would come up.
describe.runIf(process.platform === 'linux')('a demo without a display', { timeout: 150_000 }, () => {
  test.each([
    ['split', 'SIGINT'],
    ['scale', 'SIGTERM'],
  ] as const)('(%s) prints one room by two addresses, serves it, and %s ends everything', async (name, signal) => {
    const { child, ended, links, hubs } = await demo(name);
    const rooms = links.map((link) => parseRoomLink(link)).flatMap((parsed) => (parsed.ok ? [parsed.value] : []));
    expect(rooms).toHaveLength(2);
    expect(new Set(rooms.map(({ room }) => room)).size).toBe(1);
    expect(new Set(rooms.map(({ server }) => server)).size).toBe(2);
    for (const link of links) expect(await healthOf(link)).toBe(200);
    expect(hubs.map(isRunning)).toEqual([true, true]);
    child.kill(signal);
    expect(await ended).toBe(0);
    expect(hubs.map(isRunning)).toEqual([false, false]);
    for (const link of links) await expect(healthOf(link)).rejects.toThrow();
  });

  test.each(['split', 'scale'] as const)('(%s) leaves nothing behind when it is killed', async (name) => {
    const { child, ended, hubs } = await demo(name);
    child.kill('SIGKILL');
    await ended;
    await vi.waitFor(() => expect(hubs.map(isRunning)).toEqual([false, false]), GONE);
  });

  test('both addresses lead to the hub that lives, and it ends with code 1 when none does', async () => {
    const { ended, links, hubs, lines } = await demo('split');
    const [first = 0, second = 0] = hubs;
    process.kill(first, 'SIGKILL');
    await vi.waitFor(() => expect(lines).toContain('hub A is gone: its window comes to hub B.'), GONE);
    for (const link of links) expect(await healthOf(link)).toBe(200);
    process.kill(second, 'SIGKILL');
    expect(await ended).toBe(1);
  });
});

test('a word that a demo does not know is refused', async () => {
  const child = spawn(process.execPath, ['test/demo/run.ts', 'split', '--chek'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(2);
  expect(said).toContain('--check');
});
