import type { Clock, Log } from '../../../core/base/host.ts';
import { reasonOf } from '../../../core/base/reason-of.ts';
import { type ClientSecret, isEpoch, type RoomId, type RoomKey } from '../../../core/board/ids.ts';
import { isPictureHash } from '../../../core/board/kinds.ts';
import { type Grant, grantOf, isGrant, mayDraw } from '../../../core/contract/grants.ts';
import { type HostAct, parseMadeLink, parseRightsView, type RightsView } from '../../../core/contract/host-acts.ts';
import { CONTRACT_VERSION } from '../../../core/contract/hub-contract.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { cutText } from '../../../core/contract/person-name.ts';
import { isRefusalCode, type RefusalCode } from '../../../core/contract/refusal-codes.ts';
import { ClockWatch } from '../link/clock-watch.ts';
import { codeIn } from '../link/code-in.ts';
import type { HubLink } from '../link/hub-link.ts';
import { isObstacle, obstacleIn } from '../link/obstacle-in.ts';
import { SessionLogEvent } from '../log-events.ts';
import type { ActOutcome, SessionStatus } from '../session.ts';
import type { Tell } from '../session-event.ts';
import type { RoomSync } from '../sync/room-sync.ts';
import type { Outbound } from '../writing/outbound.ts';
import { parsePace, parsePersistence, parseWelcome } from './parse-welcome.ts';
import { judge } from './room-life.ts';
import type { RoomSaving } from './room-saving.ts';

/** Join refusals that another attempt may pass. All others wait for the person. */
const PASSING: ReadonlySet<RefusalCode> = new Set([
  'server.draining',
  'server.cut_off',
  'server.clock',
  'server.rooms_full',
  'server.full',
  'rate.messages',
  'rate.bytes',
  'rate.elements',
  'rate.address',
  'rate.rooms',
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

export interface MembershipOptions {
  readonly room: RoomId;
  readonly access: string | undefined;
  readonly roomKey: RoomKey | undefined;
  readonly secret: ClientSecret;
  readonly profile: Profile;
  readonly clock: Clock;
  readonly log: Log;
  readonly link: Pick<HubLink, 'send' | 'expectReturn' | 'join' | 'act'>;
  readonly sync: Pick<RoomSync, 'epoch' | 'have' | 'united' | 'welcome'>;
  readonly outbound: Pick<Outbound, 'opened' | 'paceIs' | 'takesShown' | 'kick' | 'hold' | 'release'>;
  readonly saving: RoomSaving;
  readonly tell: Tell;
}

/** This client's membership: the profile with which it joins, its rights, and how the hub keeps the board. */
export class Membership {
  readonly #options: MembershipOptions;
  readonly #clocks: ClockWatch;
  #profile: Profile;
  /** The profile that the hub knows. */
  #joinedProfile: Profile | undefined;
  #grant: Grant = 'draw';
  #locked = false;
  #makesLinks = false;
  #rights: RightsView | undefined;
  /** The refusal of the last join attempt. Another attempt will follow. */
  #notYet: RefusalCode | undefined;
  /** [CLS-5] Remains during reconnect attempts, until one succeeds. */
  #hostEnded = false;
  #instance: Omit<NonNullable<SessionStatus['instance']>, 'id'> = { name: '', isNamed: false };

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.#clocks = new ClockWatch(options.clock, options.log);
    const { name, color } = options.profile;
    this.#profile = { name: cutText(name, LIMITS.nameChars), color };
  }

  get mayDraw(): boolean {
    return mayDraw(this.#grant);
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

  #changed(): void {
    this.#options.tell({ kind: 'statusChanged' });
  }

  join(): void {
    const { room, access, roomKey, secret, sync, link } = this.#options;
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
    this.#hostEnded = false;
    link.send({ kind: 'welcomed' });
    outbound.opened();
    outbound.paceIs(welcome);
    outbound.takesShown(welcome.shows === true);
    sync.welcome(welcome);
    outbound.kick(true);
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
      return link === undefined ? {} : { link };
    } catch (error) {
      return { refused: codeIn(reasonOf(error)) ?? 'host.malformed' };
    }
  }

  joinRefused(code: RefusalCode | undefined): void {
    const { link } = this.#options;
    this.#notYet = code;
    if (code === undefined || PASSING.has(code)) link.send({ kind: 'lost' });
    else link.send({ kind: 'refused', code });
  }

  /** The connection ended with this reason. The link tries again, unless the reason needs the person. */
  closed(reason: string | undefined): void {
    const { link } = this.#options;
    const code = reason === undefined ? undefined : this.#codeOfEnd(reason);
    if (code === undefined || PASSING.has(code)) link.send({ kind: 'lost' });
    else link.send({ kind: 'refused', code });
  }

  /** Stores why the connection ended. */
  #codeOfEnd(reason: string): RefusalCode | undefined {
    const obstacle = obstacleIn(reason);
    if (obstacle !== this.#notYet && (obstacle !== undefined || isObstacle(this.#notYet))) {
      this.#notYet = obstacle;
      this.#changed();
    }
    if (obstacle !== undefined) return undefined;
    const code = codeIn(reason);
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
    } else if (kind === 'readOnly' && isRefusalCode(code)) {
      this.readOnly(code);
    } else if (kind === 'grant' && isGrant(fields.grant)) {
      this.#granted(fields.grant, fields.locked === true);
      this.#changed();
    } else if (kind === 'rights') {
      this.#rights = parseRightsView(fields) ?? this.#rights;
      this.#locked = this.#rights?.locked ?? this.#locked;
      this.#changed();
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

  status(): Pick<SessionStatus, 'grant' | 'locked' | 'makesLinks' | 'rights' | 'hostEnded' | 'notYet' | 'clockTrouble'> {
    return {
      grant: this.#grant,
      locked: this.#locked,
      makesLinks: this.#makesLinks,
      rights: this.#rights,
      hostEnded: this.#hostEnded,
      notYet: this.#notYet,
      clockTrouble: this.#clocks.trouble,
    };
  }
}
