import type { Disposable } from '../../../../core/base/disposable.ts';
import type { Random } from '../../../../core/base/host.ts';
import { checkBatch } from '../../../../core/board/admission/validate-op.ts';
import { decodeOps } from '../../../../core/board/codec/op-codec.ts';
import { type ClientId, clientIdOf, newEpoch, newInstanceId, type RoomId } from '../../../../core/board/ids.ts';
import type { OpBatch } from '../../../../core/board/op.ts';
import {
  type CatchUpItem,
  type CatchUpRequest,
  CONTRACT_VERSION,
  type Have,
  HUB_HEARTBEAT_MS,
  type JoinRequest,
  type MemberEntry,
  type Notice,
  type Welcome,
} from '../../../../core/contract/hub-contract.ts';
import { packStates, packSuffix, unpackStates } from '../../../../core/room/catch-up.ts';
import { encodeFrame, type FrameBatch, type FrameCursor, type MemberChange } from '../../../../core/room/frame.ts';
import { Replica } from '../../../../core/room/replica.ts';
import { parseVector, VersionVector } from '../../../../core/room/version-vector.ts';
import { packValue, unpackValue } from '../../../../core/wire/msgpack.ts';
import type { WireValue } from '../../../../core/wire/wire-value.ts';
import type { ConnectHub, HubClient, HubEvent } from '../../../../renderer/session/link/hub-port.ts';
import type { FakeClock } from '../../../support/fake-clock.ts';
import { Line, type Weather } from './weather.ts';

const FRAME_MS = 16;
const CHUNK_BYTES = 512;

/** What a catch-up streams [RPL-4]. */
interface Body {
  readonly id: string;
  readonly how: 'suffix' | 'delta' | 'snapshot';
  readonly bytes: Uint8Array;
  readonly vector: Welcome['vector'];
}

interface Member {
  /** Its first batch on this connection has not come [ADM-2]. */
  mayJump: boolean;
  readonly entry: MemberEntry;
  readonly connection: Connection;
}

interface Connection {
  readonly line: Line;
  readonly tell: (event: HubEvent) => void;
  member: Member | undefined;
  beat: Disposable | undefined;
}

/** As the wire makes it: bytes and back. */
const overWire = <T>(value: T): T => unpackValue(packValue(value)) as T;

/** One room on one hub, in memory, by the rules of SPEC.md. `restart` is a new life of the process: the board is gone. */
export class FakeHub {
  readonly weather: Weather;
  readonly #clock: FakeClock;
  readonly #random: Random;
  readonly #connections = new Set<Connection>();
  readonly #room: RoomId;
  #instance;
  #epoch;
  replica = new Replica();
  #log: OpBatch[] = [];
  #members = new Map<ClientId, Member>();
  readonly #lastN = new Map<ClientId, number>();
  #nextNo = 1;
  #batches: FrameBatch[] = [];
  #cursors = new Map<number, FrameCursor>();
  #changes: MemberChange[] = [];
  #frameDue = false;
  #durableSeq = 0;
  /** Messages that arrived, by what they carried: for counting. */
  readonly pushes: (readonly WireValue[])[] = [];
  /** Every accepted batch of this life. */
  readonly accepted: OpBatch[] = [];
  readonly #bodies = new Map<string, Body>();
  #lastBody = 0;
  /** At which byte each stream went on that was to be resumed. */
  readonly resumes: number[] = [];
  /** How each catch-up was served. */
  readonly catchUps: ('suffix' | 'delta' | 'snapshot')[] = [];

  constructor(clock: FakeClock, random: Random, room: RoomId, weather: Partial<Weather> = {}) {
    this.#clock = clock;
    this.#random = random;
    this.#room = room;
    this.#instance = newInstanceId(random);
    this.#epoch = newEpoch(random);
    this.weather = {
      delayMs: () => 5,
      twice: 0,
      lost: 0,
      logBatches: 4_096,
      isDown: false,
      stale: () => 0,
      refuse: () => undefined,
      joinRefusal: undefined,
      unanswered: undefined,
      role: 'edit',
      joined: () => undefined,
      welcome: {},
      isDurable: true,
      ...weather,
    };
  }

  get memberCount(): number {
    return this.#members.size;
  }
  /** Open connections, of members and of others. */
  get connectionCount(): number {
    return this.#connections.size;
  }
  get seq(): number {
    return this.accepted.length;
  }
  get epoch(): string {
    return this.#epoch;
  }

