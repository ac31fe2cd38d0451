import type { BrowserContext, Page } from 'playwright';
import type { DialogAnswer, DialogShown, MenuNode, TrayShown } from './electron-double/messages.ts';

/** Tests run in parallel, so their hubs must not request a fixed port. */
export const ANY_PORT: readonly string[] = ['--hub-port=0', '--discovery=off'];

export interface LaunchOptions {
  /** Arguments of a person on the command line: `--link=…`, `inkroom://…`, a file. */
  readonly args?: readonly string[];
  /** Folder of the app's settings and storage. Default: a new one. A given folder is kept. */
  readonly profile?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The folder with the app's bundles, for the harness. The default is this repository, after `npm run build`. */
  readonly program?: string;
  /**
   * Where the harness opens its windows: a context of a browser that runs already, which keeps the profile's storage and stays open when the
   * app ends. A Chromium of the app's own unless given. Real Electron has its own always.
   */
  readonly context?: BrowserContext;
  /** Called for each window's page before it loads anything, so that no console line is missed. */
  readonly onPage?: (page: Page) => void;
}

/** The exit of a process that passed its request to another one. */
export interface EndedProcess {
  readonly code: number | null;
  readonly output: string;
}

/** A running desktop app in a test: the same interface for real Electron and for the harness. */
export interface DesktopApp {
  readonly kind: 'electron' | 'harness';
  readonly profile: string;
  /** The first window's page, after it has loaded. */
  page(): Promise<Page>;
  /** The pages of the open windows. */
  windows(): readonly Page[];
  menu(): Promise<readonly MenuNode[]>;
  /** Clicks a menu item, named from the top by labels or command ids. Rejects when it is missing or disabled. */
  clickMenu(...path: readonly string[]): Promise<void>;
  /** The app's tray icon. Null while there is none. */
  tray(): Promise<TrayShown | null>;
  /** Clicks an item of the tray's menu, or without a path the icon itself. */
  clickTray(...path: readonly string[]): Promise<void>;
  /** Queues the person's answer to the next dialog of its kind. Dialogs without an answer are cancelled. */
  answerDialog(answer: DialogAnswer): Promise<void>;
  /** The dialogs shown so far. */
  dialogs(): Promise<readonly DialogShown[]>;
  /** Addresses passed to the system's browser so far. Nothing is really opened. */
  openedExternally(): Promise<readonly string[]>;
  /** The last copied text. */
  copied(): Promise<string>;
  /** The first window's title. */
  title(): Promise<string>;
  /** The machine wakes from sleep. */
  resume(): Promise<void>;
  /** Starts the app again in the same profile, like a double-click or a clicked link, and waits for that process to end. */
  startAgain(...args: readonly string[]): Promise<EndedProcess>;
  /** The app's output so far. */
  output(): string;
  /** Asks the app to quit without waiting, because it may ask the person first. */
  askToQuit(): Promise<void>;
  /** Quits like a person. Resolves when the app is gone; rejects when it stays. Safe to call twice. */
  close(): Promise<void>;
  /** Ends it like a crash. */
  kill(): Promise<void>;
}
