import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';
import type { RoomLink } from '../../core/contract/access/room-link.ts';
import type {
  CloseQuestion,
  OpenedFile,
  Shell,
  ShellCapabilities,
  ShellEvent,
} from '../../core/contract/desktop/shell-contract.ts';
import type { ServerAddresses } from '../../core/contract/server-addresses.ts';
import type { Engine } from '../engine/engine.ts';
import type { Theme } from '../engine/palette.ts';
import type { FilePictures } from '../session/pictures/file-pictures.ts';
import type { Pictures } from '../session/pictures/pictures.ts';
import type { Session } from '../session/session.ts';
import type { AddPictures } from './adding/add-pictures.ts';
import type { BoardExportsOptions } from './adding/board-exports.ts';
import type { ForeignFile } from './adding/foreign-files.ts';
import type { KeyPlatform } from './commands/keys.ts';
import type { Boards } from './dialogs/boards.ts';
import type { MakeEngine } from './replay/viewer.ts';
import type { RecentRoom } from './settings/settings.ts';
import type { SettingsStore } from './settings/settings-store.ts';
import type { Source } from './value-store.ts';
import type { NetworkSource } from './watching/network-hosting.ts';
import type { UpdateSource } from './watching/updates.ts';

/** Opens other rooms. */
export interface Rooms {
  /** `file`: the first content of the new room. */
  openNew(file?: ForeignFile): void;
  open(link: RoomLink | RecentRoom): void;
  /** Opens a new room with this copy of a board: on the app's own hub if there is one, else on the current server. */
  openOwn(copy: Uint8Array): void;
  /** Opens a new room with this copy of a board on the app's own hub. Rejects without such a hub. */
  hostCopy(bytes: Uint8Array): Promise<void>;
}

export interface UiOptions {
  /** The parent of the chrome's elements. It is emptied on dispose. */
  readonly host: HTMLElement;
  readonly link: RoomLink;
  readonly session: Session;
  readonly pictures: Pick<Pictures, 'add' | 'hashOf' | 'now' | 'onRefused'>;
  readonly filePictures: () => Promise<FilePictures>;
  readonly engine: Engine;
  /** Makes a second engine, for a board that is not the room's. */
  readonly makeEngine: MakeEngine;
  readonly shell: Shell;
  readonly capabilities: ShellCapabilities;
  readonly platform: KeyPlatform;
  readonly clock: Clock;
  readonly settings: SettingsStore;
  /** The shown theme, with the system's choice resolved. */
  readonly theme: Source<Theme>;
  readonly rooms: Rooms;
  readonly boards: Boards;
  /** [RGT-11] Tries to enter the room with this password. */
  readonly enter: (password: string) => Promise<void>;
  /** [RGT-12] Goes to the organisation's sign-in. */
  readonly signIn: () => void;
  /** The app was started without a link, so the person did not choose this room. */
  readonly isUnasked?: boolean;
  /** The person has discarded the copy that this device holds. */
  readonly discarded: () => void;
  readonly updates: UpdateSource;
  /** The addresses of the app's own hub. */
  readonly network: NetworkSource;
  /** Asks a hub for its addresses. Never rejects. */
  readonly askAddresses: (server: string) => Promise<ServerAddresses | undefined>;
  /** Opens the system's sheet for sending a link. Undefined where there is none. */
  readonly sendLink?: ((link: string) => Promise<void>) | undefined;
  /** Embeds the fonts of an SVG picture into it. */
  readonly withFonts: (svg: string) => Promise<string>;
  /** The files of the page's fonts that a PDF embeds. */
  readonly pdfFonts: BoardExportsOptions['pdfFonts'];
}

export interface Ui extends Disposable {
  /** Handles the shell's events for the shown room: a command of the native menu, or a file that the system opened. */
  take(event: Extract<ShellEvent, { kind: 'command' | 'openFile' | 'saveAndClose' | 'hubRestarts' | 'hosted' }>): void;
  /** Adds pictures to the board, about a point of the window. */
  takePictures: AddPictures;
  /** Adds the elements of files that came together to the board, or opens them elsewhere. */
  takeFiles(files: readonly Pick<OpenedFile, 'name' | 'bytes'>[]): void;
  /** The question before closing the window now. Undefined if nothing would be lost. */
  closeQuestion(): CloseQuestion | undefined;
  /** True if leaving the room loses nothing. Else asks, and calls `go` if the person still wants to leave. */
  mayLeave(go: () => void): boolean;
  /** Asks whether a link from outside may lead to that server, and calls `go` if it may. */
  askToFollow(server: string, go: () => void): void;
  /** Adds a copy from another room to the board, and says so. */
  takeCopy(bytes: Uint8Array): void;
  /** Shows a sentence about an event outside the chrome that needs the person. */
  say(text: string): void;
}
