import { describe, expect, test } from 'vitest';
import type { RoomId, RoomKey } from '../../../../core/board/ids.ts';
import { roomIdOf } from '../../../../core/board/ids.ts';
import type { RoomLink } from '../../../../core/contract/access/room-link.ts';
import type { ShellApi } from '../../../../core/contract/desktop/shell-contract.ts';
import { readHash, readStartLink } from '../../../../renderer/bootstrap/room-address.ts';
import { type AddressBar, createRoomSwitch, reloadedAddress } from '../../../../renderer/bootstrap/room-switch.ts';
import { keepLinkToken, withPersonalToken } from '../../../../renderer/bootstrap/storage/link-tokens.ts';
import { seededRandom } from '../../../support/seeded.ts';
import { memoryStorage } from './storage/memory-storage.ts';

const OWN = 'http://127.0.0.1:7420';
const SERVER = 'http://127.0.0.1:4020';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An address bar with a history, and rooms that only note what happens to them. */
function world(home: 'page' | 'app', hash = '', openBoard?: ShellApi['openBoard']) {
  const events: string[] = [];
  /** What the room that is shown asks about before it is left; undefined: nothing. */
  let leaveAnyway: (() => void) | undefined;
  let asks = false;
  let follow: (() => void) | undefined;
  let own = async (): Promise<string | undefined> => (home === 'app' ? OWN : undefined);
  const keys: (readonly [RoomId, RoomKey])[] = [];
  const storage = memoryStorage();
  const entries: { hash: string; state: unknown }[] = [{ hash, state: null }];
  const top = () => entries.at(-1) ?? { hash: '', state: null };
  const window = {
    location: {
      get hash() {
        return top().hash;
      },
      assign: (url: string) => void events.push(`leave for ${url}`),
    },
    history: {
      get state() {
        return top().state;
      },
      pushState: (state: unknown, _: string, url?: string) => void entries.push({ hash: url ?? top().hash, state }),
      replaceState: (state: unknown, _: string, url?: string) => void entries.splice(-1, 1, { hash: url ?? top().hash, state }),
    },
  } as unknown as AddressBar;
  const rooms = createRoomSwitch({
    window,
    random: seededRandom(1),
    home,
    server: SERVER,
    ownServer: () => own(),
    withToken: (link) => (link.room === 'signed' && link.access === undefined ? { ...link, access: 'a.b.c' } : link),
    withPersonalToken: (link) => withPersonalToken(storage, link),
    keepRoomKey: (room, key) => void keys.push([room, key]),
    ...(openBoard ? { openBoard } : {}),
    isKnown: (server) => server === 'https://known.example',
    open(link: RoomLink) {
      events.push(`open ${link.server.replace('http://', '')} ${link.room}`);
      return {
        link,
        take: () => {},
        takeContent: (content) =>
          void events.push(
            content.kind === 'file' ? `take ${content.name}` : `take ${content.bytes.length} bytes in ${link.room}`,
          ),
        isUnused: async () => link.room === 'unused',
        mayLeave(go) {
          if (asks) leaveAnyway = go;
          return !asks;
        },
        askToFollow(server, go) {
          events.push(`ask about ${server}`);
          follow = go;
        },
        showView: ({ x, y, width, height }) => void events.push(`show ${x} ${y} ${width} ${height} in ${link.room}`),
        say: (text) => void events.push(`say ${text}`),
        dispose: () => void events.push(`close ${link.room}`),
      };
    },
  });
  return {
    rooms,
    window,
    storage,
    events,
    entries,
    keys,
    back: () => entries.pop(),
    /** The hub of this window's app: there is none, or it could not be started. */
    cannotHost: (how: 'none' | 'failed') => {
      own = async () => {
        if (how === 'failed') throw new Error('The hub on this machine could not be started.');
        return undefined;
      };
    },
    /** From now on the room asks before it is left. */
    ask: () => {
      asks = true;
    },
    /** The person lets the link lead where it does. */
    follow: () => follow?.(),
    leaveAnyway: () => {
      asks = false;
      leaveAnyway?.();
    },
  };
}

