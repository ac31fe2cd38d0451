import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The path of the first of these programs that PATH has. */
export function programNamed(...names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Installs a package where a test may: as root on Debian. False: it could not. Processes that do so at the same time wait for each other
 * (`flock`, of Debian's essential packages): `apt-get update` fails at once when another one runs.
 */
export function installDebianPackage(name: string): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  console.error(`No ${name} here: installing the Debian package (once) …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('flock', inTurn(name), { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
}

/** The arguments of `flock` that install a package when no other process does. */
export function inTurn(name: string): string[] {
  const apt = 'apt-get -o DPkg::Lock::Timeout=600 -qq';
  const install = `${apt} update && ${apt} install -y --no-install-recommends "$0"`;
  return [join(tmpdir(), 'inkroom-apt.lock'), 'sh', '-c', install, name];
}
