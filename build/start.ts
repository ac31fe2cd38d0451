import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { HANDED_OVER_LINE, LINK_FLAG, openedLink } from '../core/contract/launch.ts';
import { buildBundles, staleBundles } from './build.ts';
import { BUNDLE_NAMES } from './bundles.ts';
import { fetchElectron, findElectron } from './electron-binary.ts';
import { onParentGone } from './parent-watch.ts';
import { type Machine, planDesktop, planOpener } from './start-plan.ts';

/**
 * `npm start`: builds what is out of date, serves a new room from memory, and opens it in the desktop app, or in the browser where
 * Electron cannot be had. Ends when it is told to, or when the desktop app is quit.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** A child that is told to end has this long; then it is killed. The hub drains in less. */
const END_LIMIT_MS = 8_000;

const machine: Machine = { platform: process.platform, env: process.env, isRoot: process.getuid?.() === 0 };
const ending = new AbortController();
const children = new Set<ChildProcess>();

process.once('SIGINT', () => end(0));
process.once('SIGTERM', () => end(0));
process.once('SIGHUP', () => end(0));
onParentGone(() => end(0));

const stale = staleBundles(BUNDLE_NAMES);
if (stale.length > 0) {
  console.log(`Building ${stale.join(', ')} …`);
  await buildBundles(stale, 'warn');
}
if (!ending.signal.aborted) {
  const link = await serve();
  if (link !== undefined) await show(link);
}

/** Starts the hub; its output, the `Open: LINK` line included, is ours. Answers the link, or `undefined` when the hub could not start. */
function serve(): Promise<string | undefined> {
  // The entry for parents: it ends when its channel to us does, however we end.
  const hub = run(process.execPath, ['server/hub-process.ts', 'serve', '--host', '127.0.0.1', '--port', '0'], 'ipc');
  return new Promise((resolve) => {
    eachLine(hub, (line) => {
      console.log(line);
      const link = openedLink(line);
      if (link !== undefined) resolve(link);
    });
    hub.once('close', (code, signal) => {
      resolve(undefined);
      if (ending.signal.aborted) return;
      console.error(`The hub ended by itself (${code ?? signal}). Its own words are above.`);
      end(1);
    });
  });
}

async function show(link: string): Promise<void> {
  let plan = planDesktop(machine, findElectron(process.env));
  if (plan.kind === 'fetch') {
    console.log('Getting Electron (about 110 MB, once) …');
    const fetched = await fetchElectron(process.env, ending.signal);
    plan = 'binary' in fetched ? planDesktop(machine, fetched.binary) : { kind: 'none', why: fetched.why };
  }
  if (ending.signal.aborted) return;
  if (plan.kind === 'run') runDesktop(plan.binary, plan.flags, link);
  else showInBrowser(plan.kind === 'none' ? plan.why : 'its binary is missing', link);
}

function runDesktop(binary: string, flags: readonly string[], link: string): void {
  const app = run(binary, [...flags, ROOT, `${LINK_FLAG}${link}`]);
  let handedOver = false;
  eachLine(app, (line) => {
    console.log(line);
    if (line === HANDED_OVER_LINE) handedOver = true;
  });
  app.once('close', (code, signal) => {
    if (ending.signal.aborted || handedOver) return;
    if (code === 0) end(0);
    else showInBrowser(`it ended with ${code ?? signal}`, link);
  });
}

function showInBrowser(why: string, link: string): void {
  const opener = planOpener(machine, link, commandExists);
  const then = opener ? 'opening the web client in your browser' : 'open the link above in any browser';
  console.log(`The desktop app cannot run here (Electron: ${why}): ${then}. Ctrl-C ends the hub.`);
  if (!opener) return;
  // Outlives us on purpose: it may be the browser itself. Its failure is no reason to stop serving.
  const opening = spawn(opener.command, [...opener.args], {
    stdio: 'ignore',
    detached: true,
    windowsVerbatimArguments: machine.platform === 'win32',
  });
  opening.once('error', (error) => console.error(`The browser could not be opened (${error.message}): open the link above.`));
  opening.unref();
}

/** A child that ends with us. */
function run(command: string, args: readonly string[], channel: 'ipc' | 'ignore' = 'ignore'): ChildProcess {
  const child = spawn(command, [...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit', channel],
    // Out of the terminal's group: Ctrl-C comes to us, and a child hears of it once. Twice would mean "do not wait".
    detached: machine.platform !== 'win32',
  });
  children.add(child);
  child.once('close', () => children.delete(child));
  child.once('error', (error) => console.error(`${command} could not be started: ${error.message}`));
  return child;
}

function eachLine(child: ChildProcess, take: (line: string) => void): void {
  if (child.stdout) createInterface({ input: child.stdout }).on('line', take);
}

/** Ends every child and then us, once. Nothing keeps the process alive after its children, so no exit is forced on open output. */
function end(code: number): void {
  if (ending.signal.aborted) return;
  process.exitCode = code;
  ending.abort();
  for (const child of children) child.kill('SIGTERM');
  const killer = setTimeout(() => {
    for (const child of children) child.kill('SIGKILL');
  }, END_LIMIT_MS);
  killer.unref();
}

function commandExists(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