  readonly connect: ConnectHub = (tell) => {
    const line = new Line(this.#clock, () => this.weather.delayMs());
    const connection: Connection = { line, tell, member: undefined, beat: undefined };
    const up = (deliver: () => void): void => line.carry(deliver);
    const client: HubClient = {
      transport: 'memory',
      heartbeatMs: HUB_HEARTBEAT_MS,
      join: (request) => up(() => this.#join(connection, overWire(request))),
      catchUp: (request) => up(() => this.#catchUp(connection, overWire(request))),
      push: (args) => {
        const copy = overWire(args);
        const times = this.#random.next() < this.weather.twice ? 2 : 1;
        for (let i = 0; i < times; i++) up(() => this.#push(connection, copy));
      },
      act: ({ act }) =>
        act === 'hand' ? Promise.resolve({}) : Promise.reject(new Error('host.needed: the hub in memory has no hosts')),
      leave: () => up(() => this.#leave(connection)),
      close: () => {
        line.isCut = true;
        this.#clock.after(this.weather.delayMs(), () => this.#forget(connection));
      },
    };
    if (this.weather.isDown) {
      line.carry(() => tell({ kind: 'closed', reason: 'no route' }));
      return client;
    }
    this.#connections.add(connection);
    line.carry(() => tell({ kind: 'open' }));
    connection.beat = this.#beat(connection);
    return client;
  };

  /** The line breaks for everybody, or for those that `which` picks: what is on its way is lost. */
  cut(which: (index: number) => boolean = () => true): void {
    [...this.#connections].forEach((connection, index) => {
      if (!which(index)) return;
      connection.line.isCut = true;
      this.#forget(connection);
      this.#clock.after(this.weather.delayMs(), () => connection.tell({ kind: 'closed', reason: undefined }));
    });
  }

  /** The lines break, and no new one is to be had for `forMs`. The hub keeps the places [PRS-4]. */
  drop(forMs: number, which: (index: number) => boolean = () => true): void {
    this.weather.isDown = true;
    this.#clock.after(forMs, () => {
      this.weather.isDown = false;
    });
    [...this.#connections].forEach((connection, index) => {
      if (!which(index)) return;
      connection.line.isCut = true;
      this.#connections.delete(connection);
      connection.beat?.dispose();
      connection.tell({ kind: 'closed', reason: undefined });
    });
  }

  /** Nothing gets through any more, for everybody or for those that `which` picks, and nobody is told. */
  silence(which: (index: number) => boolean = () => true): void {
    [...this.#connections].forEach(({ line }, index) => {
      if (which(index)) line.hold();
    });
  }

