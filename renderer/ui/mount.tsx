// First, so that the parts' own styles come later and override these.
import './styles/tokens.css';
import './styles/layout.css';

import { createRoot } from 'react-dom/client';
import { assertNever } from '../../core/base/assert-never.ts';
import { DisposableStore, disposable } from '../../core/base/disposable.ts';
import { SerialQueue } from '../../core/base/serial-queue.ts';
import type { Shell } from '../../core/contract/desktop/shell-contract.ts';
import { createAddElements, placeUnder } from './adding/add-elements.ts';
import { choosePictures, createAddPictures } from './adding/add-pictures.ts';
import { bindClipboard } from './adding/clipboard/clipboard-events.ts';
import { createForeignFiles } from './adding/foreign-files.ts';
import { createLateExports } from './adding/late-exports.ts';
import { preparePicture } from './adding/late-prepare.ts';
import { createRefusedFiles } from './adding/refused-files.ts';
import { App } from './app.tsx';
import { createChrome } from './chrome-state.ts';
import { guardAlt } from './commands/alt-guard.ts';
import { type Command, type CommandContext, isEnabled } from './commands/command.ts';
import { watchCommandState } from './commands/command-state.ts';
import { findCommand } from './commands/commands.ts';
import { bindKeyboard } from './commands/keyboard.ts';
import { createCopy } from './copy.ts';
import { createBoardFiles } from './dialogs/board-files.ts';
import { createLeaving } from './dialogs/leaving.ts';
import { createPresenting } from './finding/presenting.ts';
import { lateModule, loadLateModules } from './late-module.ts';
import { PanelFailed } from './late-panel.tsx';
import { createMeeting } from './meeting/meeting.ts';
import { copyView } from './panels/sharing/copy-view.ts';
import type { Sharing } from './panels/sharing/share-panel.tsx';
import { createReplaying } from './replay/replaying.ts';
import { whoDrew } from './replay/who-drew.ts';
import { createRightsActs } from './rights-acts.ts';
import { createMenuPlaces } from './selection/menu-place.ts';
import { createOwnProfile } from './settings/own-profile.ts';
import { createSettingActs } from './settings/setting-acts.ts';
import { labelIn, roomLabel } from './settings/settings.ts';
import type { Ui, UiOptions } from './ui-options.ts';
import { sayAnnouncements } from './watching/announcements.ts';
import { showHome } from './watching/home.ts';
import { watchHubKeeping } from './watching/hub-keeping.ts';
import { layDownTool } from './watching/lay-down-tool.ts';
import { watchNews } from './watching/news.ts';
import { orSayNotLoaded } from './watching/not-loaded.ts';
import { sayPenMode } from './watching/pen-mode.ts';
import { watchArrivals } from './watching/people/arrivals.ts';
import { watchCompany } from './watching/people/company.ts';
import { createFollowing } from './watching/people/following.ts';
import { keepColorFree } from './watching/people/free-color.ts';
import { watchKnownPeople } from './watching/people/known-people.ts';
import { watchPeople } from './watching/people/people.ts';
import { sayRefusals, sayRefused } from './watching/refusals.ts';
import { createTakeBack } from './watching/take-back.ts';
import { rememberTitle, showTitle, watchTitle } from './watching/titles.ts';
import { createToasts } from './watching/toasts.ts';
import { COPY_WORDS } from './words/board/copy-words.ts';
import { FINDING_WORDS } from './words/board/finding-words.ts';
import { PICTURE_WORDS } from './words/board/picture-words.ts';
import { PANEL_FAILED } from './words/chrome-words.ts';
import { VIEW_WORDS } from './words/command-words.ts';
import { roomTitle } from './words/room-title.ts';
import { LINK_WORDS } from './words/sharing/link-words.ts';
import { ENDED } from './words/status/ended-words.ts';
import { watchLossCause } from './words/status/loss-cause.ts';

const loadDesktop = lateModule(() => import('./on-desktop.ts'));

