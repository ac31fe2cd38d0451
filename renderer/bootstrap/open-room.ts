import { type Disposable, DisposableStore } from '../../core/base/disposable.ts';
import type { Clock, Log, Random } from '../../core/base/host.ts';
import type { LinkView, RoomLink } from '../../core/contract/room-link.ts';
import type { Shell, ShellCapabilities, ShellEvent } from '../../core/contract/shell-contract.ts';
import { createEngine } from '../engine/engine.ts';
import type { Theme } from '../engine/palette.ts';
import { createSession } from '../session/board-session.ts';
import type { BoardShelf } from '../session/keeping/board-shelf.ts';
import type { Vault } from '../session/keeping/vault.ts';
import { signalRHub } from '../session/link/hub-client.ts';
import { pictureHash } from '../session/pictures/picture-hash.ts';
import { pictureLine } from '../session/pictures/picture-line.ts';
import { laterShelf } from '../session/pictures/picture-ports.ts';
import { Pictures } from '../session/pictures/pictures.ts';
import type { KeyPlatform } from '../ui/commands/keys.ts';
import type { Boards } from '../ui/dialogs/boards.ts';
import { mountUi, type Rooms } from '../ui/mount.tsx';
import { withRecent } from '../ui/settings/settings.ts';
import type { SettingsStore } from '../ui/settings/settings-store.ts';
import type { Source } from '../ui/value-store.ts';
import type { NetworkSource } from '../ui/watching/network-hosting.ts';
import { shownCursors } from '../ui/watching/shown-cursors.ts';
import { FRAME_TITLE } from '../ui/words/board/style-words.ts';
import { TEXT_WORDS } from '../ui/words/board/text-words.ts';
import { askAddresses } from './ask-addresses.ts';
import { type DroppedFile, takeDroppedFiles } from './file-drop.ts';
import { withBoardFonts } from './fonts/board-fonts.ts';
import type { OpenVault } from './storage/browser-vaults.ts';
import { keepLastBoard } from './storage/last-board-keeping.ts';
import { pictureShelf } from './storage/picture-shelf.ts';
import { keptRoomKey } from './storage/room-keys.ts';
import type { SettingsStorage } from './storage/settings-storage.ts';
import { keepView } from './storage/view-memory.ts';
import { askBeforeClose, keepBeforeLeaving, watchConnectivity } from './wake-signals.ts';

/** What stays the same from room to room. */
export interface Surroundings {
  readonly window: Window;
  /** The board's element in the page, and the chrome's above it. */
  readonly board: HTMLElement;
  readonly chrome: HTMLElement;
  readonly shell: Shell;
  readonly capabilities: ShellCapabilities;
  readonly platform: KeyPlatform;
  readonly settings: SettingsStore;
  readonly theme: Source<Theme>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly openVault: OpenVault;
  readonly shelf: BoardShelf;
  /** Storage of remembered views. */
  readonly storage: SettingsStorage | undefined;
  readonly boards: Boards;
  /** Nobody asked for the room: it is a new one because the app was started without a link. */
  readonly isUnasked: (link: RoomLink) => boolean;
  /** Address of this device's own hub. Undefined without one. */
  readonly ownServer: () => string | undefined;
  readonly rooms: Rooms;
  readonly network: NetworkSource;
}

/** A room on the page. Disposing it removes everything of it from the page. */
export interface OpenRoom extends Disposable {
  readonly link: RoomLink;
  /** Handles a shell event for this room. */
  take(event: Extract<ShellEvent, { kind: 'command' | 'openFile' | 'saveAndClose' | 'resumed' }>): void;
  /** Opens the content of a file on the board. */
  takeFile(file: DroppedFile): void;
  /** True when leaving the room loses nothing. Otherwise asks, and calls `go` when the person leaves anyway. */
  mayLeave(go: () => void): boolean;
  /** Asks whether an outside link may lead to that server, and calls `go` when it may. */
  askToFollow(server: string, go: () => void): void;
  /** Moves the view to the part of the board that a link names. */
  showView(view: LinkView): void;
  /** Puts a copy from another room on the board. */
  takeCopy(bytes: Uint8Array): void;
  /** Shows a message about something outside of the room in the room's chrome. */
  say(text: string): void;
}

