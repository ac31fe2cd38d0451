import { type ClientId, type InstanceId, isClientId, isInstanceId } from '../board/ids.ts';
import { type Grant, isGrant } from '../contract/access/grants.ts';
import { RIGHTS_SHOWN, type RightsView } from '../contract/access/host-acts.ts';
import { isPassHash, type PassHash } from '../contract/access/room-pass.ts';
import { readCount } from '../wire/wire-value.ts';

/** [RGT-14] Which client used a link for one use: the second since 1970 at which the link ends, in base 36, and the link's id. */
export type OnceKey = `once:${string}.${string}`;

/**
 * A matter that hosts decide: the room's lock, password or end, or something about a person or a link. `via` asks for a ban of the link by
 * which that client came: only its instance knows the link. Instances say it, and keep it nowhere.
 */
export type RightsKey =
  | OnceKey
  | 'lock'
  | 'pass'
  | 'end'
  | `${'who' | 'own' | 'ban' | 'kick' | 'hand' | 'via'}:${ClientId}`
  | `link:${string}`;

/** One decision. The newer stamp counts; of equal stamps the greater instance. */
export interface RightsEntry {
  readonly key: RightsKey;
  /** `''`: as if it had never been decided. */
  readonly value: Grant | PassHash | ClientId | '1' | '';
  /** Milliseconds since 1970 by the clock of the instance `by`, moved on where an earlier decision has a later time. */
  readonly at: number;
  readonly by: InstanceId;
}

/** Decisions about one room. A host that makes more loses the oldest ones that no longer mean anything, and then is refused. */
export const MAX_RIGHTS = 1_000;
/** A person who was sent away may return after this, milliseconds. */
export const KICK_MS = 60_000;

const ABOUT_CLIENT = /^(who|own|ban|kick|hand|via):(.*)$/;
const LINK_KEY = /^link:(.*)$/s;
const ONCE_KEY = /^once:([0-9a-z]{1,10})\.(.*)$/s;
/** Visible ASCII: the id stands in decisions, in logs, and in a line of the list of revoked links, where `#` begins a remark. */
const LINK_ID = /^[\x21\x22\x24-\x7e]{1,64}$/;

/** True for what may name a signed link. A hub takes no link with another id: no decision about it could be kept. */
export function isLinkId(raw: unknown): raw is string {
  return typeof raw === 'string' && LINK_ID.test(raw);
}

