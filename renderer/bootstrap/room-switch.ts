import type { Random } from '../../core/base/host.ts';
import { parseRoomId, type RoomId, type RoomKey } from '../../core/board/ids.ts';
import { formatRoomLink, isSamePlace, type RoomLink, withoutView } from '../../core/contract/access/room-link.ts';
import type { BoardContent, ShellApi } from '../../core/contract/desktop/shell-contract.ts';
import type { RecentRoom } from '../ui/settings/settings.ts';
import { ADDRESS_WORDS } from '../ui/words/chrome-words.ts';
import type { DroppedFile } from './file-drop.ts';
import type { OpenRoom } from './opening/shown-room.ts';
import { type Address, hashOf, newRoom, readHash, readStartLink } from './room-address.ts';

/** The parts of the window that the room switch uses. */
export type AddressBar = Pick<Window, 'location' | 'history'>;

export interface RoomSwitchOptions {
  readonly window: AddressBar;
  readonly random: Random;
  /**
   * `page`: this page belongs to one server, and the room is in its address (browser). `app`: the window may go to any server,
   * and its address says nothing (desktop).
   */
  readonly home: 'page' | 'app';
  /** The server of new rooms and bare names until a room is open. */
  readonly server: string;
  /** Address of the app's hub, where own boards are made. Undefined without one. Rejects when it does not run. */
  readonly ownServer: () => Promise<string | undefined>;
  /** True when the person was on that server before. */
  readonly isKnown: (server: string) => boolean;
  readonly open: (link: RoomLink) => OpenRoom;
  /** [RGT-12] The link with the token that this person got by signing in. */
  readonly withPersonalToken: (link: RoomLink) => RoomLink;
  /** Keeps the key of a room that this device makes. */
  readonly keepRoomKey: (room: RoomId, key: RoomKey) => void;
  /** The link with the token by which the board was opened here before. */
  readonly withToken: (link: RoomLink) => RoomLink;
  /** In the app each board has a window. `here`: this one is to show it. Undefined in a browser, where a tab changes its room. */
  readonly openBoard?: ShellApi['openBoard'];
}

/** Shows one room at a time. */
export interface RoomSwitch {
  /** The current room. */
  current(): OpenRoom | undefined;
  /** Shows the room of an address. An empty address becomes a new room; an unreadable one is reported. */
  show(address: Address): void;
  /** The same for an outside link, which any web page may have sent. The person is asked about a new server first. */
  follow(address: Address): void;
  /** `file`: the content of the new room. */
  openNew(file?: DroppedFile): void;
  /**
   * Goes on with this copy of the current board in a new room, on the app's hub if there is one. The old room keeps its state, so
   * nothing is asked.
   */
  openOwn(copy: Uint8Array): void;
  /** Opens a new room with a copy of another board. */
  openCopy(copy: Uint8Array): void;
  open(room: RoomLink | RecentRoom): void;
  /** The same on the app's hub only. Rejects without one. */
  hostCopy(copy: Uint8Array): Promise<void>;
  /** The page's address has changed (back, forward, typed). */
  addressChanged(): void;
}

