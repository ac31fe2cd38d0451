import type { Disposable } from '../../base/disposable.ts';
import type { LanguageChoice } from '../../base/language.ts';
import type { VaultName } from '../../board/ids.ts';
import type { BoardCard } from '../board-card.ts';
import type { UpdateState } from './app-updates.ts';
import type { NearbyRoom, RoomAdvert } from './nearby.ts';
import type { NetworkChoice } from './network-choices.ts';

/**
 * The functions that the desktop offers to the renderer, and the only way between them. Main implements
 * `ShellApi` behind one ipc router, preload exposes one function per method, and a browser tab gets the smaller `browserShell`.
 * A method that a shell lacks is absent from `capabilities`, and the UI then does not show it.
 */
export type ShellKind = 'desktop' | 'browser';

export interface ShellCapabilities {
  readonly kind: ShellKind;
  readonly platform: 'mac' | 'windows' | 'linux' | 'browser';
  readonly version: string;
  /** Native open and save dialogs that remember the file. In a browser, saving is a download and opening an upload. */
  readonly nativeFiles: boolean;
}

/** Stands for a file that the person chose. The path stays in main: the renderer can save to it but cannot name another file. */
export type FileToken = string & { readonly __fileToken: true };

export interface OpenedFile {
  readonly token: FileToken;
  /** Name without folder, for the title. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a new board begins with: an opened file, or a copy of another board. */
export type BoardContent =
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'copy'; readonly bytes: Uint8Array };

/** Why a link or files that the person asked for cannot be opened. */
export type NotOpened =
  | { readonly of: 'link' }
  /** `names`: without their folders; none for an address that names no file of this computer. */
  | { readonly of: 'file'; readonly names: readonly string[]; readonly why: FileTrouble };
export type FileTrouble = 'missing' | 'folder' | 'tooLarge' | 'notAllowed' | 'unknownKind' | 'unreadable';

/** The question before a window closes, in the page's words: the page knows what would be lost. */
export interface CloseQuestion {
  readonly message: string;
  readonly detail: string;
}

/** Commands that a native menu or the system may request from the renderer: the ids of `renderer/ui/commands/commands.ts`. */
export type CommandId = string;

export interface MenuItem {
  readonly command: CommandId;
  readonly label: string;
  /** Electron accelerator text such as `CmdOrCtrl+Z`; absent for none. For display only: the renderer's keyboard handles keys. */
  readonly accelerator?: string;
  readonly enabled: boolean;
  readonly checked?: boolean;
  /** A menu of its own in place of a command: `command` is then only its name. */
  readonly items?: readonly Omit<MenuItem, 'items'>[];
}
export interface MenuSection {
  readonly title: 'File' | 'Edit' | 'View' | 'Tools' | 'Room' | 'Help';
  /** The title in the language of the page. */
  readonly label: string;
  /** A line separates the groups. */
  readonly groups: readonly (readonly MenuItem[])[];
}

/** Stands for a vault that this window has claimed. The path stays in main: the renderer names no path. */
export type VaultToken = string & { readonly __vaultToken: true };

/** Parts of a vault by name, as they cross between processes. Null removes a part. */
export type VaultParts = readonly (readonly [name: string, bytes: Uint8Array])[];
export type VaultPartChanges = readonly (readonly [name: string, bytes: Uint8Array | null])[];

export interface ClaimedVault {
  readonly token: VaultToken;
  readonly name: VaultName;
  readonly parts: VaultParts;
}

/** Media types of exports. */
export const EXPORT_TYPES = ['image/png', 'image/svg+xml', 'application/vnd.excalidraw+json', 'application/pdf'] as const;
export type ExportType = (typeof EXPORT_TYPES)[number];

/** Where the app's own hub keeps the boards hosted on this computer. */
export interface HostedHere {
  /** `http://127.0.0.1:port`. */
  readonly server: string;
  readonly keeps: 'memory' | 'disk';
  /** Start time of this hub, milliseconds since 1970. Boards that an earlier hub had in memory are gone. */
  readonly since: number;
  /** True when the person has chosen between memory and disk. */
  readonly isChosen: boolean;
  /** Why boards are in memory although they should be on disk: the store could not be opened. */
  readonly trouble: 'store' | undefined;
}

