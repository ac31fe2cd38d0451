import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const HERE = import.meta.dirname;

/**
 * The peers (Socket.IO, Hocuspocus, tldraw, Excalidraw …) are no part of the product: they live in test/bench/package.json and are
 * installed here by the first bench that needs them.
 */
export function ensureBenchPackages(): void {
  if (existsSync(path.join(HERE, 'node_modules', '.package-lock.json'))) return;
  console.error('Installing the peers of this bench into test/bench/node_modules (once, about 350 MB) ...');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: HERE,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (done.status === 0) return;
  console.error('The peers could not be installed: run "npm ci" in test/bench and look at what it says.');
  process.exit(2);
}