/** Mounts the chrome of one room and connects it to the keyboard, the native menu and the window's title. */
export function mountUi(options: UiOptions): Ui {
  const { host, link, session, engine, shell, clock, settings, theme } = options;
  const owned = new DisposableStore();
  const chrome = createChrome();
  const toasts = owned.add(createToasts(clock));
  // Until the board has arrived, the title that this device remembers.
  const title = (): string => roomTitle(link.room, engine.snapshot().board.title || labelIn(settings.read().recent, link));
  const status = { read: session.status, watch: (changed: () => void) => session.onStatus(changed) };
  const canvas = { read: engine.snapshot, watch: (changed: () => void) => engine.onChange(changed) };
  const news = owned.add(watchNews(status, clock));
  const people = watchPeople(session);
  const cause = owned.add(watchLossCause(status));
  const company = owned.add(watchCompany(status, people));
  owned.add(keepColorFree({ session, settings, clock }));
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
  const add = createAddElements({
    access: session,
    canvas: engine,
    toasts,
    pictures: options.pictures,
    prepare: preparePicture,
    fonts: document.fonts,
  });
  const addPictures = createAddPictures({ pictures: options.pictures, canvas: engine, toasts, prepare: preparePicture });
  owned.add(options.pictures.onRefused(() => toasts.fail(PICTURE_WORDS.refused)));
  const refused = createRefusedFiles(toasts);
  const foreign = createForeignFiles({
    add,
    canvas: engine,
    status,
    company,
    toasts,
    refused,
    middle: () => placeUnder(engine, window),
    openNew: (file) => options.rooms.openNew(file),
    hasWindows: options.capabilities.kind === 'desktop',
  });
  const files = createBoardFiles({
    shell,
    session,
    pictures: options.filePictures,
    canvas: engine,
    toasts,
    refused,
    foreign,
    title,
    knowsDisk: options.capabilities.nativeFiles,
  });
  const taking = new SerialQueue();
  // Several at once come one after the other: the first may fill an empty board.
  const takeFiles: Ui['takeFiles'] = (given) =>
    refused.during(Promise.all(given.map((file) => taking.add(() => files.take(file)))));
  const { withFonts, pdfFonts } = options;
  const copy = createCopy(shell, toasts);
  const exports = createLateExports({
    shell,
    copy,
    access: session,
    canvas: engine,
    toasts,
    page: document,
    pictures: options.pictures,
    withFonts,
    pdfFonts,
    to: options.capabilities.nativeFiles ? 'disk' : 'download',
    title,
  });
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

  const knownPeople = owned.add(watchKnownPeople(session, status));
  const meeting = owned.add(
    createMeeting({
      session,
      engine,
      people: knownPeople,
      following,
      clock,
      toasts,
      // A link that the shell refuses stays closed, because another person wrote it.
      openLink: (address) => void shell.openExternal(address).catch(() => undefined),
    }),
  );
  const replaying = owned.add(
    createReplaying({
      session,
      clock,
      people: knownPeople,
      sayNothing: () => toasts.show(VIEW_WORDS.nothingToReplay),
      make: options.makeEngine,
      theme,
      room: engine,
      window,
      failed: () => toasts.fail(PANEL_FAILED.text),
    }),
  );

  const isModal = (): boolean => document.querySelector('dialog[open]') !== null || replaying.read() !== undefined;
  const isBoard = (target: EventTarget | null): boolean => target instanceof Node && !host.contains(target);
  const adding = { add, addPictures, toasts };
  const clipboard = owned.add(bindClipboard({ target: window, access: session, canvas: engine, ...adding, isModal, isBoard }));

  const context: CommandContext = {
    canvas: engine,
    clipboard,
    presenting: { start: startPresenting },
    say: (text) => toasts.show(text),
    meeting,
    replay: {
      start() {
        chrome.close();
        engine.clearSelection();
        replaying.start();
      },
    },
    history: session,
    files,
    exports,
    pictures: { choose: () => choosePictures(document, (chosen) => void addPictures(chosen)) },
    chrome,
    rooms: { openNew: () => options.rooms.openNew() },
    links: { copyView: () => void copyView({ link, sharing, status: status.read, engine, copy }) },
    following,
    settings: createSettingActs({ settings, theme, state: commandState, window }),
  };
  const run = (command: Command): void => {
    if (!isEnabled(command, commandState.read())) return;
    // A person who chooses a tool wants to draw on this board.
    if (command.id.startsWith('tool.')) chrome.close('home');
    command.run(context);
  };

  owned.add(bindKeyboard({ target: window, platform: options.platform, state: commandState.read, run, isModal }));
  owned.add(guardAlt(window));
  const named = watchTitle(title, settings, canvas);
  owned.add(rememberTitle(options));
  owned.add(layDownTool(status, engine));
  const onDesktop = (act: (desktop: typeof import('./on-desktop.ts')) => void): void => {
    if (options.capabilities.kind !== 'desktop') return;
    void orSayNotLoaded(loadDesktop(), toasts).then((desktop) => desktop && act(desktop));
  };
  onDesktop(({ bindDesktop }) =>
    owned.add(bindDesktop({ state: commandState, settings, link, shell, network: options.network, title: named, status })),
  );
  owned.add(showTitle({ named, status }, shell));
  owned.add(sayPenMode(commandState, settings, toasts));
  owned.add(sayRefusals(session, toasts));
  owned.add(sayAnnouncements(session, toasts));
  owned.add(
    options.updates.watch(() => {
      const update = options.updates.read();
      onDesktop(({ sayUpdate }) => sayUpdate(update, toasts));
    }),
  );

  const sayCannotHost = (): void => toasts.fail(ENDED.cannotHost);
  const { sendLink } = options;
  const rights = owned.add(createRightsActs(link.room, session, toasts));
  const sharing: Sharing = {
    network: options.network,
    hosting: {
      start(address) {
        shell.startHosting(address).catch(() => toasts.fail(LINK_WORDS.noNetwork));
      },
      stop() {
        shell.stopHosting().catch(() => toasts.fail(LINK_WORDS.stopFailed));
      },
    },
    askAddresses: () => options.askAddresses(link.server),
    send: sendLink && ((url) => void sendLink(url).catch(() => toasts.fail(LINK_WORDS.notSent))),
  };
  /** Closed, so that opening it again asks again. */
  const panelFailed = (): void => {
    chrome.close();
    meeting.open.write(undefined);
    replaying.end();
    presenting.end();
    toasts.fail(PANEL_FAILED.text);
  };
  owned.add(clock.after(NEEDED_AFTER_MS, () => void loadLateModules('soon')));
  owned.add(clock.after(REST_AFTER_MS, () => void loadLateModules('later')));
  const root = createRoot(host);
  owned.add(disposable(() => root.unmount()));
  root.render(
    <PanelFailed value={panelFailed}>
      <App
        link={link}
        clock={clock}
        platform={options.platform}
        capabilities={options.capabilities}
        shellPlatform={options.capabilities.platform}
        sharing={sharing}
        enter={(password) => orSayNotLoaded(options.enter(password), toasts)}
        signIn={options.signIn}
        rights={rights}
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
        updates={options.updates}
        finding={
          options.capabilities.kind === 'desktop' ? { clock, look: () => shell.nearby().catch(() => NO_ROOMS) } : undefined
        }
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
        meeting={meeting}
        replaying={replaying}
        whoDrew={(ids) => whoDrew(session.board(), ids, knownPeople)}
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
        profile={createOwnProfile(settings, session)}
        takeBackFrom={createTakeBack(engine, toasts)}
        copyText={(text) => void copy(text, COPY_WORDS)}
        copy={(text) => copy(text, { done: LINK_WORDS.copied, failed: LINK_WORDS.notCopied })}
      />
    </PanelFailed>,
  );

  return {
    take(event) {
      switch (event.kind) {
        case 'openFile':
          takeFiles([event.file]);
          return;
        case 'saveAndClose':
          void leaving.saveAndClose();
          return;
        case 'hubRestarts':
          hubKeeping.restarts();
          return;
        case 'hosted':
          hubKeeping.told(event.hosted);
          return;
        case 'command': {
          const command = findCommand(event.command);
          if (command) run(command);
          else onDesktop(({ openRecent }) => openRecent(event.command, options));
          return;
        }
        default:
          assertNever(event);
      }
    },
    takePictures: addPictures,
    takeFiles,
    closeQuestion: leaving.question,
    mayLeave: leaving.mayLeave,
    askToFollow: leaving.askToFollow,
    takeCopy(bytes) {
      const result = session.importCopy(bytes);
      if ('refused' in result) sayRefused(toasts, result.refused);
      else toasts.show(ENDED.hosted);
    },
    say: (text) => toasts.fail(text),
    dispose: () => owned.dispose(),
  };
}

/** The first ink and the board come first, then what a person needs when the server goes. Milliseconds. */
const NEEDED_AFTER_MS = 500;
const REST_AFTER_MS = 5_000;

const NO_ROOMS: Awaited<ReturnType<Shell['nearby']>> = [];
