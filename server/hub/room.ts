import type { Refusal } from '../../core/base/result.ts';
import type { ClientId, Epoch, InstanceId, RoomId, Seq } from '../../core/board/ids.ts';
import type { Op, OpBatch } from '../../core/board/op.ts';
import { decodeOps } from '../../core/board/op-codec.ts';
import { checkBatch } from '../../core/board/validate-op.ts';
import { ClientMethod, type MemberEntry, type Notice, type Pace, type Persistence } from '../../core/contract/hub-contract.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import { encodeFrame, type FrameBatch, type MemberChange, nameRoom } from '../../core/room/frame.ts';
import type { NumberedBatches, Replica } from '../../core/room/replica.ts';
import { packValue } from '../../core/wire/msgpack.ts';
import type { WireValue } from '../../core/wire/wire-value.ts';
import { type ClientConnection, roomGroup } from '../ports/client-transport.ts';
import type { RoomWriter } from '../ports/snapshot-store.ts';
import { BatchLog } from './batch-log.ts';
import { CatchUpMaker, type CatchUpSource, planCatchUp, type ServedBody } from './catch-up.ts';
import type { CatchUpWish } from './catch-up-request.ts';
import { type ClientRecords, rememberRefused } from './client-records.ts';
import { Compaction, type CompactionSource } from './compaction.ts';
import type { Elsewhere } from './elsewhere.ts';
import { FramePacer, paceFor } from './frame-pacer.ts';
import type { Held } from './join-request.ts';
import { Journal } from './journal.ts';
import { keptOps } from './kept-ops.ts';
import { HubLogEvent } from './log-events.ts';
import type { Member } from './member.ts';
import { MessageBudget } from './message-budget.ts';
import type { PastLife } from './past-lives.ts';
import type { PeerState } from './peer-state.ts';
import { type Newcomer, Presence } from './presence.ts';
import { RoomEpochs } from './room-epochs.ts';
import { persistenceOf, type RoomHost, type RoomStart } from './room-start.ts';
import { roomTag } from './room-tag.ts';
import { standFrame } from './stand-frame.ts';

/** Why a batch was not taken. For `batch.gap` the n that is wanted. */
export interface BatchRefusal {
  readonly code: RefusalCode;
  readonly expected?: number;
}

/** A batch that was accepted and waits for the next frame. `ops` as they came: encoded once, by nobody but the author and the frame. */
interface PendingBatch {
  readonly member: Member;
  readonly n: number;
  readonly ops: WireValue;
}

/** What the hub protocol puts around the arguments of a frame, about. */
const FRAME_HEAD_BYTES = 10;
/** After this long what others sent while somebody joined has reached this instance, milliseconds. */
const STAND_MS = 2_000;

/**
 * A board being served, with its members on this instance. Numbers what it accepts [SEQ-1], applies it, and sends it in frames. It never
 * awaits between looking and changing, so nothing changes under its feet.
 */
export class Room {
  readonly id: RoomId;
  readonly group: string;
  /** Stands for the id in the log. */
  readonly tag: string;
  readonly epochs: RoomEpochs;
  readonly replica: Replica;
  /** Up to where the batches of each origin were in the store when the room was opened. */
  readonly storedVector: readonly (readonly [InstanceId, Seq])[];
  readonly log = new BatchLog(LIMITS.logBatches, LIMITS.logBytes);
  readonly #host: RoomHost;
  #persistence: Persistence;
  readonly #stored: RoomWriter;
  readonly #journal: Journal;
  /** Undefined: nothing is kept. */
  readonly #compaction: Compaction | undefined;
  readonly #presence = new Presence();
  readonly #records: ClientRecords;
  readonly #catchUps: CatchUpMaker;
  readonly #previousLife: PastLife | undefined;
  readonly #pacer: FramePacer;
  readonly #budget: MessageBudget;
  #toldCursorMs: number | undefined;
  #pending: PendingBatch[] = [];
  #accepted: OpBatch[] = [];
  #acceptedBytes = 0;
  /** Changes with every change of the board. */
  #revision = 0;
  /** The last frame said that something is not durable yet. */
  #owesDurable = false;
  /** Since when nobody is here; undefined while somebody is. `clock.mono()`. */
  emptySince: number | undefined;

