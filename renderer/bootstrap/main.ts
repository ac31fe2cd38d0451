import '@fontsource-variable/inter/wght.css';
import { assertNever } from '../../core/base/assert-never.ts';
import { serverOfPage } from '../../core/contract/server-address.ts';
import type { ShellCapabilities } from '../../core/contract/shell-contract.ts';
import type { KeyPlatform } from '../ui/commands/keys.ts';
import { NO_SETTINGS, PERSON_COLORS } from '../ui/settings/settings.ts';
import type { SettingsStore } from '../ui/settings/settings-store.ts';
import { watchNetwork } from '../ui/watching/network-hosting.ts';
import { friendlyName } from '../ui/words/friendly-name.ts';
import { browserClock, browserRandom } from './browser-host.ts';
import { findShell } from './find-shell.ts';
import { nameBoardFonts } from './fonts/board-fonts.ts';
import { openRoom } from './open-room.ts';
import { readHash, readStartLink } from './room-address.ts';
import { createRoomSwitch, reloadedAddress } from './room-switch.ts';
import { browserShelf } from './storage/board-database.ts';
import { keptBoardList } from './storage/board-list.ts';
import { type BrowserVaultsOptions, browserVaults } from './storage/browser-vaults.ts';
import { keepRoomKey } from './storage/room-keys.ts';
import { followOtherWindows, localStorageOf, sessionStorageOf, storedSettings } from './storage/settings-storage.ts';
import { shellShelf } from './storage/shell-shelf.ts';
import { shellVaults } from './storage/shell-vaults.ts';
import { claimsOf } from './storage/vault-claims.ts';
import { openVaultDatabase } from './storage/vault-database.ts';
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

  const shell = findShell(window, browserClock);
  const capabilities = await shell.capabilities();
  const inApp = capabilities.kind === 'desktop';
  const address = inApp
    ? (reloadedAddress(window) ?? readStartLink(await shell.startLink()))
    : readHash(location.hash, serverOfPage(location));
  if (inApp && address.kind !== 'room') throw new Error('the desktop started without a readable link');

  const network = watchNetwork(shell);
  const openVault = inApp ? shellVaults(shell, browserRandom) : browserVaults(tabStorage(window));
  const shelf = inApp ? shellShelf(shell) : browserShelf(() => window.indexedDB);
  // Read once for immediate decisions. Code that shows it reads it again.
  let own = await shell.hostedHere(false).catch(() => undefined);
  const ownServer = async (): Promise<string | undefined> => {
    own = await shell.hostedHere(inApp);
    return own?.server;
  };
  // The app makes a room on its own hub when it is started without a link.
  let startsUnasked = inApp
    ? reloadedAddress(window) === undefined && address.kind === 'room' && address.link.server === own?.server
    : address.kind === 'none';
  const isUnasked = (): boolean => {
    const is = startsUnasked;
    startsUnasked = false;
    return is;
  };
  const boards = keptBoardList({
    shelf,
    ownServer,
    rooms: { open: (link) => rooms.open(link), openOwn: (copy) => rooms.openOwn(copy) },
  });
  const rooms = createRoomSwitch({
    ownServer,
    window,
    random: browserRandom,
    home: inApp ? 'app' : 'page',
    server: address.kind === 'room' ? address.link.server : serverOfPage(location),
    keepRoomKey: (room, key) => keepRoomKey(localStorageOf(window), room, key),
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
        openVault,
        shelf,
        storage: localStorageOf(window),
        boards,
        isUnasked,
        ownServer: () => own?.server,
        rooms,
        network,
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
      case 'command':
      case 'openFile':
      case 'saveAndClose':
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

start().catch((cause: unknown) => {
  // There is no better place to show it yet.
  const words = document.createElement('p');
  words.className = 'start-failure';
  words.textContent = 'Inkroom could not start. Reload the window; if that does not help, restart Inkroom.';
  document.body.append(words);
  throw cause;
});
