import { cutText } from '../../../core/base/graphemes.ts';
import type { Clock, Log } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import { type ClientSecret, isEpoch, type RoomId, type RoomKey } from '../../../core/board/ids.ts';
import { isPictureHash } from '../../../core/board/kinds.ts';
import { type Grant, grantOf, isGrant, mayComment, mayDraw } from '../../../core/contract/access/grants.ts';
import { type HostAct, parseMadeLink, parseRightsView, type RightsView } from '../../../core/contract/access/host-acts.ts';
import type { RoomPass } from '../../../core/contract/access/room-pass.ts';
import { isAnnouncementText, isSenderName, isTopic } from '../../../core/contract/announcement.ts';
import { CONTRACT_VERSION } from '../../../core/contract/hub-contract.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { isRefusalCode, type RefusalCode } from '../../../core/contract/refusal-codes.ts';
import { parseSaid } from '../../../core/contract/said.ts';
import { readCount } from '../../../core/wire/wire-value.ts';
import { ClockWatch } from '../link/clock-watch.ts';
import { codeIn } from '../link/code-in.ts';
import type { HubLink } from '../link/hub-link.ts';
import { isLasting, isThrottled, obstacleIn } from '../link/obstacle-in.ts';
import { SessionLogEvent } from '../log-events.ts';
import type { ActOutcome, SessionStatus } from '../session.ts';
import type { Tell } from '../session-event.ts';
import type { RoomSync } from '../sync/room-sync.ts';
import type { Outbound } from '../writing/outbound.ts';
import { parsePace, parsePersistence, parseWelcome } from './parse-welcome.ts';
import { judge } from './room-life.ts';
import type { RoomSaving } from './room-saving.ts';

/** Join refusals that another attempt may pass. All others wait for the person. */
export const PASSING: ReadonlySet<RefusalCode> = new Set([
  'server.draining',
  'server.cut_off',
  'server.clock',
  'server.rooms_full',
  'server.full',
  'store.unavailable',
  'rate.messages',
  'rate.bytes',
  'rate.elements',
  'rate.address',
  'rate.rooms',
  'pass.too_often',
  'join.twice',
  'join.needed',
  'catch_up.busy',
  'catch_up.malformed',
]);
/** The retry interval for batches while the board is read-only. Milliseconds. */
const READ_ONLY_RETRY_MS = 4_000;

/** The person's name and colour, which the others see. */
export interface Profile {
  readonly name: string;
  readonly color: number;
}

/** [HS-13] So many answers of 429 in a row are no crowd: the service is full, and does not say so. */
const THROTTLED_LONG = 6;

export interface MembershipOptions {
  readonly room: RoomId;
  readonly access: string | undefined;
  readonly roomKey: RoomKey | undefined;
  readonly pass: RoomPass | undefined;
  readonly program: true | undefined;
  readonly topics: readonly string[] | undefined;
  readonly secret: ClientSecret;
  readonly profile: Profile;
  readonly clock: Clock;
  readonly log: Log;
  readonly link: Pick<HubLink, 'send' | 'expectReturn' | 'obstacleMet' | 'throttled' | 'join' | 'act'>;
  readonly sync: Pick<RoomSync, 'epoch' | 'have' | 'united' | 'welcome'>;
  readonly outbound: Pick<
    Outbound,
    'opened' | 'paceIs' | 'takesShown' | 'takesReactions' | 'kick' | 'hold' | 'release' | 'showsItself'
  >;
  readonly saving: RoomSaving;
  readonly tell: Tell;
}

