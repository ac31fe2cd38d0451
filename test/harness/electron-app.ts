import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication } from 'playwright';
import { ANY_PORT, type DesktopApp, type LaunchOptions } from './desktop-app.ts';
import type { DialogAnswer, DialogShown, MenuNode } from './electron-double/messages.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Replaces the person and the system in main: real dialogs would wait without end. */
interface Desk {
  readonly answers: DialogAnswer[];
  readonly shown: DialogShown[];
  readonly opened: string[];
}

/** The desktop app in real Electron. */
export async function launchElectron(binary: string, options: LaunchOptions = {}): Promise<DesktopApp> {
  const profile = options.profile ?? (await mkdtemp(join(tmpdir(), 'inkroom-app-')));
  const args = [ROOT, `--profile=${profile}`, ...ANY_PORT];
  // Playwright's own start of Electron disables the sandbox on Linux, so the second process must too.
  const flags = process.platform === 'linux' ? ['--no-sandbox'] : [];
  const env = definedOnly({ ...process.env, ...options.env });
  const app = await _electron.launch({ executablePath: binary, args: [...args, ...(options.args ?? [])], env });
  let output = '';
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  for (const page of app.windows()) options.onPage?.(page);
  app.on('window', (page) => options.onPage?.(page));
  await standIn(app);
  let closed: Promise<void> | undefined;
  const cleanUp = async (): Promise<void> => {
    if (options.profile === undefined) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };

  return {
    kind: 'electron',
    profile,
    async page() {
      const page = await app.firstWindow();
      await page.waitForLoadState('load');
      return page;
    },
    windows: () => app.windows(),
    menu: () => app.evaluate(readMenu),
    // Electron does not report the tray's content.
    tray: async () => null,
    clickTray: () => Promise.reject(new Error('real Electron gives no test a hand to its tray')),
    clickMenu: (...path) => app.evaluate(clickMenu, path),
    answerDialog: (answer) =>
      app.evaluate((_electronModule, given) => {
        (globalThis as unknown as { inkroomDesk: Desk }).inkroomDesk.answers.push(given);
      }, answer),
    dialogs: () => app.evaluate(() => (globalThis as unknown as { inkroomDesk: Desk }).inkroomDesk.shown),
    openedExternally: () => app.evaluate(() => (globalThis as unknown as { inkroomDesk: Desk }).inkroomDesk.opened),
    copied: () => app.evaluate(({ clipboard }) => clipboard.readText()),
    title: () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle() ?? ''),
    resume: () => app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume')),
    startAgain(...again) {
      const second = spawn(binary, [...flags, ...args, ...again], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      let said = '';
      for (const stream of [second.stdout, second.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          said += text;
        });
      }
      return new Promise((resolve, reject) => {
        second.once('error', reject);
        second.once('close', (code) => resolve({ code, output: said }));
      });
    },
    output: () => output,
    // In a later turn of main: this call is answered before the app quits.
    askToQuit: () => app.evaluate((electron) => void setImmediate(() => electron.app.quit())),
    close() {
      closed ??= app.close().then(cleanUp);
      return closed;
    },
    async kill() {
      const child = app.process();
      const gone = new Promise((resolve) => child.once('exit', resolve));
      // One that has ended already says so no more.
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await gone;
      }
      closed ??= cleanUp();
      await closed;
    },
  };
}

/** Answers dialogs from a queue, and opens nothing in the system's browser. Runs in main. */
function standIn(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ dialog, shell }) => {
    const desk: Desk = { answers: [], shown: [], opened: [] };
    (globalThis as unknown as { inkroomDesk: Desk }).inkroomDesk = desk;
    const answerOf = (kind: DialogAnswer['dialog'], asked: unknown[]): DialogAnswer | undefined => {
      desk.shown.push({ dialog: kind, options: JSON.parse(JSON.stringify(asked.at(-1) ?? null)) });
      const index = desk.answers.findIndex((answer) => answer.dialog === kind);
      return index < 0 ? undefined : desk.answers.splice(index, 1)[0];
    };
    Object.assign(dialog, {
      async showOpenDialog(...asked: unknown[]) {
        const answer = answerOf('open', asked);
        const path = answer?.dialog === 'open' ? answer.path : null;
        return { canceled: path === null, filePaths: path === null ? [] : [path] };
      },
      async showSaveDialog(...asked: unknown[]) {
        const answer = answerOf('save', asked);
        const path = answer?.dialog === 'save' ? answer.path : null;
        return { canceled: path === null, filePath: path ?? '' };
      },
      showMessageBoxSync(...asked: unknown[]) {
        const answer = answerOf('message', asked);
        return answer?.dialog === 'message' ? answer.button : ((asked.at(-1) as { cancelId?: number }).cancelId ?? 0);
      },
    });
    Object.assign(shell, {
      async openExternal(url: string) {
        desk.opened.push(url);
      },
    });
  });
}

/** Runs in main. */
function readMenu({ Menu }: typeof import('electron')): MenuNode[] {
  const nodesOf = (items: readonly Electron.MenuItem[]): MenuNode[] =>
    items
      .filter((item) => item.type !== 'separator')
      .map((item) => ({
        label: item.label,
        enabled: item.enabled,
        ...(item.id ? { id: item.id } : {}),
        ...(item.role ? { role: item.role } : {}),
        ...(item.accelerator ? { accelerator: String(item.accelerator) } : {}),
        ...(item.type === 'checkbox' ? { checked: item.checked } : {}),
        ...(item.submenu ? { submenu: nodesOf(item.submenu.items) } : {}),
      }));
  return nodesOf(Menu.getApplicationMenu()?.items ?? []);
}

/** Runs in main. */
function clickMenu({ Menu, BrowserWindow }: typeof import('electron'), path: readonly string[]): void {
  let items: readonly Electron.MenuItem[] = Menu.getApplicationMenu()?.items ?? [];
  let found: Electron.MenuItem | undefined;
  for (const name of path) {
    found = items.find((item) => item.type !== 'separator' && (item.label === name || item.id === name));
    if (!found) throw new Error(`The menu has no "${path.join(' > ')}"`);
    items = found.submenu?.items ?? [];
  }
  if (!found?.enabled) throw new Error(`"${path.join(' > ')}" is disabled`);
  const window = BrowserWindow.getAllWindows()[0];
  found.click({}, window, window?.webContents);
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
