import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { LinkView, RoomLink } from '../../../core/contract/access/room-link.ts';
import { createEngine, type Engine, type EngineOptions } from '../../engine/engine.ts';
import { createSession } from '../../session/board-session.ts';
import { signalRHub } from '../../session/link/hub-client.ts';
import { pictureHash } from '../../session/pictures/picture-hash.ts';
import { pictureLine } from '../../session/pictures/picture-line.ts';
import { openingPictureStore } from '../../session/pictures/picture-ports.ts';
import { Pictures } from '../../session/pictures/pictures.ts';
import type { Session } from '../../session/session.ts';
import { hiddenPointers } from '../../ui/meeting/hidden-pointers.ts';
import { shownCursors } from '../../ui/watching/people/shown-cursors.ts';
import { FRAME_WORDS } from '../../ui/words/board/style-words.ts';
import { TEXT_WORDS } from '../../ui/words/board/text-words.ts';
import { browserPictureStore } from '../storage/databases/picture-database.ts';
import { keptDirectSocket } from '../storage/direct-socket.ts';
import { keepLastBoard, type LastBoardKeeping } from '../storage/last-board-keeping.ts';
import { keptRoomKey } from '../storage/room-keys.ts';
import { keptRoomPass } from '../storage/room-passes.ts';
import { keptStyles } from '../storage/style-memory.ts';
import { keepView } from '../storage/view-memory.ts';
import { keepBeforeLeaving, watchConnectivity } from '../wake-signals.ts';
import type { KeptHere } from './kept-here.ts';
import type { Surroundings } from './surroundings.ts';

/** What every engine of the room needs in order to look the same. */
export type BoardLooks = Pick<EngineOptions, 'readPicture' | 'reducedMotion'>;

/** A board without chrome: it is shown, connected and kept, and can be drawn on. */
export interface RoomBoard extends Disposable {
  readonly link: RoomLink;
  readonly session: Session;
  readonly engine: Engine;
  readonly pictures: Pictures;
  readonly keeping: LastBoardKeeping;
  readonly looks: BoardLooks;
  /** Moves the view to the part of the board that a link names. */
  showView(view: LinkView): void;
}

/** Creates session and engine of a room, in that order, and connects them. Takes ownership of the vault. */
export function showBoard(link: RoomLink, { vault, lastBoard, hostKey }: KeptHere, around: Surroundings): RoomBoard {
  const { window, settings, theme, clock, random, log } = around;
  const owned = new DisposableStore();
  const access = hostKey ?? link.access;
  const { name, color, topics } = settings.read();
  const directSocket = keptDirectSocket(around.tabStorage, link.server);
  const connect = signalRHub({ server: link.server, directSocket });
  const roomKey = keptRoomKey(around.storage, link.room);
  const pass = keptRoomPass(around.storage, link);
  const pictures = owned.add(
    new Pictures({
      line: pictureLine(link, (url, init) => window.fetch(url, init)),
      store: openingPictureStore(browserPictureStore(window.indexedDB, link.room, clock.now)),
      clock,
      hashOf: pictureHash,
    }),
  );
  const session = owned.add(
    createSession({
      room: link.room,
      name,
      color,
      topics,
      connect,
      clock,
      random,
      log,
      vault,
      ...(lastBoard ? { lastBoard } : {}),
      pictures,
      // The frame in which the engine paints, and the task after it.
      afterPaint: (painted) => void requestAnimationFrame(() => setTimeout(painted)),
      ...(access === undefined ? {} : { access }),
      ...(roomKey === undefined ? {} : { roomKey }),
      ...(pass === undefined ? {} : { pass }),
    }),
  );
  // At once, because the hub answers while the page makes the board and the chrome.
  session.start();
  const looks: BoardLooks = {
    readPicture: (hash) => pictures.read(hash),
    reducedMotion: window.matchMedia('(prefers-reduced-motion: reduce)').matches,
  };
  const engine = owned.add(
    createEngine({
      mount: around.board,
      access: session,
      presence: shownCursors(session, settings, hiddenPointers(session)),
      clock,
      theme: theme.read(),
      styles: keptStyles(around.storage),
      wheelUse: () => settings.read().wheel,
      keepsTool: () => settings.read().keepTool,
      habits: () => settings.read(),
      inputHabits: () => settings.read(),
      frameTitle: FRAME_WORDS.titled,
      history: session,
      fieldNames: { text: TEXT_WORDS.field, title: FRAME_WORDS.field },
      // A link that the shell refuses stays closed, because another person wrote it.
      openLink: (address) => void around.shell.openExternal(address).catch(() => undefined),
      ...looks,
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
      localCopies: around.localCopies,
      clock,
      log,
      whenIdle: (run) => whenIdle(window, run),
    }),
  );
  const showView = ({ x, y, width, height }: LinkView): void =>
    engine.setCamera(engine.cameraFor({ minX: x, minY: y, maxX: x + width, maxY: y + height }));
  const { view: askedView } = link;
  const asked = askedView && (() => showView(askedView));
  const view = owned.add(keepView({ storage: around.storage, place: link, engine, session, clock, asked }));
  owned.add(theme.watch(() => engine.setTheme(theme.read())));
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
  void pictures.resume();
  return { link, session, engine, pictures, keeping, looks, showView, dispose: () => owned.dispose() };
}

/** A browser without idle callbacks (Safari) gets a short pause. */
function whenIdle(window: Window, run: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(run, { timeout: IDLE_MS });
  else run();
}
const IDLE_MS = 2_000;