/** This client's membership: the profile with which it joins, its rights, and how the hub keeps the board. */
export class Membership {
  readonly #options: MembershipOptions;
  readonly #clocks: ClockWatch;
  #profile: Profile;
  #pass: RoomPass | undefined;
  #topics: readonly string[];
  /** The profile that the hub knows. */
  #joinedProfile: Profile | undefined;
  #grant: Grant = 'draw';
  #locked = false;
  #makesLinks = false;
  /** [AUD-2] On all instances, this client included. */
  #viewers = 0;
  /** [AUD-1] */
  #presenceOf: 'listed' | 'counted' = 'listed';
  /** What the hub takes of a listed client [PRS-5], [PRS-6]. */
  #takes = { shown: false, reactions: false };
  #rights: RightsView | undefined;
  /** Why the last attempt failed, as far as it was said. Another attempt will follow. */
  #notYet: RefusalCode | undefined;
  /** The last attempt ended because no transport got through. */
  #wasBlocked = false;
  /** Attempts in a row that were turned away because many came at once. */
  #throttled = 0;
  /** [CLS-5] Remains during reconnect attempts, until one succeeds. */
  #hostEnded = false;
  #instance: Omit<NonNullable<SessionStatus['instance']>, 'id'> = { name: '', isNamed: false };

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.#clocks = new ClockWatch(options.clock, options.log);
    const { name, color } = options.profile;
    this.#profile = { name: cutText(name, LIMITS.nameChars), color };
    this.#pass = options.pass;
    this.#topics = options.topics ?? [];
  }

  get mayDraw(): boolean {
    return mayDraw(this.#grant);
  }
  get mayComment(): boolean {
    return mayComment(this.#grant);
  }
  /** The hub's clock, as far as the last welcome told it. */
  hubNow(): number {
    return this.#clocks.hubNow();
  }
  get profile(): Profile {
    return this.#profile;
  }
  /** The facts about the instance, without its id. */
  get instance(): Omit<NonNullable<SessionStatus['instance']>, 'id'> {
    return this.#instance;
  }

  changeProfile(change: Partial<Profile>): void {
    const name = cutText((change.name ?? this.#profile.name).trim(), LIMITS.nameChars);
    const color = change.color ?? this.#profile.color;
    if (name === this.#profile.name && color === this.#profile.color) return;
    this.#profile = { name, color };
    this.#options.link.send({ kind: 'rejoin' });
    this.#changed();
  }

  askForTopics(topics: readonly string[]): void {
    if (topics.join() === this.#topics.join()) return;
    this.#topics = topics;
    this.#options.link.send({ kind: 'rejoin' });
  }

  /** The link must be woken for it. */
  passIs(pass: RoomPass): void {
    this.#pass = pass;
  }

  #changed(): void {
    this.#options.tell({ kind: 'statusChanged' });
  }

  join(): void {
    const { room, access, roomKey, secret, sync, link, program } = this.#options;
    const have = sync.have();
    this.#joinedProfile = this.#profile;
    link.join({
      version: CONTRACT_VERSION,
      room,
      secret,
      ...this.#profile,
      ...(have ? { have } : {}),
      ...(access === undefined ? {} : { access }),
      ...(roomKey === undefined ? {} : { roomKey }),
      ...(this.#pass === undefined ? {} : { pass: this.#pass }),
      ...(program === undefined ? {} : { program }),
      ...(this.#topics.length === 0 ? {} : { topics: this.#topics }),
    });
  }

  welcome(raw: unknown): void {
    const { room, link, outbound, sync, saving } = this.#options;
    const read = parseWelcome(raw, room);
    if (!read.ok) {
      link.send({ kind: 'refused', code: read.error.code });
      return;
    }
    const welcome = read.value;
    this.#makesLinks = welcome.links === true;
    this.#granted(welcome.grant ?? grantOf(welcome.role), welcome.locked === true);
    saving.welcomed(welcome);
    this.#clocks.welcomed(welcome.now);
    this.#instance = { name: welcome.instanceName, isNamed: welcome.instanceNamed === true };
    this.#notYet = undefined;
    this.#throttled = 0;
    link.throttled(0);
    this.#hostEnded = false;
    link.send({ kind: 'welcomed' });
    outbound.opened();
    outbound.paceIs(welcome);
    this.#viewers = welcome.viewers ?? 0;
    this.#takes = { shown: welcome.shows === true, reactions: welcome.reacts === true };
    this.#presenceIs(welcome.counted === true ? 'counted' : 'listed');
    sync.welcome(welcome);
    outbound.kick(true);
  }

  /** [AUD-3] A counted client shows nothing of itself, because the hub passes nothing on. */
  #presenceIs(kind: 'counted' | 'listed'): void {
    const { outbound } = this.#options;
    this.#presenceOf = kind;
    outbound.showsItself(kind === 'listed');
    outbound.takesShown(kind === 'listed' && this.#takes.shown);
    outbound.takesReactions(kind === 'listed' && this.#takes.reactions);
  }

  #listed(): void {
    if (this.#presenceOf !== 'counted') return;
    this.#presenceIs('listed');
    this.#options.outbound.kick();
  }

  #granted(grant: Grant, locked: boolean): void {
    this.#grant = grant;
    this.#locked = locked;
    if (grant !== 'host') this.#rights = undefined;
  }

  /** Sends a host's decision about the room, or raises a hand. */
  async act(act: HostAct): Promise<ActOutcome> {
    const answer = this.#options.link.act(act);
    if (answer === undefined) return { refused: 'join.needed' };
    try {
      const link = parseMadeLink(await answer);
      if (act.act === 'hand' && act.up) this.#listed();
      return link === undefined ? {} : { link };
    } catch (error) {
      return { refused: codeIn(reasonOf(error)) ?? 'host.malformed' };
    }
  }

  joinRefused(code: RefusalCode | undefined): void {
    this.#notYet = code;
    this.#ended(code, 'turnedAway');
  }

  /** The connection ended with this reason. */
  closed(reason: string | undefined): void {
    this.#ended(this.#codeOfEnd(reason), 'lost');
  }

  /** The link tries again, unless the reason needs the person. */
  #ended(code: RefusalCode | undefined, kind: 'lost' | 'turnedAway'): void {
    const { link } = this.#options;
    if (code === undefined || PASSING.has(code)) link.send({ kind });
    else link.send({ kind: 'refused', code });
  }

  /** A hub that ends in the middle of an attempt looks once like a network that lets nothing through. */
  #obstacleIn(reason: string | undefined): RefusalCode | undefined {
    this.#throttled = isThrottled(reason) ? this.#throttled + 1 : 0;
    this.#options.link.throttled(this.#throttled);
    if (this.#throttled >= THROTTLED_LONG) return 'service.connections';
    const obstacle = obstacleIn(reason);
    const isFirst = obstacle === 'line.blocked' && !this.#wasBlocked;
    this.#wasBlocked = obstacle === 'line.blocked';
    return isFirst ? undefined : obstacle;
  }

  /** Stores why the connection ended, and forgets what an earlier end said. */
  #codeOfEnd(reason: string | undefined): RefusalCode | undefined {
    const obstacle = this.#obstacleIn(reason);
    if (obstacle !== undefined && isLasting(obstacle)) this.#options.link.obstacleMet();
    const code = obstacle === undefined ? codeIn(reason) : undefined;
    const notYet = obstacle ?? (code !== undefined && PASSING.has(code) ? code : undefined);
    if (notYet !== this.#notYet) {
      this.#notYet = notYet;
      this.#changed();
    }
    if (code === 'server.clock') {
      this.#clocks.serverIsOff();
      this.#changed();
    }
    if (judge(this.#options.sync, { says: 'closes', code }) === 'ended') this.#hostEnded = true;
    return code;
  }

  /** Joined, with nothing missing. If the person changed the profile meanwhile, tells the hub. */
  synced(): void {
    if (this.#joinedProfile !== this.#profile) this.#options.link.send({ kind: 'rejoin' });
  }

  /** Batches wait in the outbox. From time to time one is tried, because the notice that ends read-only may be lost. */
  readOnly(code: RefusalCode): void {
    this.#options.saving.readOnlyFor(code);
    this.#options.outbound.hold(READ_ONLY_RETRY_MS);
    this.#changed();
  }

  notice(raw: unknown): void {
    if (typeof raw !== 'object' || raw === null) return;
    const { log, link, outbound, sync, saving, tell } = this.#options;
    const fields = raw as Record<string, unknown>;
    const { kind, persistence, code, returnInMs } = fields;
    // Too many for the log.
    if (kind === 'traced') tell({ kind: 'traceAsked', question: fields });
    if (kind === 'trace') tell({ kind: 'traceCame', records: fields.records });
    if (kind === 'traced' || kind === 'trace') return;
    log.info(SessionLogEvent.notice, { kind: typeof kind === 'string' ? kind.slice(0, 40) : typeof kind });
    if (kind === 'persistence') {
      const read = parsePersistence(persistence);
      if (!read) return;
      saving.persistenceIs(read);
      outbound.release();
      this.#changed();
    } else if (kind === 'pace') {
      const read = parsePace(fields);
      if (read) outbound.paceIs(read);
    } else if (kind === 'viewers') {
      this.#viewers = readCount(fields.count, LIMITS.viewersPerRoom) ?? this.#viewers;
      this.#changed();
    } else if (kind === 'readOnly' && isRefusalCode(code)) {
      this.readOnly(code);
    } else if (kind === 'grant' && isGrant(fields.grant)) {
      this.#granted(fields.grant, fields.locked === true);
      if (fields.grant !== 'view') this.#listed();
      this.#changed();
    } else if (kind === 'rights') {
      this.#rights = parseRightsView(fields) ?? this.#rights;
      this.#locked = this.#rights?.locked ?? this.#locked;
      this.#changed();
    } else if (kind === 'announcement') {
      const { text, from, topic } = fields;
      if (isAnnouncementText(text) && isSenderName(from))
        tell({ kind: 'announced', announcement: { text, from, topic: isTopic(topic) ? topic : undefined } });
    } else if (kind === 'said') {
      const said = parseSaid(fields);
      if (said) tell({ kind: 'said', said });
    } else if (kind === 'picture' && isPictureHash(fields.hash)) {
      tell({ kind: 'pictureWanted', hash: fields.hash });
    } else if (kind === 'draining') {
      link.expectReturn(typeof returnInMs === 'number' && Number.isFinite(returnInMs) ? returnInMs : 0);
    } else if (kind === 'epoch') {
      const { epoch } = fields;
      const merged = Array.isArray(fields.merged) ? fields.merged.filter(isEpoch) : undefined;
      const isSame = isEpoch(epoch) && judge(sync, { says: 'serves', life: { epoch, merged: merged ?? [] } }) === 'same';
      // Joining again gives everything about the new epoch.
      if (!isSame) link.send({ kind: 'rejoin' });
      else if (merged) sync.united(merged);
    }
  }

  status(): Pick<
    SessionStatus,
    'grant' | 'locked' | 'viewers' | 'makesLinks' | 'rights' | 'hostEnded' | 'notYet' | 'clockTrouble'
  > {
    return {
      grant: this.#grant,
      locked: this.#locked,
      viewers: Math.max(0, this.#viewers - (this.#presenceOf === 'counted' ? 1 : 0)),
      makesLinks: this.#makesLinks,
      rights: this.#rights,
      hostEnded: this.#hostEnded,
      notYet: this.#notYet,
      clockTrouble: this.#clocks.trouble,
    };
  }
}
