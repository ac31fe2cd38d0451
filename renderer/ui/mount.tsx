// First, so that the parts' own styles come later and override these.
import './styles/tokens.css';
import './styles/layout.css';

import { createRoot } from 'react-dom/client';
import { assertNever } from '../../core/base/assert-never.ts';
import { type Disposable, DisposableStore, disposable } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';
import { REFUSALS } from '../../core/contract/refusal-codes.ts';
import { formatRoomLink, linkToShare, linkToView, type RoomLink } from '../../core/contract/room-link.ts';
import type { ServerAddresses } from '../../core/contract/server-addresses.ts';
import type { CloseQuestion, OpenedFile, Shell, ShellCapabilities, ShellEvent } from '../../core/contract/shell-contract.ts';
import type { Engine } from '../engine/engine.ts';
import type { Theme } from '../engine/palette.ts';
import type { Pictures } from '../session/pictures/pictures.ts';
import type { Session } from '../session/session.ts';
import { createAddElements, placeUnder } from './adding/add-elements.ts';
import { type AddPictures, choosePictures, createAddPictures } from './adding/add-pictures.ts';
import { createBoardExports } from './adding/board-exports.ts';
import { bindClipboard } from './adding/clipboard-events.ts';
import { createForeignFiles, type ForeignFile } from './adding/foreign-files.ts';
import { App } from './app.tsx';
import { createChrome } from './chrome-state.ts';
import { guardAlt } from './commands/alt-guard.ts';
import { type Command, type CommandContext, type CommandState, isEnabled } from './commands/command.ts';
import { watchCommandState } from './commands/command-state.ts';
import { findCommand } from './commands/commands.ts';
import { bindKeyboard } from './commands/keyboard.ts';
import type { KeyPlatform } from './commands/keys.ts';
import { recentOf, showMenu } from './commands/native-menu.ts';
import { createBoardFiles } from './dialogs/board-files.ts';
import type { Boards } from './dialogs/boards.ts';
import { createLeaving } from './dialogs/leaving.ts';
import { createPresenting } from './finding/presenting.ts';
import type { Sharing } from './panels/sharing/share-panel.tsx';
import { createRightsActs } from './rights-acts.ts';
import { createMenuPlaces } from './selection/menu-place.ts';
import { isSameRoom, type RecentRoom, roomLabel } from './settings/settings.ts';
import type { SettingsStore } from './settings/settings-store.ts';
import type { Source } from './value-store.ts';
import { tellNetwork } from './watching/advert.ts';
import { watchArrivals } from './watching/arrivals.ts';
import { watchCompany } from './watching/company.ts';
import { createFollowing } from './watching/following.ts';
import { showHome } from './watching/home.ts';
import { watchHubKeeping } from './watching/hub-keeping.ts';
import { layDownTool } from './watching/lay-down-tool.ts';
import type { NetworkSource } from './watching/network-hosting.ts';
import { watchNews } from './watching/news.ts';
import { watchPeople } from './watching/people.ts';
import { rememberTitle, showTitle, watchTitle } from './watching/titles.ts';
import { createToasts } from './watching/toasts.ts';
import { COPIED, NOT_COPIED } from './words/board/copy-words.ts';
import { FINDING_WORDS } from './words/board/finding-words.ts';
import { PEN_WORDS } from './words/board/pen-words.ts';
import { PICTURE_WORDS } from './words/board/picture-words.ts';
import { roomTitle } from './words/room-title.ts';
import { SHARE, STOP_FAILED, sharedServer, shareView } from './words/share-words.ts';
import { CANNOT_HOST, HOSTED } from './words/status/ended-words.ts';
import { watchLossCause } from './words/status/loss-cause.ts';

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
  readonly pictures: Pick<Pictures, 'add' | 'onRefused'>;
  readonly engine: Engine;
  readonly shell: Shell;
  readonly capabilities: ShellCapabilities;
  readonly platform: KeyPlatform;
  readonly clock: Clock;
  readonly settings: SettingsStore;
  /** The shown theme, with the system's choice resolved. */
  readonly theme: Source<Theme>;
  readonly rooms: Rooms;
  readonly boards: Boards;
  /** The app was started without a link, so the person did not choose this room. */
  readonly isUnasked?: boolean;
  /** The person has discarded the copy that this device holds. */
  readonly discarded: () => void;
  /** The addresses of the app's own hub. */
  readonly network: NetworkSource;
  /** Asks a hub for its addresses. Never rejects. */
  readonly askAddresses: (server: string) => Promise<ServerAddresses | undefined>;
  /** Embeds the fonts of an SVG picture into it. */
  readonly withFonts: (svg: string) => Promise<string>;
}

