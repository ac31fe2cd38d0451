import type { Clock, Log } from '../../../core/base/host.ts';
import { type ClientSecret, isEpoch, type RoomId } from '../../../core/board/ids.ts';
import { isPictureHash } from '../../../core/board/kinds.ts';
import { CONTRACT_VERSION, type JoinRequest, type Role } from '../../../core/contract/hub-contract.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { cutText } from '../../../core/contract/person-name.ts';
import { isRefusalCode, type RefusalCode } from '../../../core/contract/refusal-codes.ts';
import { ClockWatch } from '../link/clock-watch.ts';
import { codeIn } from '../link/code-in.ts';
import type { HubLink } from '../link/hub-link.ts';
import { isQuota, quotaIn } from '../link/quota-in.ts';
import { SessionLogEvent } from '../log-events.ts';
import type { SessionStatus } from '../session.ts';
import type { RoomSync } from '../sync/room-sync.ts';
import type { Outbound } from '../writing/outbound.ts';
import { Keeping } from './keeping.ts';
import { parsePace, parsePersistence, parseWelcome } from './parse-welcome.ts';
import { judge } from './room-life.ts';

/** Refusals to join that another attempt may not meet. All others wait for the person. */
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
/** How often a room that may not be changed is asked whether it may, milliseconds. */
const READ_ONLY_RETRY_MS = 4_000;

/** What the others see of somebody beside the cursor. */
export interface Profile {
  readonly name: string;
  readonly color: number;
}

export interface MembershipOptions {
  readonly room: RoomId;
  readonly access: string | undefined;
  readonly secret: ClientSecret;
  readonly profile: Profile;
  readonly clock: Clock;
  readonly log: Log;
  readonly link: Pick<HubLink, 'send' | 'expectReturn' | 'client' | 'takesBatches'>;
  readonly sync: Pick<RoomSync, 'epoch' | 'have' | 'united' | 'welcome'>;
  readonly outbound: Pick<Outbound, 'opened' | 'paceIs' | 'hubTakesViews' | 'kick' | 'hold' | 'release'>;
  /** The hub let this client in; what it said is not taken in yet. */
  readonly welcomed: () => void;
  /** [PIC-3] */
  readonly pictureWanted: (hash: string) => void;
  /** The status says something else now. */
  readonly changed: () => void;
}

