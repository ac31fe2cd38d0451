import { beforeEach, describe, expect, test } from 'vitest';
import { disposable } from '../../../../../core/base/disposable.ts';
import type { ClientSecret } from '../../../../../core/board/ids.ts';
import type { RoomLink } from '../../../../../core/contract/access/room-link.ts';
import { HEAD_PART } from '../../../../../core/contract/desktop/vault-part-names.ts';
import { VersionVector } from '../../../../../core/room/version-vector.ts';
import { browserVaults, type OpenVault } from '../../../../../renderer/bootstrap/storage/browser-vaults.ts';
import type { VaultDatabase } from '../../../../../renderer/bootstrap/storage/databases/vault-database.ts';
import { askingClaims, type Claims } from '../../../../../renderer/bootstrap/storage/vault-claims.ts';
import type { Vault } from '../../../../../renderer/session/keeping/vault.ts';
import { encodeHead } from '../../../../../renderer/session/keeping/vault-parts.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { seededRandom } from '../../../../support/seeded.ts';

const ROOM = { server: 'http://127.0.0.1:1', room: 'attic' } as RoomLink;
const SECRET = 'AAAAAAAAAAAAAAAAAAAAAA' as ClientSecret;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** What one browser keeps, shared by its tabs. */
class Browser {
  readonly clock = new FakeClock();
  readonly parts = new Map<string, Map<string, Uint8Array>>();
  readonly #held = new Set<string>();
  #tabs = 0;