/** What hosts have decided about a room: registers that every instance merges to the same. Bans, the lock and the grants they give. */
export class RoomRights {
  readonly #entries = new Map<RightsKey, RightsEntry>();

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }
  get isLocked(): boolean {
    return this.value('lock') === '1';
  }
  /** `''`: nothing is decided. */
  value(key: RightsKey): RightsEntry['value'] {
    return this.#entries.get(key)?.value ?? '';
  }
  /** The room's password, as a hub keeps it. Undefined: the room has none. */
  get passHash(): PassHash | undefined {
    const value = this.value('pass');
    return isPassHash(value) ? value : undefined;
  }
  entries(): readonly RightsEntry[] {
    return [...this.#entries.values()];
  }
  /** [RGT-10] What outlives a restart of all hubs: hands, kicks and ends are of the moment. */
  lasting(): readonly RightsEntry[] {
    return this.entries().filter(({ key }) => isLasting(key));
  }
  /** The grant that a host chose for this person. */
  given(who: ClientId): Grant | undefined {
    return grantIn(this.value(`who:${who}`));
  }
  /** What a host by key or link chose for itself. */
  chosenByItself(who: ClientId): Grant | undefined {
    return grantIn(this.value(`own:${who}`));
  }
  isBanned(who: ClientId, link: string | undefined): boolean {
    return this.value(`ban:${who}`) === '1' || (link !== undefined && this.value(`link:${link}`) === '1');
  }
  /** [RGT-14] The client that used the link. Undefined: none has. */
  userOf(key: OnceKey): ClientId | undefined {
    const value = this.value(key);
    return isClientId(value) ? value : undefined;
  }
  /** `now`: milliseconds since 1970. */
  isKicked(who: ClientId, now: number): boolean {
    const kick = this.#entries.get(`kick:${who}`);
    return kick !== undefined && kick.value === '1' && now < kick.at + KICK_MS;
  }

  /** What hosts are told. */
  view(): RightsView {
    const given: (readonly [ClientId, Grant])[] = [];
    const hands: (readonly [ClientId, number])[] = [];
    const banned: ClientId[] = [];
    for (const { key, value, at } of this.#entries.values()) {
      const [, matter, id] = ABOUT_CLIENT.exec(key) ?? [];
      if (value === '' || id === undefined) continue;
      const who = id as ClientId;
      if (matter === 'who' && isGrant(value)) given.push([who, value]);
      else if (matter === 'hand') hands.push([who, at]);
      else if (matter === 'ban') banned.push(who);
    }
    return {
      locked: this.isLocked,
      password: this.passHash !== undefined,
      given: given.slice(0, RIGHTS_SHOWN),
      hands: hands
        .sort((a, b) => a[1] - b[1])
        .map(([who]) => who)
        .slice(0, RIGHTS_SHOWN),
      banned: banned.slice(-RIGHTS_SHOWN),
    };
  }

  /** Gives the entry, to be told to the other instances; undefined when the room holds as many decisions as it may. */
  decide(key: RightsKey, value: RightsEntry['value'], now: number, by: InstanceId): RightsEntry | undefined {
    const before = this.#entries.get(key);
    if (before === undefined && !this.#makeRoom(now)) return undefined;
    const entry: RightsEntry = { key, value, at: Math.max(now, (before?.at ?? 0) + 1), by };
    this.#entries.set(key, entry);
    return entry;
  }

  /** What another instance has decided. Gives what is news here. */
  merge(entries: readonly RightsEntry[]): readonly RightsEntry[] {
    return entries.filter((entry) => {
      const known = this.#entries.get(entry.key);
      if (known ? !isNewer(entry, known) : !this.#makeRoom(entry.at)) return false;
      this.#entries.set(entry.key, entry);
      return true;
    });
  }

  /**
   * A decision that is taken back, a hand, a kick, or the use of a link that has ended gives way to a new one, the oldest first. `now`:
   * milliseconds since 1970.
   */
  #makeRoom(now: number): boolean {
    if (this.#entries.size < MAX_RIGHTS) return true;
    let oldest: RightsEntry | undefined;
    for (const entry of this.#entries.values()) {
      const isSpent = entry.value === '' || !isLasting(entry.key) || hasEnded(entry.key, now);
      if (isSpent && (oldest === undefined || entry.at < oldest.at)) oldest = entry;
    }
    return oldest !== undefined && this.#entries.delete(oldest.key);
  }
}

/** Whether a decision about this matter outlives a restart of all hubs. */
export function isLasting(key: RightsKey): boolean {
  return key !== 'end' && !/^(hand|kick):/.test(key);
}

function grantIn(value: RightsEntry['value']): Grant | undefined {
  return isGrant(value) ? value : undefined;
}

/** [RGT-14] Of two uses of a link the first one counts. */
function isNewer(a: RightsEntry, b: RightsEntry): boolean {
  if (ONCE_KEY.test(a.key)) return a.at === b.at ? a.by < b.by : a.at < b.at;
  return a.at === b.at ? a.by > b.by : a.at > b.at;
}

/** `until`: milliseconds since 1970. */
export function onceKey({ id, until }: { readonly id: string; readonly until: number }): OnceKey {
  return `once:${Math.floor(until / 1_000).toString(36)}.${id}`;
}

function hasEnded(key: RightsKey, now: number): boolean {
  const end = ONCE_KEY.exec(key)?.[1];
  return end !== undefined && Number.parseInt(end, 36) * 1_000 <= now;
}

/** `key, value, at, by` repeated, as instances say it. */
export function packRights(entries: readonly RightsEntry[]): (string | number)[] {
  return entries.flatMap(({ key, value, at, by }) => [key, value, at, by]);
}

/** Undefined for what no instance says. */
export function unpackRights(raw: unknown): readonly RightsEntry[] | undefined {
  if (!Array.isArray(raw) || raw.length % 4 !== 0 || raw.length > 4 * MAX_RIGHTS) return undefined;
  const entries: RightsEntry[] = [];
  for (let i = 0; i < raw.length; i += 4) {
    const [key, value, rawAt, by] = raw.slice(i, i + 4) as readonly unknown[];
    const at = readCount(rawAt);
    if (!isRightsKey(key) || !isValueOf(key, value)) return undefined;
    if (at === undefined || !isInstanceId(by)) return undefined;
    entries.push({ key, value, at, by });
  }
  return entries;
}

function isValueOf(key: RightsKey, raw: unknown): raw is RightsEntry['value'] {
  if (raw === '') return true;
  if (key === 'pass') return isPassHash(raw);
  return ONCE_KEY.test(key) ? isClientId(raw) : raw === '1' || isGrant(raw);
}

function isRightsKey(raw: unknown): raw is RightsKey {
  if (typeof raw !== 'string') return false;
  if (raw === 'lock' || raw === 'pass' || raw === 'end') return true;
  return isLinkId(LINK_KEY.exec(raw)?.[1] ?? ONCE_KEY.exec(raw)?.[2]) || isClientId(ABOUT_CLIENT.exec(raw)?.[2]);
}