test('a file that opens as a new board is taken by the new room, once the old one may be left', () => {
  const { rooms, events, ask, leaveAnyway } = world('page', '#/r/one');
  rooms.show(readHash('#/r/one', SERVER));
  ask();
  const file = { name: 'plan.tldr', bytes: new Uint8Array(1) };
  rooms.openNew(file);
  expect(events.filter((event) => event.startsWith('take'))).toEqual([]);
  leaveAnyway();
  expect(events.slice(-3)).toEqual(['close one', expect.stringContaining('open 127.0.0.1:4020'), 'take plan.tldr']);
});

describe('in a browser', () => {
  test('[RGT-12] what a person got by signing in stays on the device and not in the address, and enters the room the next time too', () => {
    const { rooms, window, storage } = world('page', '#/r/one');
    const claims = btoa(JSON.stringify({ sub: 'ann@school.example' }));
    const personal = `head.${claims}.mark`;
    rooms.show(readHash(`#/r/one?k=${personal}`, SERVER));
    expect(rooms.current()?.link.access).toBe(personal);
    const { link } = rooms.current() ?? {};
    if (link) keepLinkToken(storage, link);
    expect(window.location.hash).toBe('#/r/one');
    rooms.show(readHash('#/r/two', SERVER));
    expect(rooms.current()?.link.access).toBeUndefined();
    rooms.show(readHash('#/r/one', SERVER));
    expect(rooms.current()?.link.access).toBe(personal);
    const shared = `head.${btoa(JSON.stringify({ jti: 'x' }))}.mark`;
    rooms.show(readHash(`#/r/two?k=${shared}`, SERVER));
    expect(window.location.hash).toBe(`#/r/two?k=${shared}`);
  });

  test('an address without a room becomes a new room, and leaves no step to go back to', () => {
    const { rooms, events, entries } = world('page');
    rooms.show(readHash('', SERVER));
    const room = rooms.current()?.link.room;
    expect(room).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(events).toEqual([`open 127.0.0.1:4020 ${room}`]);
    expect(entries.map((entry) => entry.hash)).toEqual([`#/r/${room}`]);
  });

  test('[RGT-2] the key of a room that is made here is kept, and proves its name; a room that is only opened has none', () => {
    const { rooms, keys } = world('page');
    rooms.show(readHash('', SERVER));
    rooms.openNew();
    expect(keys).toHaveLength(2);
    for (const [room, key] of keys) expect(roomIdOf(key)).toBe(room);
    expect(rooms.current()?.link.room).toBe(keys[1]?.[0]);
    rooms.show(readHash('#/r/attic', SERVER));
    expect(keys).toHaveLength(2);
  });

  test('[RGT-3] the token of a signed link stays in the address, so that a reload comes back with it; another link to the room opens it anew', () => {
    const { rooms, window, events } = world('page', '#/r/attic?k=a.b.c');
    rooms.show(readHash(window.location.hash, SERVER));
    expect(rooms.current()?.link).toEqual({ server: SERVER, room: 'attic', access: 'a.b.c' });
    expect(window.location.hash).toBe('#/r/attic?k=a.b.c');
    rooms.show(readHash('#/r/attic?k=d.e.f', SERVER));
    expect(events.filter((event) => event.startsWith('open'))).toHaveLength(2);
    expect(rooms.current()?.link.access).toBe('d.e.f');
    const joined = { server: SERVER, room: 'retro' as RoomId, access: 'g.h.i' };
    rooms.open(joined);
    expect(rooms.current()?.link).toEqual(joined);
  });

  test('[RGT-3] a recent board that was opened by a signed link is opened by it again', () => {
    const { rooms, window } = world('page', '#/r/one');
    rooms.show(readHash('#/r/one', SERVER));
    rooms.open({ server: SERVER, room: 'signed', openedAt: 1 });
    expect(rooms.current()?.link.access).toBe('a.b.c');
    expect(window.location.hash).toBe('#/r/signed?k=a.b.c');
    // What the person typed is what they get.
    rooms.show(readHash('#/r/signed', SERVER));
    expect(rooms.current()?.link.access).toBeUndefined();
  });

  test('an address with a room opens it and stays as it is', () => {
    const { rooms, events, entries } = world('page', '#/r/retro');
    rooms.show(readHash('#/r/retro', SERVER));
    expect(events).toEqual(['open 127.0.0.1:4020 retro']);
    expect(entries.map((entry) => entry.hash)).toEqual(['#/r/retro']);
  });

  test('an address that names no room is said to be so, and a new room is opened', () => {
    const { rooms, events } = world('page', '#/r/my%20room');
    rooms.show(readHash('#/r/my%20room', SERVER));
    expect(events).toHaveLength(2);
    expect(events[1]).toContain('say “#/r/my%20room” names no room');
  });

  test('another room closes the one before it opens, and back returns to it', () => {
    const { rooms, events, back } = world('page', '#/r/first');
    rooms.show(readHash('#/r/first', SERVER));
    rooms.open({ server: SERVER, room: 'second', openedAt: 1 });
    expect(events).toEqual(['open 127.0.0.1:4020 first', 'close first', 'open 127.0.0.1:4020 second']);
    back();
    rooms.addressChanged();
    expect(events.slice(3)).toEqual(['close second', 'open 127.0.0.1:4020 first']);
  });

  test('a mistyped address puts the one of the room that is shown back', () => {
    const { rooms, events, entries, window } = world('page', '#/r/first');
    rooms.show(readHash('#/r/first', SERVER));
    window.history.pushState(null, '', '#/r/fi rst');
    rooms.addressChanged();
    expect(events).toHaveLength(2);
    expect(events[1]).toContain('You are still in the room');
    expect(entries.at(-1)?.hash).toBe('#/r/first');
  });

  test('the room that is shown already is not opened again', () => {
    const { rooms, events } = world('page', '#/r/first');
    rooms.show(readHash('#/r/first', SERVER));
    rooms.addressChanged();
    rooms.addressChanged();
    expect(events).toHaveLength(1);
  });

  test('a room on another server is that server’s page', () => {
    const { rooms, events } = world('page', '#/r/first');
    rooms.show(readHash('#/r/first', SERVER));
    rooms.open({ server: 'https://ink.example.org', room: 'retro', openedAt: 1 });
    expect(events).toEqual(['open 127.0.0.1:4020 first', 'leave for https://ink.example.org/#/r/retro']);
  });

  test('a remembered room whose name is no longer valid is not opened', () => {
    const { rooms, events } = world('page', '#/r/first');
    rooms.show(readHash('#/r/first', SERVER));
    rooms.open({ server: SERVER, room: 'no such name', openedAt: 1 });
    expect(events).toHaveLength(1);
  });
});