/** Whether this app accepts connections from the network. */
export type HostingState =
  | { readonly at: 'off' }
  | { readonly at: 'opening'; readonly address: string }
  /** `reached`: whether the app reached itself at `server`, the address that others use. */
  | { readonly at: 'on'; readonly address: string; readonly server: string; readonly reached: 'asking' | 'yes' | 'no' }
  | { readonly at: 'failed'; readonly address: string; readonly why: 'noAddress' | 'noPort' | 'notAllowed' | 'unknown' };

/** The app's own hub. */
export interface NetworkHosting {
  /** Its address on this computer, as `http://127.0.0.1:port`. */
  readonly hub: string;
  /** Addresses at which others may reach it, the best guess first. */
  readonly choices: readonly NetworkChoice[];
  readonly state: HostingState;
  /** Members of its rooms that are not this app's own windows. */
  readonly guests: number;
}

export interface ShellApi {
  capabilities(): Promise<ShellCapabilities>;
  /** The link that opened this window (`inkroom://` or argv; a double-clicked file counts as none), or the link of a new room. */
  startLink(): Promise<string>;
  /** False for a room that no person asked for: the app was started with nothing, or its window opened anew. */
  isAsked(): Promise<boolean>;
  /** Asks the person for a file that Inkroom opens. Null when the person cancels. */
  openBoardFile(): Promise<OpenedFile | null>;
  /** Writes to the token's file, or asks for a place when there is no token. Null when the person cancels. */
  saveBoardFile(
    token: FileToken | null,
    suggestedName: string,
    bytes: Uint8Array,
  ): Promise<{ readonly token: FileToken; readonly name: string } | null>;
  /** Asks for a place to save an exported picture or drawing. False when the person cancels. */
  exportPicture(suggestedName: string, mime: ExportType, bytes: Uint8Array): Promise<boolean>;
  copyText(text: string): Promise<void>;
  /** Opens an http(s) or mailto link in the system's browser. Refuses anything else. */
  openExternal(url: string): Promise<void>;
  /** The person's language, for the menus and questions that the shell words itself. */
  setLanguage(choice: LanguageChoice): Promise<void>;
  /** Replaces the application menu. Called when the commands or their state change. */
  setMenu(sections: readonly MenuSection[]): Promise<void>;
  setTitle(title: string): Promise<void>;
  /**
   * Sets the question for a page that does not want to be closed (`beforeunload`): save a copy, leave or stay. Null: nothing
   * would be lost. Browsers use their own words.
   */
  setCloseQuestion(question: CloseQuestion | null): Promise<void>;
  /**
   * Each board has a window of its own. Shows the board of this link in the window that shows it already, or in a new one with this
   * content. `here`: this window is to show it, because it shows it already or is unused (empty, and no other person is here).
   */
  openBoard(link: string, content: BoardContent | null, isUnused: boolean): Promise<'here' | 'elsewhere'>;
  /** Closes this window as its close button does. No effect in a browser page, which may not close itself. */
  closeWindow(): Promise<void>;
  /**
   * Claims this computer's identity in a room, with its stored data. No other window gets the same identity meanwhile. Null where
   * the shell stores no vaults.
   */
  claimVault(server: string, room: string): Promise<ClaimedVault | null>;
  /** Writes all of the changes or none. Rejects on failure, and for a token of another window. */
  writeVault(token: VaultToken, changes: VaultPartChanges): Promise<void>;
  releaseVault(token: VaultToken): Promise<void>;
  /** Cards of the boards with a copy on this computer, newest first. Empty where the shell keeps none. */
  listBoards(): Promise<readonly BoardCard[]>;
  readBoard(server: string, room: string): Promise<Uint8Array | null>;
  writeBoard(card: BoardCard, bytes: Uint8Array): Promise<void>;
  forgetBoard(server: string, room: string): Promise<void>;
  forgetBoards(): Promise<void>;
  /** Undefined where the shell has no hub, or it does not run. `start`: starts it then. */
  hostedHere(start: boolean): Promise<HostedHere | undefined>;
  /**
   * Chooses disk or memory for boards from now on. The hub restarts for that at the same address: members of a memory-only room
   * find an empty board and their copy.
   */
  keepBoardsHere(keeps: HostedHere['keeps']): Promise<HostedHere>;
  /**
   * Null where no hub runs here: in a browser, and in an app that has only joined other people's rooms. Reads the current state
   * each time.
   */
  hosting(): Promise<NetworkHosting | null>;
  /** Accepts connections from the network at one of the choices; null: the best one. Rejects when there is none. */
  startHosting(address: string | null): Promise<void>;
  /** Disconnects the guests and listens for this computer only. */
  stopHosting(): Promise<void>;
  /** Proves to the app's own hub that this window is the host's. Null for every other server. */
  hostKey(server: string): Promise<string | null>;
  /** What to tell the network about the room that is shown, while it is hosted here; null: nothing. */
  advertise(advert: RoomAdvert | null): Promise<void>;
  /** Looks for rooms that others host on this network for some seconds more, and gives what was heard so far. Empty where the shell cannot. */
  nearby(): Promise<readonly NearbyRoom[]>;
  /** What the app knows of newer versions of itself. Null in a browser, whose page is as new as its server. */
  updates(): Promise<UpdateState | null>;
  /** Asks the feed now. The answer comes as an event. */
  askForUpdates(): Promise<void>;
  /** Quits, installs the version that is ready, and starts again. Windows ask as they do before every quit. */
  restartToUpdate(): Promise<void>;
}