  /** As IndexedDB keeps it. */
  readonly database: VaultDatabase = {
    identities: async (room) =>
      new Map([...this.#of(room)].map(([key, parts]) => [key.split('|')[1] ?? '', [...parts.keys()]] as const)),
    withPart: async (name) =>
      [...this.parts]
        .filter(([, parts]) => parts.has(name))
        .map(([key]) => ({ room: key.split('|')[0] ?? '', identity: key.split('|')[1] ?? '' })),
    read: async (room, identity) => new Map(this.parts.get(`${room}|${identity}`)),
    write: (room, identity, changes, done) => {
      const parts = this.parts.get(`${room}|${identity}`) ?? new Map<string, Uint8Array>();
      this.parts.set(`${room}|${identity}`, parts);
      for (const [name, bytes] of changes) {
        if (bytes) parts.set(name, bytes);
        else parts.delete(name);
      }
      done(undefined);
    },
    remove: async (room, identity) => void this.parts.delete(`${room}|${identity}`),
  };
  /** As Web Locks are: gone with whoever had them. */
  readonly claims: Claims = {
    claim: async (name) => {
      if (this.#held.has(name)) return undefined;
      this.#held.add(name);
      return disposable(() => this.#held.delete(name));
    },
  };

  #of(room: string): [string, Map<string, Uint8Array>][] {
    return [...this.parts].filter(([key]) => key.startsWith(`${room}|`));
  }

  tab(tab = new Map<string, string>(), database = async (): Promise<VaultDatabase> => this.database): OpenVault {
    const { claims, clock } = this;
    const storage = {
      getItem: (key: string) => tab.get(key) ?? null,
      setItem: (key: string, value: string) => void tab.set(key, value),
    };
    return browserVaults({ database, claims, tab: storage, clock, random: seededRandom(++this.#tabs) });
  }

  head(at = this.clock.now()): Uint8Array {
    return encodeHead({
      secret: SECRET,
      ordinal: 9,
      lamport: 9,
      at,
      awaySince: undefined,
      epoch: undefined,
      vector: new VersionVector(),
    });
  }
  use(vault: Vault, more: readonly string[] = [], at?: number): void {
    const parts = [[HEAD_PART, this.head(at)] as const, ...more.map((name) => [name, new Uint8Array([1])] as const)];
    vault.write(new Map(parts), (failure) => expect(failure).toBeUndefined());
  }
}

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
});

describe('a tab', () => {
  test('that is reloaded is who it was, not whom another tab left behind', async () => {
    const storage = new Map<string, string>();
    const mine = await browser.tab(storage)(ROOM);
    const other = await browser.tab()(ROOM);
    browser.use(mine);
    browser.use(other, ['b1']);
    other.release();
    mine.release();
    const again = await browser.tab(storage)(ROOM);
    expect(again.name).toBe(mine.name);
    expect(again.found.has(HEAD_PART)).toBe(true);
  });

  test('beside another one is somebody else, also as its duplicate', async () => {
    const storage = new Map<string, string>();
    const mine = await browser.tab(storage)(ROOM);
    browser.use(mine);
    const copy = await browser.tab(new Map(storage))(ROOM);
    expect(copy.name).not.toBe(mine.name);
    expect(copy.found.size).toBe(0);
  });

  test('that is new goes on where somebody left unsent work, before who left none', async () => {
    const [one, two] = [await browser.tab()(ROOM), await browser.tab()(ROOM)];
    browser.use(one, ['b1']);
    browser.clock.advance(1_000);
    browser.use(two);
    one.release();
    two.release();
    expect((await browser.tab()(ROOM)).name).toBe(one.name);
    expect((await browser.tab()(ROOM)).name).toBe(two.name);
  });

  test('in another room is somebody else', async () => {
    const mine = await browser.tab()(ROOM);
    browser.use(mine);
    mine.release();
    expect((await browser.tab()({ ...ROOM, room: 'cellar' as never })).name).not.toBe(mine.name);
  });

  test('does not use what is damaged where it counts, and leaves it there', async () => {
    const mine = await browser.tab()(ROOM);
    mine.write(new Map([[HEAD_PART, new Uint8Array([1, 2, 3])]]), () => {});
    mine.release();
    const next = await browser.tab()(ROOM);
    expect(next.name).not.toBe(mine.name);
    expect([...browser.parts.keys()].some((key) => key.endsWith(mine.name))).toBe(true);
  });
});

describe('storage', () => {
  test.each([
    ['that is forbidden', async () => Promise.reject(new Error('SecurityError'))],
    [
      'that fails when it is read',
      async () => ({ ...new Browser().database, identities: () => Promise.reject(new Error('gone')) }),
    ],
  ] as const)('%s keeps nobody from drawing: the vault is in memory, and says so', async (_which, database) => {
    const vault = await browser.tab(undefined, database)(ROOM);
    expect(vault.keeps).toBe('memory');
    vault.write(new Map([['head', new Uint8Array([1])]]), (failure) => expect(failure).toBeUndefined());
  });

  test('that never answers is not waited for', async () => {
    const opening = browser.tab(undefined, () => new Promise(() => {}))(ROOM);
    browser.clock.advance(5_000);
    expect((await opening).keeps).toBe('memory');
  });

  test('lets go after a month of who left nothing, and keeps unsent work', async () => {
    const [one, two] = [await browser.tab()(ROOM), await browser.tab()(ROOM)];
    const old = browser.clock.now() - 31 * DAY_MS;
    browser.use(one, ['b1'], old);
    browser.use(two, [], old);
    one.release();
    two.release();
    const cellar = { ...ROOM, room: 'cellar' as never };
    await browser.tab()(cellar);
    await expect.poll(() => [...browser.parts.keys()].map((key) => key.split('|')[1])).toEqual([one.name]);
  });
});

describe('tabs without locks ask around', () => {
  /** Channels of one browser: everybody hears everybody else. */
  function channels(clock: FakeClock): () => BroadcastChannel {
    const all: EventTarget[] = [];
    return () => {
      const channel = Object.assign(new EventTarget(), {
        postMessage(data: unknown) {
          for (const other of all) {
            if (other !== channel) clock.after(1, () => other.dispatchEvent(new MessageEvent('message', { data })));
          }
        },
      });
      all.push(channel);
      return channel as unknown as BroadcastChannel;
    };
  }

  test('one has it, the other does not; of two who ask at once exactly one gets it; given back it is free', async () => {
    const clock = new FakeClock();
    const open = channels(clock);
    const [a, b] = [1, 2].map((seed) => askingClaims(open(), clock, seededRandom(seed))) as [Claims, Claims];
    const both = Promise.all([a.claim('x', 0), b.claim('x', 0)]);
    clock.advance(1_000);
    const got = (await both).filter((claim) => claim !== undefined);
    expect(got).toHaveLength(1);
    const late = Promise.all([a.claim('x', 0), b.claim('x', 0)]);
    clock.advance(1_000);
    expect(await late).toEqual([undefined, undefined]);
    got[0]?.dispose();
    const free = b.claim('x', 0);
    clock.advance(1_000);
    expect(await free).toBeDefined();
  });
});