describe('a room that asks before it is left', () => {
  test('stays until the person wants to leave all the same', () => {
    const { rooms, events, entries, ask, leaveAnyway } = world('page', '#/r/first');
    rooms.show(readHash('#/r/first', SERVER));
    ask();
    rooms.open({ server: SERVER, room: 'second', openedAt: 1 });
    expect(events).toHaveLength(1);
    expect(entries.map((entry) => entry.hash)).toEqual(['#/r/first']);
    leaveAnyway();
    expect(events.slice(1)).toEqual(['close first', 'open 127.0.0.1:4020 second']);
    expect(entries.map((entry) => entry.hash)).toEqual(['#/r/first', '#/r/second']);
  });

  test('puts its address back when that has changed already', () => {
    const { rooms, events, window, ask, leaveAnyway } = world('page', '#/r/first');
    rooms.show(readHash('#/r/first', SERVER));
    ask();
    window.history.pushState(null, '', '#/r/second');
    rooms.addressChanged();
    expect([events.length, window.location.hash]).toEqual([1, '#/r/first']);
    leaveAnyway();
    expect(window.location.hash).toBe('#/r/second');
  });

  test('is not asked about itself, nor about a page of another server, which the browser asks about', () => {
    const { rooms, events, ask } = world('page', '#/r/first');
    rooms.show(readHash('#/r/first', SERVER));
    ask();
    rooms.addressChanged();
    rooms.open({ server: 'https://ink.example.org', room: 'retro', openedAt: 1 });
    expect(events.slice(1)).toEqual(['leave for https://ink.example.org/#/r/retro']);
  });
});

