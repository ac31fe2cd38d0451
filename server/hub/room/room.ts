import type { Refusal } from '../../../core/base/result.ts';
import type { ClientId, Epoch, InstanceId, RoomId, Seq } from '../../../core/board/ids.ts';
import type { MemberEntry, Notice, Pace, Persistence } from '../../../core/contract/hub-contract.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import type { MemberChange } from '../../../core/room/frame.ts';
import type { Reaction } from '../../../core/room/reaction.ts';
import type { NumberedBatches, Replica } from '../../../core/room/replica.ts';
import type { Shown } from '../../../core/room/shown.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';
import { roomGroup } from '../../ports/client-transport.ts';
import { CatchUpMaker, type CatchUpSource, planCatchUp, type ServedBody } from '../catch-up/catch-up.ts';
import type { CatchUpWish } from '../catch-up/catch-up-request.ts';
import { readNewerSnapshot } from '../durability/newer-snapshot.ts';
import { RoomDurability } from '../durability/room-durability.ts';
import type { PeerState } from '../instances/peer-state.ts';
import type { RemoteMembers } from '../instances/remote-members.ts';
import type { KnownState } from '../join-request.ts';
import type { UnloadedBoard } from '../rooms/unloaded-boards.ts';
import type { TraceTap } from '../tracing/trace-tap.ts';
import { inTurns } from '../turns/in-turns.ts';
import { BlockedBatches } from './blocked-batches.ts';
import type { ClientRecords } from './client-records.ts';
import type { BatchRefusal, Member } from './member.ts';
import { type Newcomer, Presence } from './presence.ts';
import { type AudienceSizes, RoomAudience } from './room-audience.ts';
import { RoomBilling } from './room-billing.ts';
import { RoomBoard } from './room-board.ts';
import { RoomEpochs } from './room-epochs.ts';
import { RoomFrames } from './room-frames.ts';
import type { RoomHost, RoomStart } from './room-start.ts';
import { roomTag } from './room-tag.ts';

/**
 * A board being served, with its members on this instance. It is the one door to its parts (`room-*.ts`) and fixes the order in
 * which they learn of events. It never awaits between a check and a change, so the state cannot change in between.
 */
export class Room {
  readonly id: RoomId;
  readonly group: string;
  /** Stands for the id in the log. */
  readonly tag: string;
  readonly epochs: RoomEpochs;
  /** For each origin, the seq up to which its batches were stored when the room opened. */
  readonly storedVector: readonly (readonly [InstanceId, Seq])[];
  readonly #host: RoomHost;
  readonly #durability: RoomDurability;
  readonly #presence = new Presence();
  readonly #records: ClientRecords;
  readonly #board: RoomBoard;
  readonly #blocked: BlockedBatches;
  readonly #audience: RoomAudience;
  readonly #billing: RoomBilling;
  readonly #frames: RoomFrames;
  readonly #catchUps: CatchUpMaker;
  readonly #previousLife: UnloadedBoard | undefined;
  /** `clock.mono()` since when the room is empty. Undefined while it has members. */
  emptySince: number | undefined;