/** This client's place in the room: as whom it joins, and what the hub says beside the board about what it may and how the board is kept. */
export class Membership {
  readonly #options: MembershipOptions;
  readonly #keeping: Keeping;
  readonly #clocks: ClockWatch;
  #profile: Profile;
  /** The profile that the hub knows. */
  #joinedProfile: Profile | undefined;
  #role: Role = 'edit';
  /** Why the hub did not let this client in at the last attempt; there will be another one. */
  #notYet: RefusalCode | undefined;
  /** [CLS-5] Stays over attempts to come back, until one succeeds. */
  #hostEnded = false;
  #instance: Omit<NonNullable<SessionStatus['instance']>, 'id'> = { name: '', isNamed: false };

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.#keeping = new Keeping(options.clock);
    this.#clocks = new ClockWatch(options.clock, options.log);
    const { name, color } = options.profile;
    this.#profile = { name: cutText(name, LIMITS.nameChars), color };
  }

  get role(): Role {
    return this.#role;
  }
  get profile(): Profile {
    return this.#profile;
  }
  /** What is known of the instance beside its id. */
  get instance(): Omit<NonNullable<SessionStatus['instance']>, 'id'> {
    return this.#instance;
  }

  changeProfile(change: Partial<Profile>): void {
    const name = cutText((change.name ?? this.#profile.name).trim(), LIMITS.nameChars);
    const color = change.color ?? this.#profile.color;
    if (name === this.#profile.name && color === this.#profile.color) return;
    this.#profile = { name, color };
    this.#options.link.send({ kind: 'rejoin' });
    this.#options.changed();
  }

  joinRequest(): JoinRequest {
    const { room, access, secret, sync } = this.#options;
    const have = sync.have();
    this.#joinedProfile = this.#profile;
    return {
      version: CONTRACT_VERSION,
      room,
      secret,
      ...this.#profile,
      ...(have ? { have } : {}),
      ...(access === undefined ? {} : { access }),
    };
  }

  welcome(raw: unknown): void {
    const { room, link, outbound, sync, welcomed } = this.#options;
    const read = parseWelcome(raw, room);
    if (!read.ok) {
      link.send({ kind: 'refused', code: read.error.code });
      return;
    }
    const welcome = read.value;
    this.#role = welcome.role;
    this.#keeping.welcomed(welcome);
    this.#clocks.welcomed(welcome.now);
    this.#instance = { name: welcome.instanceName, isNamed: welcome.instanceNamed === true };
    this.#notYet = undefined;
    this.#hostEnded = false;
    welcomed();
    link.send({ kind: 'welcomed' });
    outbound.opened();
    outbound.paceIs(welcome);
    outbound.hubTakesViews(welcome.takesViews === true);
    sync.welcome(welcome);
    outbound.kick(true);
  }

  joinRefused(code: RefusalCode | undefined): void {
    const { link } = this.#options;
    this.#notYet = code;
    if (code === undefined || PASSING.has(code)) link.send({ kind: 'lost' });
    else link.send({ kind: 'refused', code });
  }

  /** The connection ended with these words. True: they are for the person. */
  closed(reason: string): boolean {
    const quota = quotaIn(reason);
    if (quota !== this.#notYet && (quota !== undefined || isQuota(this.#notYet))) {
      this.#notYet = quota;
      this.#options.changed();
    }
    if (quota !== undefined) return false;
    const code = codeIn(reason);
    if (code === 'server.clock') {
      this.#clocks.serverIsOff();
      this.#options.changed();
    }
    if (judge(this.#options.sync, { says: 'closes', code }) === 'ended') this.#hostEnded = true;
    if (code === undefined || PASSING.has(code)) return false;
    this.#options.link.send({ kind: 'refused', code });
    return true;
  }

  /** Joined, and nothing is missing: if the person changed the profile meanwhile, the hub is told. */
  synced(): void {
    if (this.#joinedProfile !== this.#profile) this.#options.link.send({ kind: 'rejoin' });
  }

  /** A batch that was sent at `sentAt` (`clock.mono()`) was accepted. */
  accepted(sentAt: number): void {
    if (this.#keeping.accepted(sentAt)) this.#options.outbound.release();
  }

  /** What is drawn waits in the outbox; the hub is asked now and then, should its word that it is over be lost. */
  readOnly(code: RefusalCode): void {
    this.#keeping.readOnlyFor(code);
    this.#options.outbound.hold(READ_ONLY_RETRY_MS);
    this.#options.changed();
  }

  /** More of the hub's batches are durable than before. */
  saved(): void {
    this.#keeping.saved();
  }

  notice(raw: unknown): void {
    if (typeof raw !== 'object' || raw === null) return;
    const { log, link, outbound, changed, sync } = this.#options;
    const fields = raw as Record<string, unknown>;
    const { kind, persistence, code, returnInMs } = fields;
    log.info(SessionLogEvent.notice, { kind: typeof kind === 'string' ? kind.slice(0, 40) : typeof kind });
    if (kind === 'persistence') {
      const read = parsePersistence(persistence);
      if (!read) return;
      this.#keeping.persistenceIs(read);
      outbound.release();
      changed();
    } else if (kind === 'pace') {
      const read = parsePace(fields);
      if (read) outbound.paceIs(read);
    } else if (kind === 'readOnly' && isRefusalCode(code)) {
      this.readOnly(code);
    } else if (kind === 'picture' && isPictureHash(fields.hash)) {
      this.#options.pictureWanted(fields.hash);
    } else if (kind === 'draining') {
      link.expectReturn(typeof returnInMs === 'number' && Number.isFinite(returnInMs) ? returnInMs : 0);
    } else if (kind === 'epoch') {
      const { epoch } = fields;
      const merged = Array.isArray(fields.merged) ? fields.merged.filter(isEpoch) : undefined;
      const isSame = isEpoch(epoch) && judge(sync, { says: 'serves', life: { epoch, merged: merged ?? [] } }) === 'same';
      // Joining again tells everything about another life of the room.
      if (!isSame) link.send({ kind: 'rejoin' });
      else if (merged) sync.united(merged);
    }
  }

  status(): Pick<
    SessionStatus,
    'role' | 'hostEnded' | 'notYet' | 'persistence' | 'savedAt' | 'readOnly' | 'previousLife' | 'clockTrouble'
  > {
    const clockTrouble = this.#clocks.trouble;
    return { role: this.#role, hostEnded: this.#hostEnded, notYet: this.#notYet, clockTrouble, ...this.#keeping.status() };
  }
}