/** Opens a room. Callers can use it at once; the page shows it when the identity and the unsent work on this device are known. */
export function openRoom(link: RoomLink, around: Surroundings): OpenRoom {
  type Phase =
    | { readonly at: 'opening'; readonly waiting: ((room: OpenRoom) => void)[] }
    | { readonly at: 'shown'; readonly room: OpenRoom }
    | { readonly at: 'left' };
  let phase: Phase = { at: 'opening', waiting: [] };
  const whenShown = (run: (room: OpenRoom) => void): void => {
    if (phase.at === 'shown') run(phase.room);
    else if (phase.at === 'opening') phase.waiting.push(run);
  };
  // A window that cannot prove to be the host's is a guest's.
  const hostKey = around.shell.hostKey(link.server).catch(() => null);
  void Promise.all([around.openVault(link), lastBoardOf(link, around), hostKey]).then(([vault, lastBoard, access]) => {
    if (phase.at !== 'opening') {
      vault.release();
      return;
    }
    const { waiting } = phase;
    const room = showRoom(link, { vault, lastBoard, access: access ?? link.access }, around);
    phase = { at: 'shown', room };
    for (const run of waiting) run(room);
  });
  return {
    link,
    take: (event) => whenShown((room) => room.take(event)),
    takeFile: (file) => whenShown((room) => room.takeFile(file)),
    mayLeave: (go) => (phase.at === 'shown' ? phase.room.mayLeave(go) : true),
    askToFollow: (server, go) => whenShown((room) => room.askToFollow(server, go)),
    showView: (view) => whenShown((room) => room.showView(view)),
    takeCopy: (bytes) => whenShown((room) => room.takeCopy(bytes)),
    say: (text) => whenShown((room) => room.say(text)),
    dispose() {
      if (phase.at === 'shown') phase.room.dispose();
      phase = { at: 'left' };
    },
  };
}

/** Storage that does not answer must not keep people from drawing, milliseconds. */
const SHELF_MS = 3_000;

/** This device's last copy of the room. Undefined when there is none, or when it cannot be read in time. */
async function lastBoardOf(link: RoomLink, { shelf, clock }: Surroundings): Promise<Uint8Array | undefined> {
  const patience = Promise.withResolvers<undefined>();
  const timer = clock.after(SHELF_MS, () => patience.resolve(undefined));
  try {
    return await Promise.race([shelf.read(link), patience.promise]);
  } catch {
    return undefined;
  } finally {
    timer.dispose();
  }
}

/** The data of the room on this device. */
interface KeptHere {
  readonly vault: Vault;
  readonly lastBoard: Uint8Array | undefined;
  /** Proves to the app's own hub that this window is the host's; elsewhere the token of the link. */
  readonly access: string | undefined;
}

