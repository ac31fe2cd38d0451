import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock, Log } from '../../../core/base/host.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { ClientId, InstanceId, RoomId } from '../../../core/board/ids.ts';
import { type Grant, mayDraw } from '../../../core/contract/access/grants.ts';
import type { HostAct, MadeLink } from '../../../core/contract/access/host-acts.ts';
import { passHashOf } from '../../../core/contract/access/room-pass.ts';
import { ClientMethod, type Notice } from '../../../core/contract/hub-contract.ts';
import { isLasting, onceKey, type RightsEntry, type RightsKey, RoomRights } from '../../../core/room/room-rights.ts';
import type { Links } from '../../ports/links.ts';
import type { Admitted } from '../access.ts';
import type { Departures } from '../departures.ts';
import { HubLogEvent } from '../log-events.ts';
import type { Member } from '../room/member.ts';
import type { Room } from '../room/room.ts';
import { roomTag } from '../room/room-tag.ts';
import { grantUnder } from './grant-under.ts';

/** Hosts are told of changes at most this often, milliseconds: all people of a class may raise their hands at once. */
const TELL_MS = 250;
/** Most rooms whose decisions this instance remembers, also after they are closed. Beyond that it forgets a closed room: the one with the oldest last decision. */
const MAX_ROOMS = 5_000;

export interface RightsDeskOptions {
  readonly instanceId: InstanceId;
  readonly clock: Clock;
  readonly log: Log;
  readonly links: Links | undefined;
  readonly roomOf: (id: RoomId) => Room | undefined;
  /** To the other instances. */
  readonly tell: (room: RoomId, entries: readonly RightsEntry[]) => void;
  readonly departures: Pick<Departures, 'sendAway'>;
}

const VIA = 'via:';
const isVia = ({ key }: RightsEntry): boolean => key.startsWith(VIA);

type Answer = Result<MadeLink | Record<string, never>>;
const DONE: Answer = ok({});
const NONE = new RoomRights();

/** What hosts decide about their rooms, here and on other instances, and what follows from it for the members. One per hub. */
export class RightsDesk implements Disposable {
  readonly #options: RightsDeskOptions;
  readonly #rooms = new Map<RoomId, RoomRights>();
  readonly #telling = new Map<RoomId, Disposable>();

  constructor(options: RightsDeskOptions) {
    this.#options = options;
  }

  /** [RGT-8] What a person that wants to enter may do. */
  admit(room: RoomId, who: ClientId, admitted: Admitted): Result<Grant> {
    return grantUnder(this.#of(room), who, admitted, this.#options.clock.now());
  }

  hasPassword(room: RoomId): boolean {
    return this.#of(room).passHash !== undefined;
  }

  isLocked(room: RoomId): boolean {
    return this.#of(room).isLocked;
  }

  /** [RGT-14] A client that may enter does so: a link for one use is its own from now on. */
  use(room: Room, who: ClientId, { link }: Admitted): Result<void> {
    const { clock, instanceId, tell } = this.#options;
    const rights = this.#rooms.get(room.id) ?? new RoomRights();
    if (link?.once !== true || rights.userOf(onceKey(link)) !== undefined) return ok(undefined);
    const entry = rights.decide(onceKey(link), who, clock.now(), instanceId);
    if (entry === undefined) return fail('host.too_many');
    this.#keep(room.id, rights);
    this.#note(room.id, who, 'once', link.id);
    tell(room.id, [entry]);
    room.decided();
    return ok(undefined);
  }

  /** A member came or went: hosts see it. */
  came(room: Room, member: Member): void {
    if (member.grant === 'host' && !this.#of(room.id).isEmpty) this.#tellHosts(room.id);
  }

  /** [RGT-7] One act of a member. */
  async act(room: Room, member: Member, act: Exclude<HostAct, { act: 'say' | 'trace' | 'traced' }>): Promise<Answer> {
    if (act.act === 'hand') return this.#hand(room, member, act.up);
    if (member.grant !== 'host') return fail('host.needed');
    switch (act.act) {
      case 'lock':
        return this.#decide(room, member, 'lock', act.on ? '1' : '');
      case 'pass':
        return this.#decide(room, member, 'pass', act.pass === null ? '' : passHashOf(act.pass));
      case 'clear':
        return this.#clear(room, member);
      case 'end':
        return this.#decide(room, member, 'end', '1');
      case 'give':
        return this.#give(room, member, act.who, act.grant ?? '');
      case 'kick':
        return this.#against(room, act.who) ?? this.#decide(room, member, `kick:${act.who}`, '1');
      case 'ban':
        return this.#against(room, act.who) ?? this.#ban(room, member, act.who, act.link);
      case 'unban':
        return this.#decide(room, member, `ban:${act.who}`, '');
      case 'link':
        return this.#makeLink(room, member, act);
    }
  }

  /** [RGT-13] Only the audit line: the elements go by the host's own batches, so that its undo brings them back. */
  #clear(room: Room, member: Member): Answer {
    this.#note(room.id, member.entry.clientId, 'clear', undefined, String(room.replica.board.aliveCount));
    return DONE;
  }

  /** In a room without decisions, only a member that may not draw can ask for something: visitors must not fill the table of rooms. */
  #hand(room: Room, member: Member, isUp: boolean): Answer {
    if (mayDraw(member.grant) && !this.#rooms.has(room.id)) return DONE;
    // [AUD-3] Hosts see whose hand it is.
    if (isUp) room.list(member);
    return this.#decide(room, member, `hand:${member.entry.clientId}`, isUp ? '1' : '');
  }

  #give(room: Room, member: Member, who: ClientId, grant: Grant | ''): Answer {
    const isItself = who === member.entry.clientId;
    if (isItself && member.admitted.grant === 'host') return this.#decide(room, member, `own:${who}`, grant);
    const refused = isItself ? undefined : this.#against(room, who);
    if (refused) return refused;
    const done = this.#decide(room, member, `who:${who}`, grant);
    return done.ok ? this.#decide(room, member, `hand:${who}`, '') : done;
  }

