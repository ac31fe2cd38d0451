import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTurn, programNamed } from './programs.ts';

/** An apt-get that refuses to run at the same time as another one, as the real one does, and notes what it was asked for. */
const APT = `#!/bin/sh
mkdir "$FOLDER/busy" 2>/dev/null || { echo refused >> "$FOLDER/log"; exit 100; }
echo "$*" >> "$FOLDER/log"
sleep 0.05
rmdir "$FOLDER/busy"
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkroom-apt-'));
  await writeFile(join(folder, 'apt-get'), APT);
  await chmod(join(folder, 'apt-get'), 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.skipIf(programNamed('flock') === undefined)('installs packages one after the other, whoever asks', async () => {
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, FOLDER: folder };
  const install = async (name: string): Promise<number> => {
    const [code] = await once(spawn('flock', inTurn(name), { env, stdio: 'ignore' }), 'close');
    return code;
  };
  const names = ['chromium', 'redis-server', 'nginx', 'caddy'];
  expect(await Promise.all(names.map(install))).toEqual([0, 0, 0, 0]);

  const log = (await readFile(join(folder, 'log'), 'utf8')).trim().split('\n');
  expect(log).not.toContain('refused');
  for (const name of names) expect(log.filter((line) => line.endsWith(` ${name}`))).toHaveLength(1);
});