/** Creates session, engine and chrome of one room, in that order, and connects them. */
function showRoom(link: RoomLink, { vault, lastBoard, access }: KeptHere, around: Surroundings): OpenRoom {
  const { window, settings, theme, clock, random, log } = around;
  const owned = new DisposableStore();
  const { name, color } = settings.read();
  const connect = signalRHub({ server: link.server });
  const roomKey = keptRoomKey(around.storage, link.room);
  const pictures = owned.add(
    new Pictures({
      line: pictureLine(link, (url, init) => window.fetch(url, init)),
      shelf: laterShelf(pictureShelf(window.indexedDB, link.room, clock.now)),
      clock,
      hashOf: pictureHash,
    }),
  );
  const session = owned.add(
    createSession({
      room: link.room,
      name,
      color,
      connect,
      clock,
      random,
      log,
      vault,
      ...(lastBoard ? { lastBoard } : {}),
      pictures,
      ...(access === undefined ? {} : { access }),
      ...(roomKey === undefined ? {} : { roomKey }),
    }),
  );
  const engine = owned.add(
    createEngine({
      mount: around.board,
      access: session,
      presence: shownCursors(session, settings),
      clock,
      theme: theme.read(),
      wheelUse: () => settings.read().wheel,
      keepsTool: () => settings.read().keepTool,
      habits: () => settings.read(),
      inputHabits: () => settings.read(),
      frameTitle: FRAME_TITLE,
      history: session,
      textFieldName: TEXT_WORDS.field,
      // A link that the shell refuses stays closed, because another person wrote it.
      openLink: (address) => void around.shell.openExternal(address).catch(() => undefined),
      readPicture: (hash) => pictures.read(hash),
      reducedMotion: window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    }),
  );
  const showGhost = (): void => engine.showGhost(session.lostBoard());
  owned.add(session.onStatus(showGhost));
  showGhost();
  const keeping = owned.add(
    keepLastBoard({
      place: link,
      isHostedHere: () => around.ownServer() === link.server,
      session,
      engine,
      shelf: around.shelf,
      clock,
      log,
      whenIdle: (run) => whenIdle(window, run),
    }),
  );
  const showView = ({ x, y, width, height }: LinkView): void =>
    engine.setCamera(engine.cameraFor({ minX: x, minY: y, maxX: x + width, maxY: y + height }));
  const asked = link.view && (() => link.view && showView(link.view));
  const view = owned.add(keepView({ storage: around.storage, place: link, engine, session, clock, ...(asked ? { asked } : {}) }));
  owned.add(theme.watch(() => engine.setTheme(theme.read())));
  const ui = owned.add(
    mountUi({
      host: around.chrome,
      link,
      session,
      pictures,
      engine,
      shell: around.shell,
      capabilities: around.capabilities,
      platform: around.platform,
      clock,
      settings,
      theme,
      rooms: around.rooms,
      boards: around.boards,
      isUnasked: around.isUnasked(link),
      discarded: keeping.forget,
      network: around.network,
      askAddresses,
      withFonts: withBoardFonts,
    }),
  );
  owned.add(takeDroppedFiles({ window, take: ui.takeFile, takePictures: ui.takePictures, say: ui.say }));
  owned.add(watchConnectivity(window, session));
  owned.add(
    keepBeforeLeaving(window, {
      keep() {
        session.keep();
        keeping.keep();
        view.keep();
      },
      sayGoodbye: session.sayGoodbye,
    }),
  );
  owned.add(askBeforeClose(window, () => ui.closeQuestion() !== undefined));
  owned.add(rememberOnceUsed(link, session, settings, clock));
  session.start();
  void pictures.resume();

  return {
    link,
    take: (event) => (event.kind === 'resumed' ? session.wake() : ui.take(event)),
    takeFile: ui.takeFile,
    mayLeave: ui.mayLeave,
    askToFollow: ui.askToFollow,
    showView,
    takeCopy(bytes) {
      ui.takeCopy(bytes);
      engine.zoomToFit();
    },
    say: ui.say,
    dispose: () => owned.dispose(),
  };
}

/** A browser without idle callbacks (Safari) gets a short pause. */
function whenIdle(window: Window, run: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(run, { timeout: IDLE_MS });
  else run();
}
const IDLE_MS = 2_000;

/** A room enters the list of recent ones when its board has content, so that unused new rooms are not listed. */
function rememberOnceUsed(
  link: RoomLink,
  session: Pick<ReturnType<typeof createSession>, 'status' | 'onStatus'>,
  settings: SettingsStore,
  clock: Clock,
): Disposable {
  const owned = new DisposableStore();
  const remember = (): void => {
    if (session.status().elements === 0) return;
    settings.change({
      recent: withRecent(settings.read().recent, { server: link.server, room: link.room, openedAt: clock.now() }),
    });
    owned.dispose();
  };
  owned.add(session.onStatus(remember));
  remember();
  return owned;
}