describe('on the desktop', () => {
  test('a link from outside to a server where the person never was is asked about first, and then about what would be lost', () => {
    const { rooms, events, ask, follow, leaveAnyway } = world('app');
    rooms.show(readStartLink(`${SERVER}/#/r/first`));
    rooms.follow(readStartLink('inkroom://evil.example/r/trap'));
    expect(events.slice(1)).toEqual(['ask about https://evil.example']);
    ask();
    follow();
    expect(events).toHaveLength(2);
    leaveAnyway();
    expect(events.slice(2)).toEqual(['close first', 'open https://evil.example trap']);
  });

  test('a link from outside to the server in use, or to one where the person was, opens at once', () => {
    const { rooms, events } = world('app');
    rooms.follow(readStartLink(`${SERVER}/#/r/first`));
    rooms.follow(readStartLink(`${SERVER}/#/r/second`));
    rooms.follow(readStartLink('https://known.example/#/r/third'));
    rooms.follow(readStartLink('nonsense'));
    expect(events.filter((event) => event.startsWith('open'))).toEqual([
      'open 127.0.0.1:4020 first',
      'open 127.0.0.1:4020 second',
      'open https://known.example third',
    ]);
    expect(events.filter((event) => event.startsWith('ask'))).toEqual([]);
  });

  test('a link to any server opens in the window, and new rooms are on that server', () => {
    const { rooms, events } = world('app');
    rooms.show(readStartLink(`${SERVER}/#/r/first`));
    rooms.show(readStartLink('inkroom://ink.example.org/r/retro?s=1'));
    expect(events.slice(1)).toEqual(['close first', 'open https://ink.example.org retro']);
    rooms.openNew();
    expect(rooms.current()?.link.server).toBe('https://ink.example.org');
  });

  test('a reload comes back to the room that was shown', () => {
    const { rooms, window } = world('app');
    expect(reloadedAddress(window)).toBeUndefined();
    rooms.show(readStartLink(`${SERVER}/#/r/first`));
    rooms.open({ server: SERVER, room: 'second', openedAt: 1 });
    expect(reloadedAddress(window)).toEqual({ kind: 'room', link: { server: SERVER, room: 'second' } });
  });

  test('a copy opens as a board of one’s own on the app’s own hub, and nothing is asked', async () => {
    const { rooms, events, ask } = world('app');
    rooms.show(readStartLink('inkroom://ink.example.org/r/retro?s=1'));
    ask();
    rooms.openOwn(new Uint8Array(7));
    await settled();
    const room = rooms.current()?.link;
    expect(room?.server).toBe(OWN);
    expect(events.slice(1)).toEqual([
      'close retro',
      `open ${OWN.replace('http://', '')} ${room?.room}`,
      `take 7 bytes in ${room?.room}`,
    ]);
  });

  test.each(['none', 'failed'] as const)('the same copy opens on the server in use without such a hub: %s', async (how) => {
    const { rooms, events, cannotHost } = world('app');
    rooms.show(readStartLink('inkroom://ink.example.org/r/retro?s=1'));
    cannotHost(how);
    rooms.openOwn(new Uint8Array(7));
    await settled();
    const room = rooms.current()?.link;
    expect(room?.server).toBe('https://ink.example.org');
    expect(events.at(-1)).toBe(`take 7 bytes in ${room?.room}`);
  });

  test('a link that cannot be read is said to be so, and the room that is shown stays', () => {
    const { rooms, events } = world('app');
    rooms.show(readStartLink(`${SERVER}/#/r/first`));
    rooms.show(readStartLink('inkroom://nonsense'));
    expect(events).toHaveLength(2);
    expect(events[1]).toContain('say “inkroom://nonsense” names no room. You are still in the room');
  });
});

