import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the `electron` package. Not imported: its entry point starts a download by itself when the binary is missing. */
const PACKAGE = dirname(fileURLToPath(import.meta.resolve('electron/package.json')));

/** 110 MB over a slow line; a machine without a network fails long before. */
const FETCH_LIMIT_MS = 10 * 60_000;

/**
 * Where Electron's binary is, or `undefined` when its download has not been made. As the package itself, this takes another build of
 * Electron from the folder in ELECTRON_OVERRIDE_DIST_PATH.
 */
export function findElectron(env: NodeJS.ProcessEnv): string | undefined {
  const pathFile = join(PACKAGE, 'path.txt');
  const installed = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : undefined;
  const other = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!other && installed === undefined) return undefined;
  const binary = join(other || join(PACKAGE, 'dist'), installed ?? 'electron');
  return existsSync(binary) ? binary : undefined;
}

/** Lets Electron's own installer try. Answers the binary, or why there is none, in a few words. */
export async function fetchElectron(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<{ binary: string } | { why: string }> {
  const installer = spawn(process.execPath, [join(PACKAGE, 'install.js')], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    signal: AbortSignal.any([signal, AbortSignal.timeout(FETCH_LIMIT_MS)]),
  });
  let said = '';
  installer.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000);
  });
  const code = await new Promise<number | string>((resolve) => {
    installer.once('error', (error) => resolve(error.message));
    installer.once('close', (exit) => resolve(exit ?? 'ended'));
  });
  const binary = code === 0 ? findElectron(env) : undefined;
  return binary === undefined ? { why: shortReason(said) ?? `its installer ended with ${code}` } : { binary };
}

/** The line of an installer's stack trace that names the error, cut to fit on a line with our own words. */
export function shortReason(stderr: string): string | undefined {
  const line = stderr.split('\n').find((text) => /\b[A-Za-z]*Error\b/.test(text));
  return line?.trim().slice(0, 160);
}