export function createRoomSwitch(options: RoomSwitchOptions): RoomSwitch {
  const { window, random, home, server: firstServer, ownServer, isKnown, open, keepRoomKey, withToken, openBoard } = options;
  let current: OpenRoom | undefined;
  const server = (): string => current?.link.server ?? firstServer;

  const made = (at: string): RoomLink => {
    const { link, key } = newRoom(at, random);
    keepRoomKey(link.room, key);
    return link;
  };

  /** `replace` leaves no history entry, because the previous address named no room. */
  const show = (asked: RoomLink, step: 'push' | 'replace', content?: BoardContent): void => {
    const link = options.withPersonalToken(asked);
    const from = current;
    if (openBoard && from && !isSamePlace(from.link, link)) {
      const here = (where: 'here' | 'elsewhere'): void => {
        if (where === 'here' && current === from) showHere(link, step, content);
      };
      from
        .isUnused()
        .then((isUnused) => openBoard(formatRoomLink(link), content ?? null, isUnused))
        .then(here, () => here('here'));
      return;
    }
    showHere(link, step, content);
  };

  const showHere = (link: RoomLink, step: 'push' | 'replace', content?: BoardContent): void => {
    const isHere = home === 'app' || link.server === firstServer;
    if (isHere && current && !isSamePlace(current.link, link) && !current.mayLeave(() => enter(link, 'push', content))) {
      // The address may have changed already (back, forward, typed). The room changes only with the person's consent.
      if (home === 'page' && window.location.hash !== hashOf(current.link))
        window.history.pushState(null, '', hashOf(current.link));
      return;
    }
    enter(link, step, content);
  };

  const enter = (link: RoomLink, step: 'push' | 'replace', content?: BoardContent): void => {
    if (home === 'page') {
      if (link.server !== firstServer) {
        // Another server has its own page, and may serve another version.
        window.location.assign(formatRoomLink(link));
        return;
      }
      if (window.location.hash !== hashOf(link))
        window.history[step === 'push' ? 'pushState' : 'replaceState'](null, '', hashOf(link));
    } else {
      // So that a reload comes back to the same room.
      window.history.replaceState({ link: formatRoomLink(withoutView(link)) }, '');
    }
    if (current && isSamePlace(current.link, link)) {
      if (link.view) current.showView(link.view);
      return;
    }
    current?.dispose();
    current = open(link);
    if (content) current.takeContent(content);
  };

  const enterWith = (bytes: Uint8Array, server: string): void => enter(made(server), 'push', { kind: 'copy', bytes });

  /** The app's hub if it runs, else the current server. */
  const homeServer = (): Promise<string> =>
    ownServer().then(
      (own) => own ?? server(),
      () => server(),
    );

  const showAddress = (address: Address): void => {
    if (address.kind === 'room') {
      show(address.link, 'replace');
      return;
    }
    const unreadable = address.kind === 'unreadable' ? address.text.slice(0, 80) : undefined;
    if (unreadable !== undefined && current) {
      // A mistyped link must not close the current room.
      show(current.link, 'replace');
      current.say(ADDRESS_WORDS.still(unreadable));
      return;
    }
    show(made(server()), 'replace');
    if (unreadable !== undefined) current?.say(ADDRESS_WORDS.fresh(unreadable));
  };

  return {
    current: () => current,
    show: showAddress,
    follow(address) {
      const elsewhere = address.kind === 'room' && address.link.server !== server() ? address.link.server : undefined;
      if (elsewhere === undefined || current === undefined || isKnown(elsewhere)) showAddress(address);
      else current.askToFollow(elsewhere, () => showAddress(address));
    },
    openOwn(copy) {
      void homeServer().then((at) => enterWith(copy, at));
    },
    openCopy(bytes) {
      // In a browser the room of before keeps its state, so nothing is asked.
      void homeServer().then((at) => (openBoard ? show(made(at), 'push', { kind: 'copy', bytes }) : enterWith(bytes, at)));
    },
    openNew: (file) => show(made(server()), 'push', file && { kind: 'file', name: file.name, bytes: file.bytes }),
    open(room) {
      const parsed = parseRoomId(room.room);
      if (parsed.ok) show(withToken('openedAt' in room ? { server: room.server, room: parsed.value } : room), 'push');
    },
    async hostCopy(copy) {
      const own = await ownServer();
      if (own === undefined) throw new Error('no hub of its own');
      enterWith(copy, own);
    },
    addressChanged() {
      if (home === 'page') showAddress(readHash(window.location.hash, firstServer));
    },
  };
}

/** The room of a desktop window before its reload. */
export function reloadedAddress(window: AddressBar): Extract<Address, { kind: 'room' }> | undefined {
  const state: unknown = window.history.state;
  if (typeof state !== 'object' || state === null) return undefined;
  const { link } = state as { readonly link?: unknown };
  const address = typeof link === 'string' ? readStartLink(link) : undefined;
  return address?.kind === 'room' ? address : undefined;
}
