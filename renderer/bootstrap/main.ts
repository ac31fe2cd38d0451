import '@fontsource-variable/inter/wght.css';
import { assertNever } from '../../core/base/assert-never.ts';
import type { HostedHere, ShellCapabilities } from '../../core/contract/desktop/shell-contract.ts';
import { serverOfPage } from '../../core/contract/server-address.ts';
import type { KeyPlatform } from '../ui/commands/keys.ts';
import { NO_SETTINGS, PERSON_COLORS } from '../ui/settings/settings.ts';
import type { SettingsStore } from '../ui/settings/settings-store.ts';
import { watchNetwork } from '../ui/watching/network-hosting.ts';
import { watchUpdates } from '../ui/watching/updates.ts';
import { START_FAILED } from '../ui/words/chrome-words.ts';
import { notOpenedWords } from '../ui/words/file-names.ts';
import { friendlyName } from '../ui/words/people/friendly-name.ts';
import { browserClock, browserRandom } from './browser-host.ts';
import { findShell } from './find-shell.ts';
import { nameBoardFonts } from './fonts/board-fonts.ts';
import { openRoom } from './open-room.ts';
import { askingAhead, askKept } from './opening/kept-here.ts';
import { readStartLink } from './room-address.ts';
import { createRoomSwitch, reloadedAddress } from './room-switch.ts';
import { askForStart } from './start-facts.ts';
import { keptBoardList } from './storage/board-list.ts';
import { type BrowserVaultsOptions, browserVaults } from './storage/browser-vaults.ts';
import { browserCopies } from './storage/databases/board-database.ts';
import { openVaultDatabase } from './storage/databases/vault-database.ts';
import { withKeptToken, withPersonalToken } from './storage/link-tokens.ts';
import { keepRoomKey } from './storage/room-keys.ts';
import { followOtherWindows, localStorageOf, sessionStorageOf, storedSettings } from './storage/settings-storage.ts';
import { shellCopies } from './storage/shell-copies.ts';
import { shellVaults } from './storage/shell-vaults.ts';
import { claimsOf } from './storage/vault-claims.ts';
import { watchTheme } from './theme.ts';

/** Composes the renderer: only this code knows shell, settings, session, engine and chrome together. */
async function start(): Promise<void> {
  const board = place('board');
  const chrome = place('chrome');
  const settings = storedSettings(localStorageOf(window));
  followOtherWindows(window, settings);
  introduce(settings);
  nameBoardFonts(document.fonts);
  const theme = watchTheme(window, settings);

  const { shell, inApp } = findShell(window, browserClock);
  const openVault = inApp ? shellVaults(shell, browserRandom) : browserVaults(tabStorage(window));
  const localCopies = inApp ? shellCopies(shell) : browserCopies(() => window.indexedDB);
  const reloaded = inApp ? reloadedAddress(window) : undefined;
  const keptOf = askingAhead(reloaded?.link, (link) => askKept(link, { shell, openVault, localCopies, clock: browserClock }));
  const { capabilities, address, own: ownAtStart, isUnasked: startedUnasked } = await askForStart(shell, window);
  // A shell that cannot remember it speaks the system's language.
  shell.setLanguage(settings.read().language).catch(() => {});

  const network = watchNetwork(shell);
  const updates = watchUpdates(shell);
  // For immediate decisions. Code that shows it reads it again.
  let own: HostedHere | undefined;
  void ownAtStart.then((is) => {
    own ??= is;
  });
  const ownServer = async (): Promise<string | undefined> => {
    own = await shell.hostedHere(inApp);
    return own?.server;
  };
  // The app makes a room on its own hub when it is started without a link.
  let startsUnasked = startedUnasked;
  const isUnasked = (): boolean => {
    const is = startsUnasked;
    startsUnasked = false;
    return is;
  };
  const boards = keptBoardList({
    localCopies,
    ownServer,
    rooms: { open: (link) => rooms.open(link), openOwn: (copy) => rooms.openCopy(copy) },
  });
  const rooms = createRoomSwitch({
    ownServer,
    window,
    random: browserRandom,
    home: inApp ? 'app' : 'page',
    ...(inApp ? { openBoard: shell.openBoard } : {}),
    server: address.kind === 'room' ? address.link.server : serverOfPage(location),
    withPersonalToken: (link) => withPersonalToken(localStorageOf(window), link),
    keepRoomKey: (room, key) => keepRoomKey(localStorageOf(window), room, key),
    withToken: (link) => withKeptToken(localStorageOf(window), link),
    isKnown: (server) => settings.read().recent.some((room) => room.server === server),
    open: (link) =>
      openRoom(link, {
        window,
        board,
        chrome,
        shell,
        capabilities,
        platform: keyPlatform(capabilities),
        settings,
        theme,
        clock: browserClock,
        // Shown in the developer tools only; nothing of it leaves the page.
        log: console,
        random: browserRandom,
        askKept: keptOf,
        localCopies,
        storage: localStorageOf(window),
        tabStorage: sessionStorageOf(window),
        boards,
        isUnasked,
        ownServer: () => own?.server,
        rooms: { ...rooms, open: (room) => ('openedAt' in room ? boards.openRecent(room) : rooms.open(room)) },
        network,
        updates,
        failed,
      }),
  });
  // First, because the question about an outside link is shown in a room.
  rooms.show(address);
  shell.onEvent((event) => {
    switch (event.kind) {
      case 'openLink':
        rooms.follow(readStartLink(event.link));
        return;
      case 'hosting':
        network.told(event.hosting);
        return;
      case 'updates':
        updates.told(event.updates);
        return;
      case 'content':
        rooms.current()?.takeContent(event.content);
        return;
      case 'notOpened':
        rooms.current()?.say(notOpenedWords(event.what));
        return;
      case 'command':
      case 'openFile':
      case 'saveAndClose':
      case 'hubRestarts':
      case 'hosted':
      case 'resumed':
        rooms.current()?.take(event);
        return;
      default:
        assertNever(event);
    }
  });
  window.addEventListener('popstate', () => rooms.addressChanged());
  window.addEventListener('hashchange', () => rooms.addressChanged());
}

/** The storage of a tab that survives it. */
function tabStorage(window: Window): BrowserVaultsOptions {
  return {
    database: async () => openVaultDatabase(window.indexedDB),
    claims: claimsOf(window, browserClock, browserRandom),
    tab: sessionStorageOf(window),
    clock: browserClock,
    random: browserRandom,
  };
}

/** Gives a person without a name and colour both. */
function introduce(settings: SettingsStore): void {
  const { name, color } = settings.read();
  if (name === NO_SETTINGS.name) settings.change({ name: friendlyName(browserRandom) });
  if (color === NO_SETTINGS.color) settings.change({ color: Math.floor(browserRandom.next() * PERSON_COLORS) });
}

function place(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

function keyPlatform({ platform }: ShellCapabilities): KeyPlatform {
  if (platform === 'mac') return 'mac';
  return platform === 'browser' && /^(Mac|iP)/.test(navigator.platform) ? 'mac' : 'other';
}

/** There is no better place to show it: the chrome is not there. */
function failed(cause: unknown): never {
  const words = document.createElement('p');
  words.className = 'start-failure';
  words.textContent = START_FAILED.text;
  document.body.append(words);
  throw cause;
}

start().catch(failed);
