import type { Disposable } from '../base/disposable.ts';
import type { VaultName } from '../board/ids.ts';
import type { BoardCard } from './board-card.ts';
import type { NearbyRoom, RoomAdvert } from './nearby.ts';
import type { NetworkChoice } from './network-choices.ts';

/**
 * What the desktop offers to the renderer, and the only door between them (conventions rule 13). Main implements `ShellApi` behind one
 * ipc router, preload exposes one function per method, a browser tab gets `browserShell` with less. A method that a shell lacks is
 * absent from `capabilities`, and the UI then does not show it.
 */
export type ShellKind = 'desktop' | 'browser';

export interface ShellCapabilities {
  readonly kind: ShellKind;
  readonly platform: 'mac' | 'windows' | 'linux' | 'browser';
  readonly version: string;
  /** Native open and save dialogs that remember the file; in a browser saving is a download and opening an upload. */
  readonly nativeFiles: boolean;
}

/** Stands for a file that the person chose. The path stays in main: the renderer can save to it, not name another. */
export type FileToken = string & { readonly __fileToken: true };

export interface OpenedFile {
  readonly token: FileToken;
  /** Name without folder, for the title. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a window asks before it closes, in the page's words: the page knows what would be lost. */
export interface CloseQuestion {
  readonly message: string;
  readonly detail: string;
}

/** Commands that a native menu or the system may ask of the renderer: the ids of `renderer/ui/commands/commands.ts`. */
export type CommandId = string;

export interface MenuItem {
  readonly command: CommandId;
  readonly label: string;
  /** Electron accelerator text such as `CmdOrCtrl+Z`; absent for none. Shown only: the renderer's keyboard handles keys. */
  readonly accelerator?: string;
  readonly enabled: boolean;
  readonly checked?: boolean;
  /** A menu of its own in place of a command: `command` is then only its name. */
  readonly items?: readonly Omit<MenuItem, 'items'>[];
}
export interface MenuSection {
  readonly title: 'File' | 'Edit' | 'View' | 'Tools' | 'Room' | 'Help';
  /** Groups are divided by a line. */
  readonly groups: readonly (readonly MenuItem[])[];
}

/** Stands for a vault that this window has claimed. Main keeps the file: the renderer names no path. */
export type VaultToken = string & { readonly __vaultToken: true };

/** Parts of a vault by name, as they cross the wall; null takes a part away. */
export type VaultParts = readonly (readonly [name: string, bytes: Uint8Array])[];
export type VaultPartChanges = readonly (readonly [name: string, bytes: Uint8Array | null])[];

export interface ClaimedVault {
  readonly token: VaultToken;
  readonly name: VaultName;
  readonly parts: VaultParts;
}

/** Media types of what is exported. */
export const EXPORT_TYPES = ['image/png', 'image/svg+xml', 'application/vnd.excalidraw+json'] as const;
export type ExportType = (typeof EXPORT_TYPES)[number];

/** Where the app's own hub keeps the boards that are hosted on this computer. */
export interface HostedHere {
  /** `http://127.0.0.1:port`. */
  readonly server: string;
  readonly keeps: 'memory' | 'disk';
  /** Since when this hub runs, milliseconds since 1970: what it held in memory before is gone. */
  readonly since: number;
  /** The person has chosen between the two. */
  readonly isChosen: boolean;
  /** Why boards are in memory although they should be kept, in a sentence. */
  readonly trouble: string | undefined;
}

/** How far this app lets people of the network in. */
export type HostingState =
  | { readonly at: 'off' }
  | { readonly at: 'opening'; readonly address: string }
  /** `reached`: whether the app reached itself by `server`, the address that others use. */
  | { readonly at: 'on'; readonly address: string; readonly server: string; readonly reached: 'asking' | 'yes' | 'no' }
  | { readonly at: 'failed'; readonly address: string; readonly why: 'noAddress' | 'noPort' | 'notAllowed' | 'unknown' };

/** The hub that the app runs for itself. */
export interface NetworkHosting {
  /** Where it answers on this computer, as `http://127.0.0.1:port`. */
  readonly hub: string;
  /** Addresses at which others may reach it, the best guess first. */
  readonly choices: readonly NetworkChoice[];
  readonly state: HostingState;
  /** People in its rooms who are not this app's own windows. */
  readonly guests: number;
}

export interface ShellApi {
  capabilities(): Promise<ShellCapabilities>;
  /** The link this window was opened with (`inkroom://`, argv, a double-clicked file counts as none), or that of a new room. */
  startLink(): Promise<string>;
  /** Asks for a file that Inkroom opens. Null when the person cancels. */
  openBoardFile(): Promise<OpenedFile | null>;
  /** Writes to the token's file, or asks where to when there is none. Null when the person cancels. */
  saveBoardFile(
    token: FileToken | null,
    suggestedName: string,
    bytes: Uint8Array,
  ): Promise<{ readonly token: FileToken; readonly name: string } | null>;
  /** Asks where to save an exported picture or drawing. False when the person cancels. */
  exportPicture(suggestedName: string, mime: ExportType, bytes: Uint8Array): Promise<boolean>;
  copyText(text: string): Promise<void>;
  /** Opens an http(s) or mailto link in the system's browser; anything else is refused. */
  openExternal(url: string): Promise<void>;
  /** Replaces the application menu; called when the commands or their state change. */
  setMenu(sections: readonly MenuSection[]): Promise<void>;
  setTitle(title: string): Promise<void>;
  /**
   * The words of the question that is asked when the page does not want to be closed (`beforeunload`): save a copy, leave or stay. Null:
   * nothing would be lost. Browsers ask in words of their own.
   */
  setCloseQuestion(question: CloseQuestion | null): Promise<void>;
  /** Closes this window as its close button does. A page in a browser may not: nothing happens there. */
  closeWindow(): Promise<void>;
  /**
   * Claims the identity that this computer has in a room, with what is kept for it; no other window gets the same one meanwhile. Null where
   * the shell keeps no vaults.
   */
  claimVault(server: string, room: string): Promise<ClaimedVault | null>;
  /** Writes all of the changes or none of them. Rejects when it could not, and for a token that is not this window's. */
  writeVault(token: VaultToken, changes: VaultPartChanges): Promise<void>;
  releaseVault(token: VaultToken): Promise<void>;
  /** Cards of the boards of which this computer keeps a copy, newest first. Empty where the shell keeps none. */
  listBoards(): Promise<readonly BoardCard[]>;
  readBoard(server: string, room: string): Promise<Uint8Array | null>;
  writeBoard(card: BoardCard, bytes: Uint8Array): Promise<void>;
  forgetBoard(server: string, room: string): Promise<void>;
  forgetBoards(): Promise<void>;
  /** Undefined where the shell has no hub of its own, or it does not run. `start`: it is started then. */
  hostedHere(start: boolean): Promise<HostedHere | undefined>;
  /** Keeps boards from now on, or no longer. The hub starts anew for that, at the same address: people in a room come back to an empty board and a copy. */
  keepBoardsHere(keeps: HostedHere['keeps']): Promise<HostedHere>;
  /** Null where no hub runs here: in a browser, and in an app that has only been in rooms of others. Looks again at what it says. */
  hosting(): Promise<NetworkHosting | null>;
  /** Lets people of the network in, at one of the choices; null: at the best. Rejects where there is none. */
  startHosting(address: string | null): Promise<void>;
  /** Sends the guests away and listens for this computer only. */
  stopHosting(): Promise<void>;
  /** What proves to the app's own hub that this window is the host's; null for every other server. */
  hostKey(server: string): Promise<string | null>;
  /** What to tell the network about the room that is shown, while it is hosted here; null: nothing. */
  advertise(advert: RoomAdvert | null): Promise<void>;
  /** Looks for rooms that others host on this network for some seconds more, and gives what was heard so far. Empty where the shell cannot. */
  nearby(): Promise<readonly NearbyRoom[]>;
}

/** What main tells the renderer, as one union so that preload has one listener. */
export type ShellEvent =
  | { readonly kind: 'command'; readonly command: CommandId }
  | { readonly kind: 'openLink'; readonly link: string }
  | { readonly kind: 'openFile'; readonly file: OpenedFile }
  /** The person wants a copy saved and then the window closed. */
  | { readonly kind: 'saveAndClose' }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'hosting'; readonly hosting: NetworkHosting | null };

export interface Shell extends ShellApi {
  onEvent(listener: (event: ShellEvent) => void): Disposable;
}

/** Names of the methods, for the router and for preload: the compiler checks that none is missing. */
export const SHELL_METHODS = {
  capabilities: true,
  startLink: true,
  openBoardFile: true,
  saveBoardFile: true,
  exportPicture: true,
  copyText: true,
  openExternal: true,
  setMenu: true,
  setTitle: true,
  setCloseQuestion: true,
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
} as const satisfies Record<keyof ShellApi, true>;

/**
 * The three ways through the wall between preload and main. Private to those two: the renderer sees only the functions of `Shell`.
 * `call` carries a method's name and arguments, `event` a `ShellEvent`, and `listen` says that the renderer listens to events from now on,
 * so that what came before it did (a double-clicked file) is told then.
 */
export const SHELL_CHANNELS = { call: 'inkroom:call', event: 'inkroom:event', listen: 'inkroom:listen' } as const;

/** The global under which preload exposes the desktop's shell. */
export const SHELL_GLOBAL = 'inkroomShell';