  #beat(connection: Connection): Disposable {
    return this.#clock.after(HUB_HEARTBEAT_MS, () => {
      this.#tell(connection, { kind: 'heard' });
      connection.beat = this.#beat(connection);
    });
  }

  /** The process is killed and started again: another epoch, an empty board, no memory of anybody. */
  restart(): void {
    this.cut();
    this.#instance = newInstanceId(this.#random);
    this.#begin();
  }

  /**
   * The same of a hub with a store that holds everything: its epoch and board come back as a store gives them. `unnumbered`: so many of
   * the last batches are only in the snapshot's elements, which were read after its vector and its clients' numbers [SAVE-3].
   */
  restartFromStore(unnumbered = 0): void {
    const { replica, seq } = this;
    const old = this.#instance;
    for (const { author } of this.accepted.slice(seq - unnumbered)) this.forgetLastN(author, 1);
    const epoch = this.#epoch;
    const lastN = new Map(this.#lastN);
    const states = unpackStates(packStates(replica.board.statesPast()));
    if (!states.ok) throw new Error(states.error.code);
    this.restart();
    this.#epoch = epoch;
    const vector = new VersionVector();
    for (const [origin, known] of replica.vector.pairs()) vector.advance(origin, origin === old ? known - unnumbered : known);
    this.replica.merge(states.value, vector);
    for (const [clientId, n] of lastN) this.#lastN.set(clientId, n);
  }

  /** The room begins a new life under everybody's feet; they are told. */
  forgetRoom(): void {
    for (const connection of this.#connections) connection.member = undefined;
    this.#begin();
    this.notify({ kind: 'epoch', epoch: this.#epoch });
  }

  #begin(): void {
    this.replica = new Replica();
    this.#epoch = newEpoch(this.#random);
    this.#log = [];
    this.accepted.length = 0;
    this.#lastN.clear();
    this.#members = new Map();
    this.#batches = [];
    this.#cursors.clear();
    this.#changes = [];
    this.#durableSeq = 0;
    this.forgetBodies();
    this.#nextNo = 1;
  }

  /** As if the last batches of a client had never come. */
  forgetLastN(clientId: ClientId, by: number): void {
    this.#lastN.set(clientId, (this.#lastN.get(clientId) ?? 0) - by);
  }

  /** The hub ends every connection with these words. */
  closeAll(reason: string): void {
    for (const connection of this.#connections) this.#tell(connection, { kind: 'closed', reason });
  }

  /** What was accepted reaches the store. */
  save(): void {
    this.#durableSeq = this.seq;
    this.#frameSoon();
  }

  notify(notice: Notice): void {
    for (const connection of this.#connections) this.#tell(connection, { kind: 'notice', notice });
  }

  #tell(connection: Connection, event: HubEvent): void {
    connection.line.carry(() => connection.tell(event));
  }

  #forget(connection: Connection): void {
    this.#connections.delete(connection);
    connection.beat?.dispose();
    this.#leave(connection);
  }

  #leave(connection: Connection): void {
    const { member } = connection;
    connection.member = undefined;
    if (!member || this.#members.get(member.entry.clientId) !== member) return;
    this.#members.delete(member.entry.clientId);
    this.#changes.push({ kind: 'left', no: member.entry.no });
    this.#frameSoon();
  }

  #join(connection: Connection, request: JoinRequest): void {
    if (this.weather.joinRefusal) {
      this.#tell(connection, { kind: 'joinRefused', code: this.weather.joinRefusal });
      return;
    }
    this.weather.joined();
    if (this.weather.unanswered === 'join') return;
    const clientId = clientIdOf(request.secret);
    const older = this.#members.get(clientId);
    // [PRS-4] Another connection of a client takes its place, under the same number.
    if (older) older.connection.member = undefined;
    const entry: MemberEntry = { no: older?.entry.no ?? this.#nextNo++, clientId, name: request.name, color: request.color };
    connection.member = { entry, connection, mayJump: true };
    this.#members.set(clientId, connection.member);
    this.#changes.push({ kind: 'joined', member: entry });
    const welcome: Welcome = {
      version: CONTRACT_VERSION,
      room: this.#room,
      epoch: this.#epoch,
      origin: this.#instance,
      vector: this.replica.vector.pairs(),
      you: entry,
      members: this.#entries(),
      role: this.weather.role,
      persistence: { mode: this.weather.isDurable ? 'none' : 'lmdb', since: 1 },
      lastN: this.#lastN.get(clientId) ?? 0,
      catchUp: this.#way(request.have),
      frameMs: FRAME_MS,
      instanceName: 'fake',
      reacts: true,
      elements: this.replica.board.elementCount,
      ...this.weather.welcome,
    };
    this.#tell(connection, { kind: 'welcome', welcome: overWire(welcome) });
    this.#frameSoon();
  }

  #entries(): MemberEntry[] {
    return [...this.#members.values()].map(({ entry }) => entry);
  }

  #way(have: Have | undefined): Welcome['catchUp'] {
    if (have?.epoch !== this.#epoch) return 'snapshot';
    const vector = parseVector(have.vector) ?? new VersionVector();
    const known = vector.get(this.#instance);
    // No log of an earlier life is here.
    if (this.replica.vector.pairs().some(([origin, seq]) => origin !== this.#instance && vector.get(origin) < seq))
      return 'delta';
    if (known >= this.seq) return 'none';
    return known >= this.seq - this.#log.length ? 'suffix' : 'delta';
  }

  #catchUp(connection: Connection, { have, resume }: CatchUpRequest): void {
    if (this.weather.unanswered === 'catchUp') return;
    const kept = resume && this.#bodies.get(resume.id);
    if (resume) this.resumes.push(kept ? resume.at : 0);
    if (resume && kept) {
      this.#stream(connection, kept, resume.at);
      return;
    }
    const body = this.#makeBody(have);
    this.#bodies.set(body.id, body);
    this.#stream(connection, body, 0);
  }

  /** The hub has no body of earlier streams any more. */
  forgetBodies(): void {
    this.#bodies.clear();
  }

  #makeBody(have: Have | undefined): Body {
    const way = this.#way(have);
    const how = way === 'none' ? 'suffix' : way;
    this.catchUps.push(how);
    const known = parseVector(have?.vector ?? []);
    const source = how === 'suffix' ? this.replica : this.#replicaOf(this.seq - this.weather.stale());
    const bytes = ((): Uint8Array => {
      if (how !== 'suffix') return packStates(source.board.statesPast(how === 'delta' ? known : undefined));
      const firstSeq = (known?.get(this.#instance) ?? 0) + 1;
      const batches = this.#log.slice(this.#log.length - (this.seq - firstSeq + 1));
      return packSuffix(firstSeq > this.seq ? [] : [{ origin: this.#instance, firstSeq, batches }]);
    })();
    return { id: `body ${++this.#lastBody}`, how, bytes, vector: source.vector.pairs() };
  }

  #stream(connection: Connection, { id, how, bytes, vector }: Body, from: number): void {
    const say = (item: CatchUpItem): void => this.#tell(connection, { kind: 'item', item: overWire(item) });
    const elements = this.replica.board.elementCount;
    say({ kind: 'start', how, epoch: this.#epoch, id, at: from, bytes: bytes.length, elements });
    for (let at = from; at < bytes.length; at += CHUNK_BYTES) say({ kind: 'chunk', bytes: bytes.slice(at, at + CHUNK_BYTES) });
    say({ kind: 'end', vector, members: this.#entries() });
    this.#tell(connection, { kind: 'caughtUp' });
  }

  /** The board as it was when it had so many batches. */
  #replicaOf(seq: number): Replica {
    if (seq >= this.seq) return this.replica;
    const replica = new Replica();
    replica.receive({ origin: this.#instance, firstSeq: 1, batches: this.accepted.slice(0, Math.max(0, seq)) });
    return replica;
  }

  #push(connection: Connection, args: readonly WireValue[]): void {
    const { member } = connection;
    if (!member) return;
    this.pushes.push(args);
    const [rawN, first, cursor, ...rest] = args;
    const n = rawN as number;
    let next = n;
    if (n > 0) for (const ops of [first, ...rest]) this.#accept(member, next++, ops as WireValue);
    if (Array.isArray(cursor)) {
      const [x, y, , reaction] = cursor as (number | undefined)[];
      const more = reaction === undefined ? {} : { reaction };
      const { no } = member.entry;
      this.#cursors.set(no, typeof x === 'number' && typeof y === 'number' ? { no, x, y, ...more } : { no, ...more });
      this.#frameSoon();
    }
  }

  #accept(member: Member, n: number, wire: WireValue): void {
    const author = member.entry.clientId;
    const last = this.#lastN.get(author);
    const answer = (...args: WireValue[]): void => this.#tell(member.connection, { kind: 'refused', args });
    if (last !== undefined && n <= last) return;
    if (last !== undefined && n > last + 1 && !member.mayJump) {
      answer(n, 'batch.gap', last + 1);
      return;
    }
    member.mayJump = false;
    this.#lastN.set(author, n);
    const ops = decodeOps(author, wire);
    if (!ops.ok) {
      answer(n, ops.error.code);
      return;
    }
    const batch: OpBatch = { author, n, ops: ops.value };
    const refusal = this.weather.refuse(batch) ?? checkBatch(this.replica.board, author, ops.value)?.code;
    if (refusal) {
      answer(n, refusal);
      return;
    }
    this.accepted.push(batch);
    this.#log.push(batch);
    if (this.#log.length > this.weather.logBatches) this.#log.shift();
    this.replica.receive({ origin: this.#instance, firstSeq: this.seq, batches: [batch] });
    if (this.weather.isDurable) this.#durableSeq = this.seq;
    this.#batches.push({ author: member.entry.no, n, ops: wire });
    this.#frameSoon();
  }

  #frameSoon(): void {
    if (this.#frameDue) return;
    this.#frameDue = true;
    this.#clock.after(FRAME_MS, () => {
      this.#frameDue = false;
      this.#sendFrame();
    });
  }

  #sendFrame(): void {
    const present = new Map(this.#entries().map(({ no, clientId }) => [no, clientId]));
    const firstSeq = this.seq - this.#batches.length + 1;
    const cursors = [...this.#cursors.values()].filter(({ no }) => present.has(no));
    const frame = {
      origin: undefined,
      firstSeq,
      durableSeq: this.#durableSeq,
      batches: this.#batches,
      cursors,
      members: this.#changes,
    };
    const encoded = encodeFrame(frame);
    this.#batches = [];
    this.#cursors.clear();
    this.#changes = [];
    for (const connection of this.#connections) {
      if (!connection.member || this.#random.next() < this.weather.lost) continue;
      const times = this.#random.next() < this.weather.twice ? 2 : 1;
      for (let i = 0; i < times; i++) this.#tell(connection, { kind: 'frame', frame: overWire(encoded) });
    }
  }
}