  #ban(room: Room, member: Member, who: ClientId, withLink: boolean): Answer {
    const { clock, instanceId, tell } = this.#options;
    const link = withLink ? room.member(who)?.admitted.link?.id : undefined;
    // The client may be at another instance. First, because the ban sends it away.
    if (withLink) tell(room.id, [{ key: `via:${who}`, value: '1', at: clock.now(), by: instanceId }]);
    const done = this.#decide(room, member, `ban:${who}`, '1');
    return done.ok && link !== undefined ? this.#decide(room, member, `link:${link}`, '1') : done;
  }

  /** A host at another instance bans the link by which a client came here. Gives the decision, if there is one to make. */
  #banLinkOf(room: RoomId, rights: RoomRights, { key, by }: RightsEntry): readonly RightsEntry[] {
    const { clock, instanceId, roomOf, tell } = this.#options;
    const admitted = roomOf(room)?.member(key.slice(VIA.length) as ClientId)?.admitted;
    const id = admitted?.grant === 'host' ? undefined : admitted?.link?.id;
    const entry = id === undefined ? undefined : rights.decide(`link:${id}`, '1', clock.now(), instanceId);
    if (entry === undefined) return [];
    this.#note(room, by, 'link', id, '1');
    tell(room, [entry]);
    return [entry];
  }

  /** No other host decides about a host by key or link. */
  #against(room: Room, who: ClientId): Answer | undefined {
    return room.member(who)?.admitted.grant === 'host' ? fail('host.protected') : undefined;
  }

  async #makeLink(
    room: Room,
    member: Member,
    { grant, lifeMs, once = false }: Extract<HostAct, { readonly act: 'link' }>,
  ): Promise<Answer> {
    const { links, clock } = this.#options;
    if (links === undefined) return fail('link.none');
    const until = clock.now() + lifeMs;
    try {
      const { token, id } = await links.make({ room: room.id, grant, until, ...(once ? { once } : {}) });
      this.#note(room.id, member.entry.clientId, `link ${grant}`, id);
      return ok({ token, until, once });
    } catch {
      return fail('link.none', 'no key signs');
    }
  }

  #decide(room: Room, member: Member, key: RightsKey, value: RightsEntry['value']): Answer {
    const { clock, instanceId, tell } = this.#options;
    const rights = this.#rooms.get(room.id) ?? new RoomRights();
    // Nothing changes when the value is the same already. A kick and an end happen each time.
    const isAgain = key === 'end' || key.startsWith('kick:');
    if (!isAgain && rights.value(key) === value) return DONE;
    const entry = rights.decide(key, value, clock.now(), instanceId);
    if (entry === undefined) return fail('host.too_many');
    this.#keep(room.id, rights);
    // The hash of a password stays in the hub.
    const said = key === 'pass' && value !== '' ? '1' : value;
    if (!key.startsWith('hand:')) this.#note(room.id, member.entry.clientId, key.split(':')[0] ?? key, aboutOf(key), said);
    tell(room.id, [entry]);
    this.#apply(room.id, [entry]);
    return DONE;
  }

  /** What another instance has decided. */
  learn(room: RoomId, entries: readonly RightsEntry[]): void {
    const rights = this.#rooms.get(room) ?? new RoomRights();
    const [wishes, decisions] = [entries.filter(isVia), entries.filter((entry) => !isVia(entry))];
    const news = [...wishes.flatMap((wish) => this.#banLinkOf(room, rights, wish)), ...rights.merge(decisions)];
    if (news.length === 0) return;
    this.#keep(room, rights);
    this.#apply(room, news);
  }

  /** What another instance should know of the room. */
  entriesOf(room: RoomId): readonly RightsEntry[] {
    return this.#of(room).entries();
  }

  /** [RGT-10] What a store keeps of the room's decisions. */
  lastingOf(room: RoomId): readonly RightsEntry[] {
    return this.#of(room).lasting();
  }

  /** [RGT-9] Every member here gets its new grant. A member that may not stay is sent away. */
  #apply(id: RoomId, news: readonly RightsEntry[]): void {
    const { roomOf, departures, clock } = this.#options;
    const room = roomOf(id);
    if (room === undefined) return;
    if (news.some(({ key }) => isLasting(key))) room.decided();
    this.#tellHosts(id);
    if (news.every(({ key }) => key.startsWith('hand:'))) return;
    const rights = this.#of(id);
    const isEnd = news.some(({ key }) => key === 'end');
    for (const member of [...room.everyone()]) {
      const granted = grantUnder(rights, member.entry.clientId, member.admitted, clock.now());
      if (!granted.ok) departures.sendAway(room, member, granted.error.code);
      else if (isEnd && granted.value !== 'host') departures.sendAway(room, member, 'room.host_ended');
      else if (granted.value !== member.grant) this.#change(room, member, granted.value);
    }
  }

  #change(room: Room, member: Member, grant: Grant): void {
    const locked = this.isLocked(room.id);
    member.grant = grant;
    if (grant !== 'view') room.list(member);
    member.connection.send(ClientMethod.notice, [{ kind: 'grant', grant, locked } satisfies Notice]);
  }

  #tellHosts(id: RoomId): void {
    if (this.#telling.has(id)) return;
    this.#telling.set(
      id,
      this.#options.clock.after(TELL_MS, () => {
        this.#telling.delete(id);
        const notice: Notice = { kind: 'rights', ...this.#of(id).view() };
        for (const { grant, connection } of this.#options.roomOf(id)?.everyone() ?? [])
          if (grant === 'host') connection.send(ClientMethod.notice, [notice]);
      }),
    );
  }

  #of(room: RoomId): RoomRights {
    return this.#rooms.get(room) ?? NONE;
  }

  #keep(room: RoomId, rights: RoomRights): void {
    this.#rooms.delete(room);
    this.#rooms.set(room, rights);
    if (this.#rooms.size <= MAX_ROOMS) return;
    for (const id of this.#rooms.keys()) {
      if (id === room || this.#options.roomOf(id) !== undefined) continue;
      this.#rooms.delete(id);
      return;
    }
  }

  /** The audit line of an act. */
  #note(room: RoomId, actor: ClientId | InstanceId, act: string, about?: string, value?: string): void {
    this.#options.log.info(HubLogEvent.hostActed, { room: roomTag(room), actor, act, about, value });
  }

  dispose(): void {
    for (const timer of this.#telling.values()) timer.dispose();
    this.#telling.clear();
  }
}

function aboutOf(key: RightsKey): string | undefined {
  const at = key.indexOf(':');
  return at < 0 ? undefined : key.slice(at + 1);
}
