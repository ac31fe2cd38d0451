import type { Page } from 'playwright';
import type { DialogAnswer, DialogShown, MenuNode, TrayShown } from './electron-double/messages.ts';

/** Tests run side by side: no hub of theirs may insist on a port. */
export const ANY_PORT: readonly string[] = ['--hub-port=0', '--discovery=off'];

export interface LaunchOptions {
  /** What a person gives on the command line: `--link=…`, `inkroom://…`, a file. */
  readonly args?: readonly string[];
  /** The app's settings and storage. A new folder unless given; one that is given is kept. */
  readonly profile?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called for each window's page before anything loads in it, so that no console line is missed. */
  readonly onPage?: (page: Page) => void;
}

/** How a process that handed its request to another ended. */
export interface EndedProcess {
  readonly code: number | null;
  readonly output: string;
}

/** A running desktop app in a test's hands: the same face for real Electron and for the harness. */
export interface DesktopApp {
  readonly kind: 'electron' | 'harness';
  readonly profile: string;
  /** The first window's page, once it has loaded. */
  page(): Promise<Page>;
  /** The pages of the windows that are open. */
  windows(): readonly Page[];
  menu(): Promise<readonly MenuNode[]>;
  /** Clicks a menu's item, named from the top by labels or command ids. Rejects when it is not there or disabled. */
  clickMenu(...path: readonly string[]): Promise<void>;
  /** The app's sign in the tray; null while there is none. */
  tray(): Promise<TrayShown | null>;
  /** Clicks an item of the tray's menu, or with no words the sign itself. */
  clickTray(...path: readonly string[]): Promise<void>;
  /** Queues the person's answer to the next dialog of its kind. Dialogs without one are cancelled. */
  answerDialog(answer: DialogAnswer): Promise<void>;
  /** The dialogs that were shown so far. */
  dialogs(): Promise<readonly DialogShown[]>;
  /** Addresses that were opened in the system's browser so far. Nothing is really opened. */
  openedExternally(): Promise<readonly string[]>;
  /** What was last copied. */
  copied(): Promise<string>;
  /** The first window's title. */
  title(): Promise<string>;
  /** The machine wakes from sleep. */
  resume(): Promise<void>;
  /** Starts the app once more in the same profile, as a double-click or a clicked link does, and waits for that process to end. */
  startAgain(...args: readonly string[]): Promise<EndedProcess>;
  /** What the app wrote to its outputs so far. */
  output(): string;
  /** Asks the app to quit, and does not wait: it may ask the person first. */
  askToQuit(): Promise<void>;
  /** Quits as a person does. Resolves when the app is gone; rejects when it stays. Safe to call twice. */
  close(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}
