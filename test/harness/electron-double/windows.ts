import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { answerTo, onLauncher, tellLauncher } from './launcher-channel.ts';

/**
 * Doubles of BrowserWindow and WebContents: the parts that main uses, with Electron's rules. The page is in the launcher's
 * Chromium.
 */

interface WindowOptions {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly title?: string;
  readonly show?: boolean;
  readonly webPreferences?: Readonly<Record<string, unknown>> & { readonly preload?: string };
}

const windows = new Map<number, BrowserWindow>();
let lastId = 0;
let lastRequest = 0;

/** An event that can be prevented, like Electron's. */
export function preventable<T extends object>(details: T): T & { preventDefault(): void; readonly defaultPrevented: boolean } {
  let prevented = false;
  return Object.defineProperties(
    { ...details },
    {
      preventDefault: {
        value: () => {
          prevented = true;
        },
      },
      defaultPrevented: { get: () => prevented },
    },
  ) as T & { preventDefault(): void; readonly defaultPrevented: boolean };
}

export class WebContents extends EventEmitter {
  readonly id: number;
  readonly mainFrame = { url: '', parent: null };
  #openHandler: ((details: { url: string }) => { action: 'allow' | 'deny' }) | undefined;
  #isDestroyed: () => boolean;

  constructor(id: number, isDestroyed: () => boolean) {
    super();
    this.id = id;
    this.#isDestroyed = isDestroyed;
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.#isDestroyed()) throw new TypeError('Object has been destroyed');
    tellLauncher({ kind: 'send', window: this.id, channel, args: structuredClone(args) });
  }

  reload(): void {
    tellLauncher({ kind: 'reload', window: this.id });
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed();
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: 'allow' | 'deny' }): void {
    this.#openHandler = handler;
  }

  mayOpen(url: string): boolean {
    return this.#openHandler === undefined || this.#openHandler({ url }).action === 'allow';
  }
}

export class BrowserWindow extends EventEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  #bounds: { x: number; y: number; width: number; height: number };
  #title: string;
  #maximised = false;
  #minimised = false;
  #visible: boolean;
  #destroyed = false;

  constructor(options: WindowOptions = {}) {
    super();
    lastId += 1;
    this.id = lastId;
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    this.#title = options.title ?? 'Electron';
    this.#visible = options.show ?? true;
    this.webContents = new WebContents(this.id, () => this.#destroyed);
    windows.set(this.id, this);
    const { preload, ...preferences } = options.webPreferences ?? {};
    tellLauncher({
      kind: 'openWindow',
      window: this.id,
      size: { width: this.#bounds.width, height: this.#bounds.height },
      preload: preload === undefined ? undefined : readFileSync(preload, 'utf8'),
      preferences,
    });
    contentsCreated(this.webContents);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()];
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return windows.get(contents.id) ?? null;
  }

  static getFocusedWindow(): BrowserWindow | null {
    return [...windows.values()].findLast((window) => window.#visible) ?? null;
  }

  loadURL(url: string): Promise<void> {
    lastRequest += 1;
    const request = lastRequest;
    tellLauncher({ kind: 'loadUrl', window: this.id, url, request });
    return new Promise((resolve, reject) => {
      onLauncher((message) => {
        if (message.kind !== 'loaded' || message.request !== request) return;
        if (message.error === undefined) resolve();
        else reject(new Error(message.error));
      });
    });
  }

  show(): void {
    this.#visible = true;
    this.emit('show');
    // A window that is shown comes to the front.
    this.emit('focus');
  }
  focus(): void {
    this.emit('focus');
  }
  isVisible(): boolean {
    return this.#visible;
  }
  isMinimized(): boolean {
    return this.#minimised;
  }
  restore(): void {
    this.#minimised = false;
    this.emit('restore');
  }
  maximize(): void {
    this.#maximised = true;
    this.emit('maximize');
  }
  unmaximize(): void {
    this.#maximised = false;
    this.emit('unmaximize');
  }
  isMaximized(): boolean {
    return this.#maximised;
  }
  getBounds(): { x: number; y: number; width: number; height: number } {
    return { ...this.#bounds };
  }
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return { ...this.#bounds };
  }
  setBackgroundColor(_colour: string): void {}
  getTitle(): string {
    return this.#title;
  }
  setTitle(title: string): void {
    this.#title = title;
    tellLauncher({ kind: 'title', window: this.id, title });
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }

  close(): void {
    if (this.#destroyed) return;
    const event = preventable({});
    this.emit('close', event);
    // A window that stays cancels a quit.
    if (event.defaultPrevented) stayed();
    else tellLauncher({ kind: 'closeWindow', window: this.id, askPage: true });
  }

  /** Closes without asking anybody. */
  destroy(): void {
    tellLauncher({ kind: 'closeWindow', window: this.id, askPage: false });
    this.gone();
  }

  /** Called when the page is gone. */
  gone(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    windows.delete(this.id);
    this.emit('closed');
    windowsChanged();
  }
}

let contentsCreated: (contents: WebContents) => void = () => {};
let windowsChanged: () => void = () => {};
let stayed: () => void = () => {};

/** Connects windows to their app. */
export function bindWindows(app: { contentsCreated(contents: WebContents): void; windowsChanged(): void; stayed(): void }): void {
  contentsCreated = (contents) => app.contentsCreated(contents);
  windowsChanged = () => app.windowsChanged();
  stayed = () => app.stayed();
}

export function windowById(id: number): BrowserWindow {
  const window = windows.get(id);
  if (!window) throw new Error(`No window ${id}`);
  return window;
}

onLauncher((message) => {
  switch (message.kind) {
    case 'readyToShow':
      windows.get(message.window)?.emit('ready-to-show');
      break;
    case 'navigating': {
      const contents = windows.get(message.window)?.webContents;
      if (!contents) break;
      contents.mainFrame.url = message.url;
      contents.emit('did-start-navigation', { url: message.url, isMainFrame: true, isSameDocument: false });
      break;
    }
    case 'pageCrashed':
      windows.get(message.window)?.webContents.emit('render-process-gone', preventable({}), { reason: 'crashed', exitCode: 5 });
      break;
    case 'windowClosed':
      if (message.stayed) stayed();
      else windows.get(message.window)?.gone();
      break;
  }
});

answerTo('mayNavigate', ({ window, url, isMainFrame }) => {
  const { webContents } = windowById(window);
  const event = preventable({ url, isMainFrame, isSameDocument: false });
  webContents.emit('will-frame-navigate', event);
  if (isMainFrame) webContents.emit('will-navigate', event);
  return !event.defaultPrevented;
});
answerTo('mayOpenWindow', ({ window, url }) => windowById(window).webContents.mayOpen(url));
answerTo('mayLeave', ({ window }) => {
  const event = preventable({});
  windowById(window).webContents.emit('will-prevent-unload', event);
  return event.defaultPrevented;
});