export interface Ui extends Disposable {
  /** Handles the shell's events for the shown room: a command of the native menu, or a file that the system opened. */
  take(event: Extract<ShellEvent, { kind: 'command' | 'openFile' | 'saveAndClose' }>): void;
  /** Adds pictures to the board, about a point of the window. */
  takePictures: AddPictures;
  /** Adds a board file's elements to the board. */
  takeFile(file: Pick<OpenedFile, 'name' | 'bytes'>): void;
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

/** Mounts the chrome of one room and connects it to the keyboard, the native menu and the window's title. */
export function mountUi(options: UiOptions): Ui {
  const { host, link, session, engine, shell, clock, settings, theme } = options;
  const owned = new DisposableStore();
  const chrome = createChrome();
  const toasts = owned.add(createToasts(clock));
  // Until the board has arrived, the title that this device remembers.
  const title = (): string =>
    roomTitle(link.room, engine.snapshot().board.title || settings.read().recent.find((room) => isSameRoom(room, link))?.label);
  const status = { read: session.status, watch: (changed: () => void) => session.onStatus(changed) };
  const canvas = { read: engine.snapshot, watch: (changed: () => void) => engine.onChange(changed) };
  const news = owned.add(watchNews(status, clock));
  const people = watchPeople(session);
  const cause = owned.add(watchLossCause(status));
  const company = owned.add(watchCompany(status, people));
  const arrivals = owned.add(watchArrivals(status, people, clock));
  const following = owned.add(
    createFollowing({
      presence: session,
      engine,
      clock,
      reducedMotion: window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      say: (text) => toasts.show(text),
    }),
  );
  const add = createAddElements({ access: session, canvas: engine, toasts });
  const addPictures = createAddPictures({ pictures: options.pictures, canvas: engine, toasts });
  owned.add(options.pictures.onRefused(() => toasts.fail(PICTURE_WORDS.refused)));
  const foreign = createForeignFiles({
    add,
    canvas: engine,
    status,
    company,
    toasts,
    middle: () => placeUnder(engine, window),
    openNew: (file) => options.rooms.openNew(file),
  });
  const files = createBoardFiles({
    shell,
    session,
    canvas: engine,
    toasts,
    foreign,
    title,
    knowsDisk: options.capabilities.nativeFiles,
  });
  const { withFonts } = options;
  const exports = createBoardExports({ shell, access: session, canvas: engine, toasts, page: document, withFonts, title });
  const leaving = owned.add(createLeaving({ status, company, files, shell }));
  const hubKeeping = owned.add(
    watchHubKeeping({
      shell,
      server: link.server,
      session,
      clock,
      say: (text) => toasts.show(text),
      fail: (text) => toasts.fail(text),
    }),
  );
  if (options.isUnasked) owned.add(showHome({ boards: options.boards, chrome, status, canvas }));
  const commandState = watchCommandState({ status, canvas, settings, chrome });

  const menuPlaces = owned.add(
    createMenuPlaces({ window, host, clock, chrome, engine, penOpensMenu: () => settings.read().barrel === 'menu' }),
  );

  const sayNone = (): void => toasts.show(FINDING_WORDS.noFrames);
  const presenting = owned.add(createPresenting({ engine, window, sayNone }));
  const startPresenting = (): void => {
    chrome.close();
    presenting.start();
  };

  const copyLink = async (text: string, words: string = SHARE.copied): Promise<boolean> => {
    try {
      await shell.copyText(text);
      toasts.show(words);
      return true;
    } catch {
      toasts.fail(SHARE.notCopied);
      return false;
    }
  };
  /** The address for others, as the Share panel shows it. */
  const copyView = async (): Promise<void> => {
    const told = await options.askAddresses(link.server);
    const server = sharedServer(shareView(link.server, options.network.read(), told));
    await copyLink(
      formatRoomLink(linkToView({ ...linkToShare(link, status.read().grant), server }, engine.seen())),
      SHARE.viewCopied,
    );
  };
  const context: CommandContext = {
    canvas: engine,
    presenting: { start: startPresenting },
    history: session,
    files,
    exports,
    pictures: { choose: () => choosePictures(document, (chosen) => void addPictures(chosen)) },
    chrome,
    rooms: { openNew: () => options.rooms.openNew() },
    links: { copyView: () => void copyView() },
    wheel: { choose: (choice) => settings.change({ wheel: choice }) },
    minimap: { toggle: () => settings.change({ minimap: !settings.read().minimap }) },
    habits: { toggle: (habit) => settings.change({ [habit]: !settings.read()[habit] }) },
    following,
    cursors: { choose: (cursors) => settings.change({ cursors }) },
    keepTool: { toggle: () => settings.change({ keepTool: !settings.read().keepTool }) },
    pen: {
      toggleMode: () => settings.change({ penMode: commandState.read().penMode ? 'off' : 'on' }),
      toggleTaps: () => settings.change({ taps: !settings.read().taps }),
      choose: (part) => settings.change(part),
    },
    theme: {
      choose: (choice) => settings.change({ theme: choice }),
      toggle: () => settings.change({ theme: theme.read() === 'dark' ? 'light' : 'dark' }),
    },
  };
  const run = (command: Command): void => {
    if (!isEnabled(command, commandState.read())) return;
    // A person who chooses a tool wants to draw on this board.
    if (command.id.startsWith('tool.')) chrome.close('home');
    command.run(context);
  };

  const isModal = (): boolean => document.querySelector('dialog[open]') !== null;
  owned.add(bindKeyboard({ target: window, platform: options.platform, state: commandState.read, run, isModal }));
  owned.add(guardAlt(window));
  owned.add(bindClipboard({ target: window, access: session, canvas: engine, add, addPictures, isModal }));
  const named = watchTitle(title, settings, canvas);
  owned.add(rememberTitle(options));
  owned.add(layDownTool(status, engine));
  owned.add(tellNetwork({ shell, link, network: options.network, settings, title: named, status }));
  owned.add(showMenu({ state: commandState, settings, link, shell }));
  owned.add(showTitle({ named, status }, shell));
  owned.add(sayPenMode(commandState, settings, (text) => toasts.show(text)));
  owned.add(sayRefusals(session, (text, code) => toasts.fail(text, code)));

  const sayCannotHost = (): void => toasts.fail(CANNOT_HOST);
  const sharing: Sharing = {
    network: options.network,
    hosting: {
      start(address) {
        shell.startHosting(address).catch(() => toasts.fail(SHARE.noNetwork));
      },
      stop() {
        shell.stopHosting().catch(() => toasts.fail(STOP_FAILED));
      },
    },
    askAddresses: () => options.askAddresses(link.server),
  };
  const root = createRoot(host);
  owned.add(disposable(() => root.unmount()));
  root.render(
    <App
      link={link}
      clock={clock}
      platform={options.platform}
      capabilities={options.capabilities}
      shellPlatform={options.capabilities.platform}
      sharing={sharing}
      rights={createRightsActs(session, toasts)}
      hostCopy={
        options.capabilities.kind === 'desktop'
          ? () => void options.rooms.hostCopy(session.copyBytes()).catch(sayCannotHost)
          : undefined
      }
      status={status}
      canvas={canvas}
      title={named}
      cause={cause}
      people={people}
      company={company}
      arrivals={arrivals}
      following={following}
      finding={options.capabilities.kind === 'desktop' ? { clock, look: () => shell.nearby().catch(() => NO_ROOMS) } : undefined}
      leaving={leaving}
      hubKeeping={hubKeeping}
      boards={options.boards}
      openOwn={() => options.rooms.openOwn(session.copyBytes())}
      newRoom={() => options.rooms.openNew()}
      commandState={commandState}
      theme={theme}
      settings={settings}
      chrome={chrome}
      menuPlaces={menuPlaces}
      presenting={{ ...presenting, start: startPresenting }}
      toasts={toasts}
      news={news}
      session={{
        ...session,
        resolveLostCopy(choice) {
          session.resolveLostCopy(choice);
          if (choice === 'discard') options.discarded();
        },
      }}
      engine={engine}
      files={files}
      foreign={foreign}
      run={run}
      openRoom={options.rooms.open}
      renameRoom={(name) => {
        const title = roomLabel(name);
        if (title !== '') engine.setBoard({ title });
      }}
      changeProfile={(change) => {
        settings.change(change);
        session.changeProfile(change);
      }}
      copyText={(text) => {
        shell.copyText(text).then(
          () => toasts.show(COPIED),
          () => toasts.fail(NOT_COPIED),
        );
      }}
      copy={(text) => copyLink(text)}
    />,
  );

  return {
    take(event) {
      switch (event.kind) {
        case 'openFile':
          files.take(event.file);
          return;
        case 'saveAndClose':
          void leaving.saveAndClose();
          return;
        case 'command': {
          const recent = recentOf(event.command, settings.read().recent, link);
          if (recent) options.rooms.open(recent);
          const command = findCommand(event.command);
          if (command) run(command);
          return;
        }
        default:
          assertNever(event);
      }
    },
    takePictures: addPictures,
    takeFile: files.take,
    closeQuestion: leaving.question,
    mayLeave: leaving.mayLeave,
    askToFollow: leaving.askToFollow,
    takeCopy(bytes) {
      const result = session.importCopy(bytes);
      if ('refused' in result) toasts.fail(REFUSALS[result.refused], result.refused);
      else toasts.show(HOSTED);
    },
    say: (text) => toasts.fail(text),
    dispose: () => owned.dispose(),
  };
}

const NO_ROOMS: Awaited<ReturnType<Shell['nearby']>> = [];

/** Says once that the pen's first touch has turned on pen mode. */
function sayPenMode(state: Source<CommandState>, settings: Pick<SettingsStore, 'read'>, say: (text: string) => void): Disposable {
  let seen = state.read().penSeen;
  return state.watch(() => {
    const { penSeen, penMode } = state.read();
    if (penSeen && !seen && penMode && settings.read().penMode === 'auto') say(PEN_WORDS.modeOn);
    seen = penSeen;
  });
}

/** Says once for each refused batch why it was refused. */
function sayRefusals(session: Pick<Session, 'status' | 'onStatus'>, say: (text: string, code: string) => void): Disposable {
  let told = session.status().refused?.at;
  return session.onStatus(({ refused }) => {
    if (refused === undefined || refused.at === told) return;
    told = refused.at;
    say(REFUSALS[refused.code], refused.code);
  });
}
