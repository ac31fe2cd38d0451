import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HubProcess, startHub } from '../harness/hub.ts';
import { sameBoard } from './board-page.ts';
import { expect, LOST_LINE, test } from './fixtures.ts';

/** Prints each process and its parent, a pair of numbers on a line. */
const PROCESSES: readonly [command: string, ...args: string[]] =
  process.platform === 'win32'
    ? [
        'powershell',
        '-NoProfile',
        '-Command',
        'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId)" }',
      ]
    : ['ps', '-A', '-o', 'pid=,ppid='];

/** The process that writes the data folder: the hub's only child. */
function keeperOf(hub: HubProcess): number {
  const [command, ...args] = PROCESSES;
  const rows = execFileSync(command, args, { encoding: 'utf8' })
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number));
  const children = rows.filter(([, parent]) => parent === hub.child.pid).map(([pid]) => pid);
  const [keeper, ...more] = children;
  if (keeper === undefined || more.length > 0) throw new Error(`the hub has ${children.length} children`);
  return keeper;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** What a disk that goes away and comes back is to a hub: the process that held the folder is gone, and its folder is none. */
async function takeFolderAway(hub: HubProcess, folder: string): Promise<{ giveBack(): void }> {
  const keeper = keeperOf(hub);
  process.kill(keeper, 'SIGKILL');
  await expect.poll(() => isRunning(keeper)).toBe(false);
  const aside = `${folder}.aside`;
  renameSync(folder, aside);
  writeFileSync(folder, 'not a folder');
  return {
    giveBack() {
      rmSync(folder);
      renameSync(aside, folder);
    },
  };
}

test('a kept board says when it was saved, is read only while it cannot be written, goes on after that and over a restart', async ({
  open,
  expectProblems,
}) => {
  expectProblems(LOST_LINE);
  const around = mkdtempSync(join(tmpdir(), 'inkroom-store-'));
  const folder = join(around, 'data');
  const flags = ['--store', 'lmdb', '--data', folder];
  let hub = await startHub({ flags });
  try {
    const [ana, ben] = [await open(hub.link), await open(hub.link)];
    await ana.draw({ x: 200, y: 200 }, { x: 500, y: 220 });
    await ben.holds(1);
    await expect(ana.pill).toContainText(/Live · saved (just now|\d+ s ago)/);
    // Without anything happening the words age.
    await expect(ana.pill).toContainText(/saved [2-9] s ago/);

    const away = await takeFolderAway(hub, folder);
    await ana.draw({ x: 200, y: 300 }, { x: 500, y: 320 });
    await expect(ana.pill).toContainText('Read only · store unavailable');
    await expect(ben.pill).toContainText('Read only · store unavailable');
    await ben.draw({ x: 200, y: 400 }, { x: 500, y: 420 });
    await expect(ben.pill).toContainText('unsent');
    away.giveBack();
    for (const person of [ana, ben]) await expect(person.pill).toContainText(/Live · saved/);
    await ana.holds(3);
    await ben.holds(3);
    await sameBoard(ana, ben);

    const { port } = hub;
    await hub.kill();
    await expect(ana.pill).toContainText('Reconnecting');
    hub = await startHub({ port, flags });
    await expect(ana.pill).toContainText(/Live · (saved|kept)/);
    await expect(ana.lostCopy).toBeHidden();
    await ana.holds(3);
  } finally {
    await hub.kill();
    rmSync(around, { recursive: true, force: true, maxRetries: 5 });
  }
});