  constructor(host: RoomHost, start: RoomStart) {
    const { clock, instanceId } = host;
    this.#host = host;
    this.id = start.id;
    this.epochs = new RoomEpochs(start.epoch, start.merged);
    this.group = roomGroup(start.id);
    this.tag = roomTag(start.id);
    this.replica = start.replica;
    this.storedVector = start.storedVector;
    this.#stored = start.stored;
    this.#records = start.records;
    this.#previousLife = start.previousLife;
    this.#persistence = persistenceOf(start);
    if (start.mode !== 'none') {
      this.#compaction = new Compaction(start.stored, clock, start.storedBatches, {
        take: () => this.#takeSnapshot(),
        failed: (error) => host.log.warn(HubLogEvent.roomCompactFailed, { room: this.tag, reason: reasonOf(error) }),
      });
    }
    this.#journal = new Journal(start.stored, instanceId, clock, {
      progressed: () => this.#onDurable(),
      failed: (error) => this.#onStoreFailed(error),
      recovered: () => this.#onStoreBack(),
    });
    this.#catchUps = new CatchUpMaker(this.#source, clock, host.random);
    this.#pacer = new FramePacer(
      clock,
      () => this.pace,
      () => this.#flush(),
    );
    this.#budget = new MessageBudget(clock.mono());
    this.emptySince = clock.mono();
  }

  get #source(): CatchUpSource {
    return { isOfEpoch: (epoch) => this.epochs.has(epoch), origin: this.origin, replica: this.replica, log: this.log };
  }
  get epoch(): Epoch {
    return this.epochs.current;
  }
  get origin(): InstanceId {
    return this.#host.instanceId;
  }
  get memberCount(): number {
    return this.#presence.size;
  }
  get persistence(): Persistence {
    return this.#persistence;
  }
  get pace(): Pace {
    // Everybody in the room gets every instance's frames.
    const people = this.#presence.size + this.#host.others.elsewhere.size;
    return paceFor(people, this.#host.transport.reach === 'all' ? 'billed' : 'own');
  }
  get isReadOnly(): boolean {
    return this.#journal.isFailing;
  }
  /** As long as nobody has drawn here since. */
  get previousLife(): PastLife | undefined {
    return this.replica.vector.pairs().length === 0 ? this.#previousLife : undefined;
  }
  members(): MemberEntry[] {
    return this.#presence.entries();
  }
  /** [PRS-3] Who is in the room by other instances. */
  membersElsewhere(): ReturnType<Elsewhere['tables']> {
    return this.#host.others.elsewhere.tables();
  }
  /** Those of its members. */
  connections(): ClientConnection[] {
    return Array.from(this.#presence.all(), ({ connection }) => connection);
  }
  member(clientId: ClientId): Member | undefined {
    return this.#presence.get(clientId);
  }

  /** [HS-3], [HS-4] The newcomer is a member from here on; who had its client id before is none any more. */
  enter(newcomer: Newcomer): { readonly member: Member; readonly replaced: Member | undefined } {
    const replaced = this.#presence.get(newcomer.clientId);
    if (replaced) this.#remove(replaced);
    const { others, clock } = this.#host;
    const record = this.#records.of(newcomer.clientId);
    // Another instance may have dealt with batches of this client that nobody has told this one of yet.
    record.mayJump = true;
    const member = this.#presence.add(newcomer, record, clock.mono());
    this.emptySince = undefined;
    this.#tellPace();
    if (others.areOthersThere) clock.after(STAND_MS, () => this.#tellWhereOthersStand(member));
    this.#pacer.changedSoon();
    return { member, replaced };
  }

  /** Safe to call twice, and for one that was replaced. */
  leave(member: Member): void {
    if (member.phase === 'gone') return;
    this.#remove(member);
    if (this.#presence.size === 0) this.emptySince = this.#host.clock.mono();
    this.#tellPace();
    this.#pacer.changedSoon();
  }

  /** [FRM-3] Who is here has learned the pace of a smaller or larger room. On sockets of our own clients have a pace of their own. */
  #tellPace(): void {
    const { pace } = this;
    if (pace.cursorMs === undefined || pace.cursorMs === this.#toldCursorMs) return;
    if (this.#toldCursorMs !== undefined) this.notify({ kind: 'pace', ...pace });
    this.#toldCursorMs = pace.cursorMs;
  }

  #remove(member: Member): void {
    this.#records.keep(member.entry.clientId, member.record);
    this.#presence.remove(member);
  }

  /** A message of the member came: it is here. Tell `changed` afterwards. */
  heard(member: Member, mono: number): void {
    this.#presence.heard(member, mono);
  }

  /** NaN: the pointer left the board. Tell `changed` afterwards. */
  point(member: Member, x: number, y: number): void {
    this.#presence.move(member, x, y);
  }

  /** [FRM-2] A message was dealt with and there may be news for the next frame. */
  changed(mono: number): void {
    this.#pacer.changed(mono, this.#pending.length > 0 ? 'batches' : 'cursors');
  }

  /**
   * [ADM-2], [ADM-3] One batch of a member, with its ops as they came. Undefined: it is accepted, or was dealt with before. A batch that is
   * refused for anything but a gap uses up its n. Tell `changed` afterwards.
   */
  accept(member: Member, n: number, rawOps: unknown, mono: number): BatchRefusal | undefined {
    const { record } = member;
    const { lastN } = record;
    if (lastN !== 0) {
      if (n <= lastN) return undefined;
      if (n !== lastN + 1 && !record.mayJump) return { code: 'batch.gap', expected: lastN + 1 };
    }
    record.lastN = n;
    record.mayJump = false;
    const author = member.entry.clientId;
    const ops = decodeOps(author, rawOps);
    const refused = ops.ok ? this.#check(author, ops.value) : ops.error;
    if (ops.ok && !refused) {
      this.#apply(member, n, ops.value, rawOps as WireValue);
      return undefined;
    }
    const code = refused?.code ?? 'batch.malformed';
    rememberRefused(record, { n, code, at: mono });
    return { code };
  }

  #check(author: ClientId, ops: readonly Op[]): Refusal | undefined {
    return this.#journal.isFailing ? { code: 'room.read_only' } : checkBatch(this.replica.board, author, ops);
  }

  #apply(member: Member, n: number, ops: readonly Op[], wire: WireValue): void {
    const author = member.entry.clientId;
    const origin = this.#host.instanceId;
    const seq = this.log.nextSeq;
    this.replica.board.apply(author, ops, { origin, seq });
    this.replica.vector.advance(origin, seq);
    this.#revision++;
    const kept = keptOps(ops);
    const batch: OpBatch = { author, n, ops: kept.ops };
    this.log.add(batch, kept.bytes);
    this.#accepted.push(batch);
    this.#acceptedBytes += kept.bytes;
    this.#pending.push({ member, n, ops: wire });
    this.#host.counters.batches++;
  }

  /** [ADM-3] A batch that is refused before anybody looks at its ops: its n is used up all the same. */
  refuseUnread(member: Member, n: number, code: RefusalCode, mono: number): void {
    const { record } = member;
    if (record.lastN !== 0 && n !== record.lastN + 1 && !(record.mayJump && n > record.lastN)) return;
    record.lastN = n;
    record.mayJump = false;
    rememberRefused(record, { n, code, at: mono });
  }

  planCatchUp(have: Held | undefined): ReturnType<typeof planCatchUp> {
    return planCatchUp(this.#source, have);
  }

  /** Tell `caughtUp` when it has been read. */
  catchUp(wish: CatchUpWish): Promise<ServedBody> {
    return this.#catchUps.serve(wish, this.#revision);
  }

  /** Somebody has stopped reading the body, at its end or before. */
  caughtUp(served: ServedBody): void {
    this.#catchUps.read(served);
    this.bill(served.body.bytes - served.at, 1);
  }

  /** Tells everybody here, and nobody elsewhere. */
  notify(notice: Notice): void {
    this.#sendHere(ClientMethod.notice, [notice]);
  }

  #sendHere(target: string, args: readonly unknown[]): void {
    const { transport } = this.#host;
    if (transport.reach === 'instance') transport.sendToGroup(this.group, target, args);
    else for (const { connection } of this.#presence.all()) connection.send(target, args);
  }

  /** [PRS-3] Who came and left by another instance, for those here. A frame without batches shows what they lack of that instance [SEQ-2]. */
  tellOfMembers(origin: InstanceId, changes: readonly MemberChange[]): void {
    if (changes.length > 0) this.#sendHere(ClientMethod.frame, this.#standOf(origin, changes));
  }

  /** [INS-4] Frames of the others that were on their way when the member joined may have reached neither it nor this instance in time. */
  #tellWhereOthersStand(member: Member): void {
    if (member.phase === 'gone') return;
    for (const { origin, members } of this.membersElsewhere()) {
      const joined = members.map((entry): MemberChange => ({ kind: 'joined', member: entry }));
      member.connection.send(ClientMethod.frame, this.#standOf(origin, joined));
    }
  }

  #standOf(origin: InstanceId, members: readonly MemberChange[]): WireValue[] {
    return standFrame(origin, this.replica.vector.get(origin), members);
  }

  /** Batches that another instance numbered. False: some before them are missing, and nothing was applied. */
  receive(numbered: NumberedBatches): boolean {
    const { applied, gap } = this.replica.receive(numbered);
    if (gap) return false;
    if (applied.length === 0) return true;
    this.#revision++;
    for (const { author, n } of applied) this.#records.learn(author, n, this.#presence.get(author)?.record);
    this.#compaction?.grown(applied.length, 0);
    return true;
  }

  /** A frame of another instance that was received: those here hear it too, where the other one's group send does not reach them. */
  passOn(frame: readonly WireValue[]): void {
    const { transport, counters } = this.#host;
    if (transport.reach !== 'instance' || this.#presence.size === 0) return;
    transport.sendToGroup(this.group, ClientMethod.frame, frame);
    counters.frames++;
  }

  /** [HS-3] The highest n of every client. */
  clientNumbers(): [ClientId, number][] {
    return this.#records.lastNumbers(Array.from(this.#presence.all(), ({ entry, record }) => [entry.clientId, record] as const));
  }

  /** [INS-3] What another instance has. Those here are told where it stands, for they may have missed as much as this instance did. */
  merge({ states, parts, vector, clients }: PeerState): void {
    const before = this.replica.vector.copy();
    for (const part of parts) this.receive(part);
    this.replica.merge(states, vector);
    for (const [clientId, n] of clients) this.#records.learn(clientId, n, this.#presence.get(clientId)?.record);
    this.#revision++;
    this.#compaction?.grown(1, 0);
    for (const [origin, seq] of this.replica.vector.pairs()) {
      if (seq > before.get(origin) && origin !== this.origin) this.#sendHere(ClientMethod.frame, this.#standOf(origin, []));
    }
  }

  /** [INS-5] Boards of these epochs are in this one now; who is here is told when another epoch goes on. False: all were known. */
  adopt(epochs: readonly Epoch[]): boolean {
    const outcome = this.epochs.unite(epochs);
    if (outcome === 'other') {
      this.#compaction?.renew();
      this.notify({ kind: 'epoch', epoch: this.epoch });
    }
    return outcome !== 'known';
  }

  /** Regular look after what expires. Gives the members that fell silent [PRS-2]. */
  sweep(mono: number): readonly Member[] {
    this.#catchUps.forgetOld(mono);
    this.#tellPace();
    const silent = this.#presence.silence(mono - LIMITS.presenceLifeMs);
    if (silent.length > 0) this.#pacer.changed(mono, 'batches');
    return silent;
  }

  /** Sends now what waits for the next frame. */
  flushNow(): void {
    this.#pacer.now();
  }

  /** Resolves when what was sent in frames is durable, or the store does not take it. */
  settled(): Promise<void> {
    return this.#journal.settled();
  }

  #flush(): void {
    const { transport, counters, others } = this.#host;
    const firstSeq = this.log.nextSeq - this.#pending.length;
    if (this.#accepted.length > 0) {
      const batches = this.#accepted;
      this.#accepted = [];
      this.#journal.add(batches);
      this.#compaction?.grown(batches.length, this.#acceptedBytes);
      this.#acceptedBytes = 0;
    }
    // Authors first: taking the news makes members known, and a receiver of this frame does not know the new ones by number yet.
    const batches: FrameBatch[] = [];
    for (const { member, n, ops } of this.#pending) {
      batches.push({ author: member.phase === 'announced' ? member.entry.no : member.entry.clientId, n, ops });
    }
    const news = this.#presence.takeNews();
    const durableSeq = this.#journal.durableSeq;
    const isNews = batches.length > 0 || news.cursors.length > 0 || news.members.length > 0 || this.#owesDurable;
    this.#pending = [];
    const { areOthersThere } = others;
    if (!isNews || (this.#presence.size === 0 && !areOthersThere)) return;
    this.#owesDurable = durableSeq < this.log.nextSeq - 1;
    const content = { firstSeq, durableSeq, batches, cursors: news.cursors, members: news.members };
    const encoded = encodeFrame({ ...content, origin: this.#frameOrigin });
    const frame = transport.reach === 'all' ? nameRoom(encoded, this.id) : encoded;
    if (transport.reach === 'all') this.#billFrame(frame);
    transport.sendToGroup(this.group, ClientMethod.frame, frame);
    counters.frames++;
    if (areOthersThere) {
      const named = transport.reach === 'all' ? frame : encodeFrame({ ...content, origin: this.origin });
      others.publish(named, batches.length > 0 || news.members.length > 0);
    }
    if (news.newcomers.length > 0) this.#greet(news.newcomers);
  }

  /** To everybody in the room, and to the instances that serve it: each hears it by a client of its own. */
  #billFrame(frame: readonly WireValue[]): void {
    const { elsewhere } = this.#host.others;
    const instances = elsewhere.instances + 1;
    this.bill(packValue(frame).length + FRAME_HEAD_BYTES, this.#presence.size + elsewhere.size + instances);
  }

  /** A message for so many, by a service that bills. Nothing where there is none. */
  bill(bytes: number, receivers: number): void {
    if (this.#host.transport.reach === 'all') this.#host.counters.billedUnits += this.#budget.add(bytes, receivers);
  }

  /** What this instance makes the service bill for the room, units a second. */
  billedPerSecond(mono: number): number {
    return this.#budget.perSecond(mono);
  }

  /** Nil names the instance that the receiver joined; behind a transport that reaches all, receivers have joined several. */
  get #frameOrigin(): InstanceId | undefined {
    return this.#host.transport.reach === 'instance' ? undefined : this.origin;
  }

  /** What is in no frame and was lost with the last connection: pointers that rest, and refusals that may not have arrived. */
  #greet(newcomers: readonly Member[]): void {
    const cursors = this.#presence.cursors();
    const origin = this.#frameOrigin;
    const { durableSeq } = this.#journal;
    const pointers = encodeFrame({ origin, firstSeq: this.log.nextSeq, durableSeq, batches: [], cursors, members: [] });
    for (const newcomer of newcomers) {
      const { connection, owed } = newcomer;
      newcomer.owed = [];
      if (cursors.length > 0) connection.send(ClientMethod.frame, pointers);
      for (const { n, code } of owed) connection.send(ClientMethod.refused, [n, code]);
    }
  }

  #onDurable(): void {
    this.#persistence = { ...this.#persistence, savedAt: this.#host.clock.now() };
    if (this.#owesDurable) this.#pacer.changed(this.#host.clock.mono(), 'batches');
  }

  #onStoreFailed(error: unknown): void {
    this.#host.log.error(HubLogEvent.roomReadOnly, { room: this.tag, seq: this.#journal.durableSeq, reason: reasonOf(error) });
    this.notify({ kind: 'readOnly', code: 'room.read_only' });
  }

  #onStoreBack(): void {
    this.#host.log.info(HubLogEvent.roomSaved, { room: this.tag, seq: this.#journal.durableSeq });
    this.notify({ kind: 'persistence', persistence: this.#persistence });
  }

  /** [SAVE-3] */
  #takeSnapshot(): ReturnType<CompactionSource['take']> {
    const { board, vector } = this.replica;
    return {
      epoch: this.epoch,
      vector: vector.pairs(),
      savedAt: this.#host.clock.now(),
      states: board.statesPast(),
      life: { since: this.#persistence.since, clients: this.clientNumbers() },
    };
  }

  /** Sends and stores what is left and ends. The room is of no use afterwards. */
  async close(): Promise<void> {
    this.#pacer.now();
    this.#pacer.dispose();
    await this.#journal.settled();
    // A store that failed gets one more chance, with all of it.
    await this.#compaction?.finish();
    this.#journal.dispose();
    await this.#stored.close();
    this.#host.closed();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