describe('on the desktop, where each board has a window', () => {
  /** The app, which answers as it is told, and notes what it was asked for. */
  function app(answer: 'here' | 'elsewhere' | 'failed') {
    const asked: unknown[] = [];
    const world_ = world('app', '', async (link, content, isUnused) => {
      asked.push([link.replace(SERVER, ''), content?.kind ?? null, isUnused]);
      if (answer === 'failed') throw new Error('the app is gone');
      return answer;
    });
    return { ...world_, asked };
  }

  test('another board opens elsewhere, and this one stays', async () => {
    const { rooms, events, asked } = app('elsewhere');
    rooms.show(readStartLink(`${SERVER}/#/r/first`));
    rooms.open({ server: SERVER, room: 'second', openedAt: 1 });
    await settled();
    expect(asked).toEqual([['/#/r/second', null, false]]);
    expect(events).toEqual(['open 127.0.0.1:4020 first']);
  });

  test('an unused window says so, and shows the other board when it is told to', async () => {
    const { rooms, events, asked } = app('here');
    rooms.show(readStartLink(`${SERVER}/#/r/unused`));
    rooms.open({ server: SERVER, room: 'second', openedAt: 1 });
    await settled();
    expect(asked).toEqual([['/#/r/second', null, true]]);
    expect(events.slice(1)).toEqual(['close unused', 'open 127.0.0.1:4020 second']);
  });

  test('a file and a copy go along to the board that they become', async () => {
    const { rooms, asked, events } = app('elsewhere');
    rooms.show(readStartLink(`${SERVER}/#/r/first`));
    rooms.openNew({ name: 'plan.tldr', bytes: new Uint8Array(1) });
    rooms.openCopy(new Uint8Array(7));
    await settled();
    expect(asked).toEqual([
      [expect.stringMatching(/^\/#\/r\//), 'file', false],
      [expect.stringContaining(OWN), 'copy', false],
    ]);
    expect(events).toHaveLength(1);
  });

  test('an app that does not answer keeps no person from the board: it opens here, after the question about this one', async () => {
    const { rooms, events, ask, leaveAnyway } = app('failed');
    rooms.show(readStartLink(`${SERVER}/#/r/first`));
    ask();
    rooms.open({ server: SERVER, room: 'second', openedAt: 1 });
    await settled();
    expect(events).toHaveLength(1);
    leaveAnyway();
    expect(events.slice(1)).toEqual(['close first', 'open 127.0.0.1:4020 second']);
  });

  test('the same board moves its view, without asking the app', async () => {
    const { rooms, asked, events } = app('elsewhere');
    rooms.show(readStartLink(`${SERVER}/#/r/first`));
    rooms.show(readStartLink(`${SERVER}/#/r/first?view=0,0,30,40`));
    await settled();
    expect(asked).toEqual([]);
    expect(events.at(-1)).toBe('show 0 0 30 40 in first');
  });
});

describe('a link to a view', () => {
  const VIEW = 'view=-10,20,300,400';

  test('opens the room with it; the address that stays names the room alone', () => {
    const { rooms, window } = world('page', `#/r/one?${VIEW}`);
    rooms.show(readHash(`#/r/one?${VIEW}`, SERVER));
    expect(rooms.current()?.link).toEqual({ server: SERVER, room: 'one', view: { x: -10, y: 20, width: 300, height: 400 } });
    expect(window.location.hash).toBe('#/r/one');
  });

  test('moves the view where the room is shown already', () => {
    const { rooms, events } = world('page');
    rooms.show(readHash('#/r/one', SERVER));
    rooms.show(readHash(`#/r/one?${VIEW}`, SERVER));
    expect(events.slice(1)).toEqual(['show -10 20 300 400 in one']);
  });

  test('that cannot be read opens the room all the same', () => {
    const { rooms } = world('page');
    rooms.show(readHash('#/r/one?view=everything', SERVER));
    expect(rooms.current()?.link).toEqual({ server: SERVER, room: 'one' });
  });
});

describe('a copy of a board that its host ended', () => {
  const FOREIGN = 'http://192.168.1.7:7420/#/r/theirs';

  test('opens in a new room of the app’s own hub, without a question: what is left is in it', async () => {
    const { rooms, events, ask } = world('app');
    rooms.show(readStartLink(FOREIGN));
    ask();
    await rooms.hostCopy(new Uint8Array(5));
    const mine = rooms.current()?.link.room;
    expect(events.slice(1)).toEqual(['close theirs', `open 127.0.0.1:7420 ${mine}`, `take 5 bytes in ${mine}`]);
  });

  test.each(['none', 'failed'] as const)('stays where it is when there is no such hub: %s', async (how) => {
    const { rooms, events, cannotHost } = world('app');
    rooms.show(readStartLink(FOREIGN));
    cannotHost(how);
    await expect(rooms.hostCopy(new Uint8Array(5))).rejects.toThrow();
    expect(events).toHaveLength(1);
  });
});
