import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { boardLink, HANDED_OVER_LINE, LINK_FLAG, OPEN_PREFIX, openedLink } from '../core/contract/launch.ts';
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
  const plan = await planWindows(children.ending);
  if (children.ending.aborted) return;
  if (plan.kind !== 'run') {
    showInBrowser(noWindow(plan), links);
    return;
  }
  let open = links.length;
  for (const shown of links) {
    runDesktop(plan, shown, children, (ended) => {
      if (ended.kind === 'failed') showInBrowser(ended.why, [shown]);
      else if (ended.kind === 'quit' && --open === 0) onQuit();
    });
  }
}

/** Runs the desktop app on a hub of its own, and prints the link of the board that it opens. Resolves when the app has ended or cannot run; never when we end. */
export async function runHostingApp(children: Children): Promise<DesktopEnd> {
  const plan = await planWindows(children.ending);
  if (plan.kind !== 'run') return { kind: 'failed', why: noWindow(plan) };
  return new Promise((resolve) => {
    if (!children.ending.aborted) runDesktop(plan, {}, children, resolve);
  });
}

const here = (): Machine => ({ platform: process.platform, env: process.env, isRoot: process.getuid?.() === 0 });

async function planWindows(ending: AbortSignal): Promise<DesktopPlan> {
  const machine = here();
  const plan = planDesktop(machine, findElectron(process.env));
  if (plan.kind !== 'fetch') return plan;
  console.log('Getting Electron (about 110 MB, once) …');
  const fetched = await fetchElectron(process.env, ending);
  return 'binary' in fetched ? planDesktop(machine, fetched.binary) : { kind: 'none', why: fetched.why };
}

const noWindow = (plan: Exclude<DesktopPlan, { kind: 'run' }>): string =>
  plan.kind === 'none' ? plan.why : 'its binary is missing';

/** `handedOver`: an app that ran already shows it. `why`: after "Electron:". */
export type DesktopEnd = { readonly kind: 'quit' | 'handedOver' } | { readonly kind: 'failed'; readonly why: string };

/** Without a link the app hosts a board. `ended` is not called when we end. */
function runDesktop(
  { binary, flags }: Extract<DesktopPlan, { kind: 'run' }>,
  { link, profile }: Partial<ShownLink>,
  children: Children,
  ended: (end: DesktopEnd) => void,
): void {
  const own = profile === undefined ? [] : [`--profile=${profile}`];
  const app = children.run(binary, [...flags, ROOT, ...own, ...(link === undefined ? [] : [`${LINK_FLAG}${link}`])]);
  let handedOver = false;
  eachLine(app, (line) => {
    if (line === HANDED_OVER_LINE) handedOver = true;
    const board = boardLink(line);
    // The app's hub tells of a room too, which no window shows.
    if (openedLink(line) === undefined) console.log(board === undefined ? line : `${OPEN_PREFIX}${board}`);
  });
  app.once('close', (code, signal) => {
    if (children.ending.aborted) return;
    if (handedOver) ended({ kind: 'handedOver' });
    else ended(code === 0 ? { kind: 'quit' } : { kind: 'failed', why: `it ended with ${code ?? signal ?? 'an error'}` });
  });
}

/** Opens the links in the system's browser, or says that the person must, and why. */
export function showInBrowser(why: string, links: readonly ShownLink[]): void {
  const machine = here();
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