/** Events from main to the renderer, as one union so that preload has one listener. */
export type ShellEvent =
  | { readonly kind: 'command'; readonly command: CommandId }
  | { readonly kind: 'openLink'; readonly link: string }
  | { readonly kind: 'openFile'; readonly file: OpenedFile }
  /** The person asked for something that could not be opened. A dialog for opening a file answers null then. */
  | { readonly kind: 'notOpened'; readonly what: NotOpened }
  /** The board of this window is new, and begins with this. */
  | { readonly kind: 'content'; readonly content: BoardContent }
  /** The person wants to save a copy and then close the window. */
  | { readonly kind: 'saveAndClose' }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'hosting'; readonly hosting: NetworkHosting | null }
  | { readonly kind: 'updates'; readonly updates: UpdateState }
  /** The app's hub is about to restart, because a window has chosen how it keeps boards: each window brings its board back. */
  | { readonly kind: 'hubRestarts' }
  /** How it keeps them from now on. */
  | { readonly kind: 'hosted'; readonly hosted: HostedHere };

export interface Shell extends ShellApi {
  onEvent(listener: (event: ShellEvent) => void): Disposable;
}

/** Names of the methods, for the router and for preload. The compiler checks that none is missing. */
export const SHELL_METHODS = {
  capabilities: true,
  startLink: true,
  isAsked: true,
  openBoardFile: true,
  saveBoardFile: true,
  exportPicture: true,
  copyText: true,
  openExternal: true,
  setLanguage: true,
  setMenu: true,
  setTitle: true,
  setCloseQuestion: true,
  openBoard: true,
  closeWindow: true,
  claimVault: true,
  writeVault: true,
  releaseVault: true,
  listBoards: true,
  readBoard: true,
  writeBoard: true,
  forgetBoard: true,
  forgetBoards: true,
  hostedHere: true,
  keepBoardsHere: true,
  hosting: true,
  startHosting: true,
  stopHosting: true,
  hostKey: true,
  advertise: true,
  nearby: true,
  updates: true,
  askForUpdates: true,
  restartToUpdate: true,
} as const satisfies Record<keyof ShellApi, true>;

/**
 * The three IPC channels between preload and main. Private to those two: the renderer sees only the functions of `Shell`.
 * `call` carries a method's name and arguments, `event` a `ShellEvent`. `listen` says that the renderer now listens to events;
 * main then sends those that came earlier (a double-clicked file).
 */
export const SHELL_CHANNELS = { call: 'inkroom:call', event: 'inkroom:event', listen: 'inkroom:listen' } as const;

/** The global under which preload exposes the desktop's shell. */
export const SHELL_GLOBAL = 'inkroomShell';
