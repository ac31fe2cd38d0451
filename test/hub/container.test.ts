import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { HUB_COMMAND } from '../hub-command.ts';
import { stagesOf, variablesOf, wordsOf } from '../support/dockerfile.ts';

const ROOT = join(import.meta.dirname, '../..');
const PROGRAM = '/opt/inkroom';

/** What the image promises, with bubblewrap in the place of a container engine: its files read only, no network, no rights. */
const sandbox = (data: string, variables: Readonly<Record<string, string>>): string[] => [
  ...['--unshare-all', '--die-with-parent', '--new-session', '--uid', '1000', '--gid', '1000', '--cap-drop', 'ALL'],
  ...['/usr', '/lib', '/lib64', '/bin', '/etc'].flatMap((folder) => ['--ro-bind-try', folder, folder]),
  ...['--ro-bind', ROOT, PROGRAM, '--ro-bind', process.execPath, '/opt/bin/node', '--proc', '/proc', '--dev', '/dev'],
  ...['--tmpfs', '/tmp', '--bind', data, '/data', '--remount-ro', '/', '--chdir', PROGRAM, '--clearenv'],
  ...Object.entries({ PATH: '/opt/bin:/usr/bin', HOME: '/tmp', ...variables }).flatMap(([name, value]) => [
    '--setenv',
    name,
    value,
  ]),
];

test('the image’s command starts, is healthy and keeps a board on a file system that is read only, and writes nowhere else', ({
  skip,
}) => {
  if (spawnSync('bwrap', ['--ro-bind', '/', '/', 'true']).status !== 0)
    skip('bwrap (Debian: bubblewrap) does not work on this machine');
  const data = mkdtempSync(join(tmpdir(), 'inkroom-container-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  // The volume belongs to the image's user.
  chmodSync(data, 0o777);
  const image = stagesOf(readFileSync(join(ROOT, 'build/hosting/Dockerfile'), 'utf8')).at(-1) ?? [];
  const command = [...wordsOf(image, 'ENTRYPOINT'), ...wordsOf(image, 'CMD')].map((word) =>
    word.endsWith('inkroom.js') ? HUB_COMMAND : word,
  );
  const words = [command, wordsOf(image, 'HEALTHCHECK')].map((one) => JSON.stringify(one));
  const args = [...sandbox(data, variablesOf(image)), 'node', `${PROGRAM}/test/hub/in-container.ts`, ...words];
  const { stdout, stderr } = spawnSync('bwrap', args, { encoding: 'utf8', timeout: 180_000 });
  expect(stdout, stderr).not.toBe('');
  expect(JSON.parse(stdout)).toEqual({
    health: 0,
    saved: true,
    writes: { program: false, root: false, data: true, tmp: true },
    user: 1000,
    code: 0,
  });
  expect(readdirSync(data)).toContain('inkroom-data.json');
  expect(stderr).not.toMatch(/EROFS|EACCES/);
}, 200_000);
