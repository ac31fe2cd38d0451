import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onLauncher, tellLauncher } from './launcher-channel.ts';
import { BrowserWindow, bindWindows, preventable, type WebContents } from './windows.ts';

const MANIFEST = JSON.parse(readFileSync(fileURLToPath(new URL('../../../package.json', import.meta.url)), 'utf8')) as {
  version: string;
};

/** Double of `app`: start, single instance, quit, with Electron's order of events. */
class App extends EventEmitter {
  readonly isPackaged = false;
  #paths = new Map<string, string>([['userData', join(tmpdir(), `inkroom-double-${process.pid}`)]]);
  #ready = Promise.withResolvers<void>();
  #isReady = false;
  #lock: string | undefined;
  #quitting = false;

  constructor() {
    super();
    // Electron becomes ready after the imports of the entry point, and so does the double.
    setImmediate(() => {
      this.#isReady = true;
      this.emit('ready', {});
      this.#ready.resolve();
    });
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }
  isReady(): boolean {
    return this.#isReady;
  }
  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox can only be called before app is ready');
  }
  getPreferredSystemLanguages(): string[] {
    return ['en-GB'];
  }
  getVersion(): string {
    return MANIFEST.version;
  }
  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`The double knows no path "${name}"`);
    return path;
  }
  setPath(name: string, path: string): void {
    if (!existsSync(path)) throw new Error(`Path does not exist: ${path}`);
    this.#paths.set(name, path);
  }
  setAsDefaultProtocolClient(): boolean {
    throw new Error('A test must not register a scheme with the system');
  }

  /** One process for each profile: a file there contains the first one's id. */
  requestSingleInstanceLock(handed?: unknown): boolean {
    const folder = this.getPath('userData');
    mkdirSync(folder, { recursive: true });
    const lock = join(folder, 'instance.lock');
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        writeFileSync(lock, String(process.pid), { flag: 'wx' });
        this.#lock = lock;
        process.once('exit', () => rmSync(lock, { force: true }));
        return true;
      } catch {
        if (isAlive(Number(readFileSync(lock, 'utf8')))) break;
        rmSync(lock, { force: true });
      }
    }
    tellLauncher({ kind: 'secondInstance', argv: process.argv, folder: process.cwd(), handed: structuredClone(handed) });
    return false;
  }
  hasSingleInstanceLock(): boolean {
    return this.#lock !== undefined;
  }

  quit(): void {
    if (this.#quitting) return;
    this.#quitting = true;
    const event = preventable({});
    this.emit('before-quit', event);
    if (event.defaultPrevented) {
      this.#quitting = false;
      return;
    }
    const windows = BrowserWindow.getAllWindows();
    if (windows.length === 0) this.#leave();
    for (const window of windows) window.close();
  }
  exit(code = 0): void {
    process.exit(code);
  }

  contentsCreated(contents: WebContents): void {
    this.emit('web-contents-created', {}, contents);
  }
  windowsChanged(): void {
    if (BrowserWindow.getAllWindows().length > 0) return;
    if (this.#quitting) this.#leave();
    else if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }
  /** A page kept its window open: the app does not quit. */
  stayed(): void {
    this.#quitting = false;
  }

  #leave(): void {
    const event = preventable({});
    this.emit('will-quit', event);
    if (event.defaultPrevented) return;
    this.emit('quit', {}, 0);
    process.exit(0);
  }
}

export const app = new App();
bindWindows(app);

onLauncher((message) => {
  if (message.kind === 'secondInstance') app.emit('second-instance', {}, message.argv, message.folder, message.handed);
  else if (message.kind === 'quit') app.quit();
});
// Like Electron on POSIX systems.
process.on('SIGTERM', () => app.quit());
process.on('SIGINT', () => app.quit());

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