  constructor(host: RoomHost, start: RoomStart) {
    const presence = this.#presence;
    this.#host = host;
    this.id = start.id;
    this.epochs = new RoomEpochs(start.epoch, start.merged);
    this.group = roomGroup(start.id);
    this.tag = roomTag(start.id);
    this.storedVector = start.storedVector;
    this.#records = start.records;
    this.#previousLife = start.previousLife;
    this.#durability = new RoomDurability(host, start, {
      epoch: () => this.epoch,
      clientNumbers: () => this.clientNumbers(),
      rights: () => host.rights.lastingOf(start.id),
      progressed: () => this.#frames.progressed(),
      storedForeign: (origin) => this.#audience.sendPosition(origin, []),
      meet: (newer) => this.meet(newer),
      notify: (notice) => this.notify(notice),
    });
    this.#board = new RoomBoard(start.replica, this.#durability, host);
    this.#audience = new RoomAudience(this.group, host, presence, {
      vector: start.replica.vector,
      durableOf: (origin, seq) => this.#durability.durableOf(origin, seq),
    });
    this.#billing = new RoomBilling(host, presence);
    this.#frames = new RoomFrames(start.id, host, {
      board: this.#board,
      presence,
      durability: this.#durability,
      billing: this.#billing,
      pace: () => this.pace,
    });
    this.#blocked = new BlockedBatches(host, this.#board, (mono) => this.#frames.changed(mono));
    this.#catchUps = new CatchUpMaker(this.#source, host.clock, host.random);
    this.emptySince = host.clock.mono();
  }

  get #source(): CatchUpSource {
    return { isOfEpoch: (epoch) => this.epochs.has(epoch), origin: this.origin, replica: this.replica, log: this.#board.log };
  }
  get replica(): Replica {
    return this.#board.replica;
  }
  get epoch(): Epoch {
    return this.epochs.current;
  }
  get origin(): InstanceId {
    return this.#host.instanceId;
  }
  get tap(): TraceTap {
    return this.#host.tap;
  }
  get memberCount(): number {
    return this.#presence.size;
  }
  /** [AUD-1] */
  get audience(): AudienceSizes {
    return this.#audience;
  }
  get persistence(): Persistence {
    return this.#durability.persistence;
  }
  get pace(): Pace {
    return this.#audience.pace;
  }
  get isReadOnly(): boolean {
    return this.#durability.isFailing;
  }
  /** True while accepted batches are missing in its store, and so exist only here. */
  get isBehindStore(): boolean {
    return this.#durability.isBehind;
  }
  /** Set until the first drawing here. */
  get previousLife(): UnloadedBoard | undefined {
    return this.replica.vector.pairs().length === 0 ? this.#previousLife : undefined;
  }
  members(): MemberEntry[] {
    return this.#presence.entries();
  }
  /** [PRS-3] Members at other instances. */
  membersElsewhere(): ReturnType<RemoteMembers['tables']> {
    return this.#host.others.elsewhere.tables();
  }
  everyone(): Iterable<Member> {
    return this.#presence.all();
  }
  member(clientId: ClientId): Member | undefined {
    return this.#presence.get(clientId);
  }

  /** [INS-6] Undefined when `have` contains nothing new. False: it does, and no instance could be asked. */
  learn({ epoch, vector }: KnownState): Promise<boolean> | undefined {
    const { others } = this.#host;
    if (!others.mayOthersBeThere || !this.epochs.has(epoch) || this.replica.vector.covers(vector)) return undefined;
    return others.learn(vector);
  }

  /** [HS-3], [HS-4] Makes the newcomer a member. An older member with its client id is replaced. */
  enter(newcomer: Newcomer): { readonly member: Member; readonly replaced: Member | undefined } {
    const replaced = this.#presence.get(newcomer.clientId);
    const mono = this.#host.clock.mono();
    if (replaced) this.#blocked.forget(replaced);
    const member = replaced
      ? this.#presence.takeOver(replaced, newcomer, mono)
      : this.#presence.add(newcomer, this.#records.of(newcomer.clientId), mono);
    // Another instance may have handled batches of this client that this one has not heard of.
    member.record.mayJump = true;
    this.emptySince = undefined;
    this.#audience.changed();
    this.#audience.sendPositionsSoon(member);
    this.#frames.changedSoon();
    return { member, replaced };
  }

  /** [AUD-3] The member has a say now, so the others must know it. */
  list(member: Member): void {
    if (!this.#presence.list(member)) return;
    this.#audience.changed();
    this.#frames.changedSoon();
  }

  /** [PRS-4] The member's connection was lost. It stays in the room for a while; its waiting batches are dropped. */
  lose(member: Member): void {
    if (member.phase === 'gone') return;
    this.#blocked.forget(member);
    member.awaySince = this.#host.clock.mono();
  }

  /** Members that were lost too long ago to be returning. */
  overdue(mono: number): readonly Member[] {
    return this.#presence.overdue(mono - LIMITS.awayMs);
  }

  /** Safe to call twice, and for a replaced member. */
  leave(member: Member): void {
    if (member.phase === 'gone') return;
    this.#blocked.forget(member);
    this.#records.keep(member.entry.clientId, member.record);
    this.#presence.remove(member);
    if (this.#presence.size === 0) this.emptySince = this.#host.clock.mono();
    this.#audience.changed();
    this.#frames.changedSoon();
  }

  /** A message of the member came. Call `changed` afterwards. */
  heard(member: Member, mono: number): void {
    this.#presence.heard(member, mono);
  }

  /** NaN: the pointer left the board. Call `changed` afterwards. */
  point(member: Member, x: number, y: number): void {
    this.#presence.move(member, x, y);
  }

  /** [PRS-5] Call `changed` afterwards. */
  show(member: Member, shown: Shown): void {
    this.#presence.show(member, shown);
  }

  /** [PRS-6] Call `changed` afterwards. */
  react(member: Member, reaction: Reaction): void {
    this.#presence.react(member, reaction);
  }

  /** [FRM-5], [AUD-4] The hub's load has changed, or another instance's audience. */
  audienceChanged(): void {
    this.#audience.changed();
  }

  /** [FRM-2] A message was handled and may have changed the next frame. */
  changed(mono: number): void {
    this.#frames.changed(mono);
  }

  /**
   * [ADM-2], [ADM-3] Handles one batch of a member, with its ops as they came. Undefined: it is accepted, was handled before, or
   * waits for what it depends on [INS-7]. A batch refused for anything but a gap uses up its n. Call `changed` afterwards.
   */
  accept(member: Member, n: number, rawOps: unknown, mono: number): BatchRefusal | undefined {
    const blocked = this.#blocked;
    if (blocked.has(member)) return blocked.add(member, n, rawOps);
    const outcome = this.#board.accept(member, n, rawOps, mono, this.#host.others.mayOthersBeThere);
    return outcome === 'lacking' ? blocked.add(member, n, rawOps) : outcome;
  }

  /** [ADM-14] Handles one batch of an author outside, who is no member here. Undefined: it is accepted. */
  acceptFrom(author: ClientId, ops: WireValue, mono: number): Refusal | undefined {
    const record = this.#presence.get(author)?.record ?? this.#records.of(author);
    const refused = this.#board.acceptFrom(author, record, ops, mono);
    this.#records.keep(author, record);
    this.#frames.changed(mono);
    return refused;
  }

  /** [ADM-3] Refuses a batch whose ops were not read. It uses up its n. */
  refuseUnread(member: Member, n: number, code: RefusalCode, mono: number): void {
    if (this.#blocked.has(member)) this.#blocked.addRefused(member, n, code);
    else this.#board.refuseUnread(member, n, code, mono);
  }

  planCatchUp(have: KnownState | undefined): ReturnType<typeof planCatchUp> {
    return planCatchUp(this.#source, have);
  }

  /** Call `caughtUp` when the reader has finished. */
  catchUp(wish: CatchUpWish): Promise<ServedBody> {
    return this.#catchUps.serve(wish, this.#board.revision);
  }

  /** The reader has stopped, at the end of the body or before. */
  caughtUp(served: ServedBody): void {
    this.#catchUps.read(served);
    this.bill(served.body.bytes - served.at, 1);
  }

  /** [RGT-10] Hosts have decided something that a store keeps. */
  decided(): void {
    this.#durability.decided();
  }

  /** Sends a notice to this instance's members only. */
  notify(notice: Notice): void {
    this.#audience.notify(notice);
  }

  /** [PIC-4] */
  wantPicture(hash: string): void {
    this.#host.others.wantPicture(hash);
  }

  /** [PRS-3] Tells the members here about members that came and left at another instance. */
  tellOfMembers(origin: InstanceId, changes: readonly MemberChange[]): void {
    if (changes.length > 0) this.#audience.sendPosition(origin, changes);
  }

  /** Applies batches that another instance numbered. False: earlier ones are missing, and nothing was applied. */
  receive(numbered: NumberedBatches): boolean {
    const { applied, gap } = this.#board.receive(numbered);
    if (gap) return false;
    if (applied.length === 0) return true;
    for (const { author, n } of applied) this.#records.learn(author, n, this.#presence.get(author)?.record);
    const firstSeq = numbered.firstSeq + numbered.batches.length - applied.length;
    this.#durability.received({ origin: numbered.origin, firstSeq, batches: applied });
    this.#blocked.tryAgain();
    return true;
  }

  /** Forwards a received frame of another instance to the members here, where that instance's group send does not reach them. */
  passOn(frame: readonly WireValue[]): void {
    this.#audience.passOn(frame);
  }

  /** [HS-3] For each client, its highest n. */
  clientNumbers(): [ClientId, number][] {
    return this.#records.lastNumbers(Array.from(this.#presence.all(), ({ entry, record }) => [entry.clientId, record] as const));
  }

  /** [INS-3] Merges another instance's state. The members here get its position: they may have missed as much. */
  merge({ states, parts, vector, clients }: PeerState): void {
    const before = this.replica.vector.copy();
    for (const part of parts) this.receive(part);
    this.#board.merge(states, vector);
    for (const [clientId, n] of clients) this.#records.learn(clientId, n, this.#presence.get(clientId)?.record);
    this.#durability.merged();
    this.#blocked.tryAgain();
    for (const [origin, seq] of this.replica.vector.pairs()) {
      if (seq > before.get(origin) && origin !== this.origin) this.#audience.sendPosition(origin, []);
    }
  }

  /** [INS-9] Members of the room may have missed frames of this instance, whichever they joined. */
  repeatPosition(): void {
    this.#frames.repeatPosition();
  }

  /** [SAVE-9] The batches of another instance are in the shared store up to this seq. */
  storedElsewhere(origin: InstanceId, seq: Seq): void {
    this.#durability.storedElsewhere(origin, seq);
  }

  /** [SAVE-9] Merges a snapshot of this room that another hub has stored. Rejects when it cannot be read. */
  async meet(newer: Uint8Array): Promise<void> {
    const read = await inTurns(readNewerSnapshot(newer), this.#host.clock);
    if (read === undefined) return;
    this.merge(read.state);
    this.adopt([read.state.epoch]);
    this.#host.rights.learn(this.id, read.rights);
  }

  /** [INS-5] Boards of these epochs are merged into this one; the members are told. False: all were known. */
  adopt(epochs: readonly Epoch[]): boolean {
    const outcome = this.epochs.unite(epochs);
    if (outcome === 'known') return false;
    if (outcome === 'other') this.#durability.renew();
    this.notify({ kind: 'epoch', epoch: this.epoch, merged: this.epochs.merged });
    return true;
  }

  /** The regular check for expired presence. Returns the members that fell silent [PRS-2]. */
  sweep(mono: number): readonly Member[] {
    this.#catchUps.forgetOld(mono);
    this.#audience.tellPace();
    this.#durability.tellTrouble();
    const silent = this.#presence.silence(mono - LIMITS.presenceLifeMs);
    if (silent.length > 0) this.#frames.fellSilent(mono);
    return silent;
  }

  /** Sends the next frame now. */
  flushNow(): void {
    this.#frames.now();
  }

  /** Resolves when everything sent in frames is durable, or the store rejects it. */
  settled(): Promise<void> {
    return this.#durability.settled();
  }

  /** Counts a message to this many receivers of a service that bills. Does nothing elsewhere. */
  bill(bytes: number, receivers: number): void {
    this.#billing.add(bytes, receivers);
  }

  /** Units a second that this instance causes for the room. */
  billedPerSecond(): number {
    return this.#billing.perSecond();
  }

  /** Sends and stores what is left, then ends, even after a failure. The room is unusable afterwards. */
  async close(): Promise<void> {
    try {
      this.#blocked.dispose();
      this.#audience.dispose();
      this.#frames.now();
      this.#frames.dispose();
      await this.#durability.close();
    } finally {
      this.#host.closed();
    }
  }
}
