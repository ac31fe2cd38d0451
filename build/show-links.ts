import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { HANDED_OVER_LINE, LINK_FLAG } from '../core/contract/launch.ts';
import { type Children, eachLine, ROOT } from './children.ts';
import { fetchElectron, findElectron } from './electron-binary.ts';
import { type DesktopPlan, type Machine, planDesktop, planOpener } from './start-plan.ts';

export interface ShownLink {
  readonly link: string;
  /** Folder for the desktop app's settings: an app of its own for this link. Else an app that runs already takes the link. */
  readonly profile?: string;
}

/**
 * Shows each link in a window: in the desktop app, or in the browser where Electron cannot be had. `onQuit` is called when the person has
 * quit the apps of all the links; a browser's windows are nobody's to watch.
 */
export async function showLinks(links: readonly ShownLink[], children: Children, onQuit: () => void): Promise<void> {
  const machine: Machine = { platform: process.platform, env: process.env, isRoot: process.getuid?.() === 0 };
  const plan = await planWindows(machine, children.ending);
  if (children.ending.aborted) return;
  if (plan.kind !== 'run') {
    showInBrowser(machine, plan.kind === 'none' ? plan.why : 'its binary is missing', links);
    return;
  }
  let open = links.length;
  for (const shown of links) {
    runDesktop(plan, shown, children, (ended) => {
      if (ended.kind === 'failed') showInBrowser(machine, `it ended with ${ended.code}`, [shown]);
      else if (--open === 0) onQuit();
    });
  }
}

async function planWindows(machine: Machine, ending: AbortSignal): Promise<DesktopPlan> {
  const plan = planDesktop(machine, findElectron(process.env));
  if (plan.kind !== 'fetch') return plan;
  console.log('Getting Electron (about 110 MB, once) …');
  const fetched = await fetchElectron(process.env, ending);
  return 'binary' in fetched ? planDesktop(machine, fetched.binary) : { kind: 'none', why: fetched.why };
}

type DesktopEnd = { readonly kind: 'quit' } | { readonly kind: 'failed'; readonly code: number | string };

/** `ended` is not called for an app that handed the link over, nor when we end. */
function runDesktop(
  { binary, flags }: Extract<DesktopPlan, { kind: 'run' }>,
  { link, profile }: ShownLink,
  children: Children,
  ended: (end: DesktopEnd) => void,
): void {
  const own = profile === undefined ? [] : [`--profile=${profile}`];
  const app = children.run(binary, [...flags, ROOT, ...own, `${LINK_FLAG}${link}`]);
  let handedOver = false;
  eachLine(app, (line) => {
    console.log(line);
    if (line === HANDED_OVER_LINE) handedOver = true;
  });
  app.once('close', (code, signal) => {
    if (children.ending.aborted || handedOver) return;
    ended(code === 0 ? { kind: 'quit' } : { kind: 'failed', code: code ?? signal ?? 'an error' });
  });
}

function showInBrowser(machine: Machine, why: string, links: readonly ShownLink[]): void {
  const openers = links.flatMap(({ link }) => planOpener(machine, link, commandExists) ?? []);
  const where = links.length === 1 ? 'the link above in any browser' : 'the links above in any browser';
  const then = openers.length > 0 ? 'opening the web client in your browser' : `open ${where}`;
  console.log(
    `The desktop app cannot run here (Electron: ${why}): ${then}. Ctrl-C ends ${links.length === 1 ? 'the hub' : 'all'}.`,
  );
  for (const opener of openers) {
    // Outlives us on purpose: it may be the browser itself. Its failure is no reason to stop serving.
    const opening = spawn(opener.command, [...opener.args], {
      stdio: 'ignore',
      detached: true,
      windowsVerbatimArguments: machine.platform === 'win32',
    });
    opening.once('error', (error) => console.error(`The browser could not be opened (${error.message}): open ${where}.`));
    opening.unref();
  }
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
