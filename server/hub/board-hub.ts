import type { Refusal, Result } from '../../core/base/result.ts';
import type { ClientId } from '../../core/board/ids.ts';
import type { Grant } from '../../core/contract/access/grants.ts';
import type { HubCompany } from '../../core/contract/desktop/hub-parent.ts';
import { HubMethod, type Welcome } from '../../core/contract/hub-contract.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import {
  CallRefused,
  type ClientCall,
  type ClientConnection,
  type HubMethodEntry,
  type HubMethods,
} from '../ports/client-transport.ts';
import type { Outside } from '../ports/outside.ts';
import type { Tracing } from '../ports/tracing.ts';
import type { Admitted } from './access.ts';
import { AddressBudgets } from './admission/address-budgets.ts';
import { closeForGood, Refusals } from './admission/refusals.ts';
import type { BoardHubOptions } from './board-hub-options.ts';
import { catchUpCall } from './catch-up/catch-up-call.ts';
import { Departures } from './departures.ts';
import { type HubCounters, noCounts } from './hub-counters.ts';
import { Instances } from './instances/instances.ts';
import { type ParsedJoin, parseJoinRequest } from './join-request.ts';
import { HubLogEvent } from './log-events.ts';
import { OutsideDesk } from './outside/outside-desk.ts';
import { HubLoad, type Stretch } from './pace/hub-load.ts';
import { NO_PICTURES, PictureExchange } from './pictures/picture-exchange.ts';
import { takePush } from './push.ts';
import { actCall } from './rights/act-call.ts';
import { LinkWatch } from './rights/link-watch.ts';
import { RightsDesk } from './rights/rights-desk.ts';
import { enterRoom } from './rights/room-entry.ts';
import type { Room } from './room/room.ts';
import { BoardMemory } from './rooms/board-memory.ts';
import { drainRooms, type HubEnd } from './rooms/drain.ts';
import { companyOf } from './rooms/guests.ts';
import { countRooms, type HubCounts } from './rooms/hub-counts.ts';
import { openRoom } from './rooms/open-room.ts';
import { RoomRegistry } from './rooms/room-registry.ts';
import { RoomSweep } from './rooms/room-sweep.ts';
import { AWAITING_JOIN, isJoining, JOINING, Session } from './session.ts';
import { TraceDesk } from './tracing/trace-desk.ts';
import { TurnGate } from './turns/turn-gate.ts';
import { welcomeTo } from './welcome.ts';
import { Whispers } from './words/whispers.ts';

export interface BoardHub extends HubMethods {
  /** [PIC-1] */
  readonly pictures: PictureExchange;
  /** What systems outside may do. */
  readonly outside: Outside;
  readonly tracing: Tracing;
  /** [ADM-9] Estimated memory of all boards. */
  readonly boardBytes: number;
  counters(): Readonly<HubCounters> & HubCounts & Stretch;
  company(): HubCompany;
  /** [CLS-5] Disconnects all guests permanently. The host's own members stay, and others may join later. */
  sendGuestsAway(): void;
  /**
   * [CLS-1], [CLS-5] Refuses joins from now on, notifies all members and then disconnects them. Ends within three seconds, even
   * when the store does not answer.
   */
  drain(end?: HubEnd): Promise<void>;
  /** Resolves when every room is stored. Call it when the clients have gone. */
  close(): Promise<void>;
}

/** A room may close during a join. After this many attempts the join is refused. */
const JOIN_ATTEMPTS = 3;

/**
 * A join takes some 0.4 ms in a room of 200, because its client id is a hash and its welcome lists all members. This bound makes
 * that a few milliseconds a turn.
 */
const JOINS_PER_TURN = 8;
/** Chunks of catch-ups, 16 KiB each, for all readers together in one turn: a few milliseconds of copying and writing. */
const CHUNKS_PER_TURN = 64;

/** People of one room who only watch. */
const DEFAULT_VIEWERS = 10_000;

type Phase = 'serving' | 'draining' | 'closed';

/** The method table of the hub: the function for each call, and when a session may call it. */
export function createBoardHub(options: BoardHubOptions): BoardHub {
  const { clock, log, transport, instanceId, random, store, backplane } = options;
  const counters = noCounts();
  const refusals = new Refusals({ counters, clock, log });
  const departures = new Departures({ transport, log, refusals, onCompany: options.onCompany, watch: options.watch });
  const rights: RightsDesk = new RightsDesk({
    instanceId,
    clock,
    log,
    links: options.links,
    roomOf: (id) => registry.get(id),
    tell: (room, entries) => instances.tell({ kind: 'rights', room, entries }),
    departures,
  });
  const whispers = new Whispers({
    clock,
    roomOf: (id) => registry.get(id),
    tell: (room, said) => instances.tell({ kind: 'said', room, said }),
  });
  const traces: TraceDesk = new TraceDesk({
    instanceId,
    clock,
    random,
    isBilled: transport.reach === 'all',
    roomOf: (id) => registry.get(id),
    tell: (room, talk, to) => instances.tell({ kind: 'trace', room, talk }, to),
  });
  const instances: Instances = new Instances({
    id: instanceId,
    backplane,
    clock,
    log,
    rights,
    whispers,
    traces,
    announced: (room, announcement) => outside.deliver(room, announcement),
  });
  const memory = new BoardMemory(options.maxBoardBytes ?? Number.POSITIVE_INFINITY);
  const addresses = options.connectionsPerAddress === undefined ? undefined : new AddressBudgets(options.connectionsPerAddress);
  const registry = new RoomRegistry({
    clock,
    log,
    maxRooms: options.maxRooms ?? LIMITS.roomsPerInstance,
    memory,
    openRoom: (id, previousLife) => openRoom({ host, store, instances, memory }, id, previousLife),
  });
  const pictures = new PictureExchange({ ...(options.pictures ?? NO_PICTURES), roomOf: (id) => registry.get(id), clock, log });
  const load = new HubLoad({
    clock,
    takeUsed: options.takeUsed,
    changed() {
      for (const room of registry.rooms()) room.audienceChanged();
    },
    isServing: () => registry.size > 0,
  });
  const host = {
    instanceId,
    transport,
    clock,
    random,
    log,
    counters,
    pictures,
    rights,
    load,
    taps: traces,
    watch: options.watch,
  };
  const linkWatch = options.links && new LinkWatch({ clock, links: options.links, rooms: () => registry.rooms(), departures });
  const joinGate = new TurnGate(clock, JOINS_PER_TURN);
  let phase: Phase = 'serving';

  const sweep = new RoomSweep({ clock, log, registry, departures, instances, load });

  const outside: OutsideDesk = new OutsideDesk({
    instanceId,
    clock,
    log,
    registry,
    rights,
    pictures,
    tell: (room, announcement) => instances.tell({ kind: 'announce', room, announcement }),
    opened: () => sweep.begin(),
    isServing: () => phase === 'serving',
    watch: options.watch,
  });

  /** Refuses a call at the cost of a strike: a client that has none left is disconnected. [RGT-4] So is one that tries many links. */
  const strike = (session: Session, event: string, refusal: Refusal): CallRefused => {
    if (!session.strikes.take(1, clock.mono())) departures.endFlood(session, refusal.code, clock.mono());
    return refusals.ofCall(session, event, refusal);
  };

  /** Counts every call except `p`, and refuses it beyond the rate. */
  const admitCall = (session: Session, event: string): void => {
    counters.messages++;
    if (!session.messages.take(1, clock.mono())) throw strike(session, event, { code: 'rate.messages' });
  };

  const join = async (call: ClientCall): Promise<Welcome> => {
    const session = sessionOf(call.connection);
    admitCall(session, HubLogEvent.joinRefused);
    const no = (refusal: Refusal): CallRefused => refusals.ofCall(session, HubLogEvent.joinRefused, refusal);
    if (session.state.phase !== 'awaitingJoin') throw no({ code: 'join.twice' });
    if (phase !== 'serving') throw no({ code: 'server.draining' });
    if (session.address?.floods.has(1, clock.mono()) === false) throw no({ code: 'rate.address' });
    session.state = JOINING;
    try {
      await joinGate.pass();
      if (!isJoining(session)) throw new CallRefused('join.needed: the connection has ended');
      const request = parseJoinRequest(call.args[0]);
      if (!request.ok) throw no(request.error);
      const asked = options.authorize(request.value);
      const admitted = 'then' in asked ? await asked : asked;
      if (!isJoining(session)) throw new CallRefused('join.needed: the connection has ended');
      if (!admitted.ok) throw strike(session, HubLogEvent.joinRefused, admitted.error);
      return await enter(session, request.value, admitted.value);
    } catch (error) {
      // Read again: if the connection ended during the wait, it must stay ended.
      if (isJoining(session)) session.state = AWAITING_JOIN;
      throw error;
    }
  };

  const mayEnter = (session: Session, room: Room, who: ClientId, admitted: Admitted): Result<Grant> =>
    enterRoom(rights, { room: room.id, who, admitted, tries: session.address?.passTries }, clock.mono());

  const enter = async (session: Session, request: ParsedJoin, admitted: Admitted): Promise<Welcome> => {
    const { connection } = session;
    let isCharged = registry.get(request.room) === undefined;
    if (isCharged && session.take('newRooms', 1, clock.mono()) !== undefined)
      throw refusals.ofCall(session, HubLogEvent.joinRefused, { code: 'rate.rooms' });
    for (let attempt = 0; attempt < JOIN_ATTEMPTS; attempt++) {
      const opened = await registry.open(request.room);
      if (!opened.ok) throw refusals.ofCall(session, HubLogEvent.joinRefused, opened.error);
      sweep.begin();
      const room = opened.value;
      // [ADM-10] The room has content, so its name was not a guess: the charge is returned.
      if (isCharged && room.replica.vector.pairs().length > 0) {
        session.giveBack('newRooms', 1);
        isCharged = false;
      }
      // Before the room sends this connection anything. Asked again at the end, because hosts may decide meanwhile.
      const early = mayEnter(session, room, request.clientId, admitted);
      if (!early.ok) throw strike(session, HubLogEvent.joinRefused, early.error);
      const learning = request.have && room.learn(request.have);
      if (learning && !(await learning)) throw refusals.ofCall(session, HubLogEvent.joinRefused, { code: 'server.cut_off' });
      // [HS-2] The connection is in the group first: a batch accepted from here on reaches it as a frame.
      const adding = transport.addToGroup(connection.id, room.group);
      if (adding) await adding;
      if (!isJoining(session)) {
        departures.leaveGroup(session, room);
        throw new CallRefused('join.needed: the connection has ended');
      }
      // Checked after the last wait: meanwhile the hub may drain, and others may have filled the room.
      const isHere = registry.get(request.room) === room;
      const code = phase === 'serving' ? fullness(room, request.clientId, admitted) : 'server.draining';
      if (isHere && code === undefined) return welcome(session, room, request, admitted);
      departures.leaveGroup(session, room);
      if (code !== undefined) throw refusals.ofCall(session, HubLogEvent.joinRefused, { code });
    }
    throw refusals.ofCall(session, HubLogEvent.joinRefused, { code: 'server.draining' });
  };

  const maxViewers = options.maxViewersPerRoom ?? DEFAULT_VIEWERS;
  /** [AUD-1] An audience takes no places of those who draw. */
  const fullness = (room: Room, who: ClientId, { grant }: Admitted): RefusalCode | undefined => {
    const { watching } = room.audience;
    const isFull = grant === 'view' ? watching >= maxViewers : room.memberCount - watching >= LIMITS.membersPerRoom;
    return isFull && !room.member(who) ? 'room.full' : undefined;
  };

  /** Awaits nothing, so the welcome is still true when it leaves. */
  const welcome = (session: Session, room: Room, request: ParsedJoin, admitted: Admitted): Welcome => {
    const { connection } = session;
    const { clientId, name, color, have, program, topics } = request;
    const mayDo = mayEnter(session, room, clientId, admitted);
    const used = mayDo.ok ? rights.use(room, clientId, admitted) : mayDo;
    const granted = used.ok ? mayDo : used;
    if (!granted.ok) {
      departures.leaveGroup(session, room);
      throw strike(session, HubLogEvent.joinRefused, granted.error);
    }
    const { member, replaced } = room.enter({
      clientId,
      name,
      color,
      program,
      topics,
      connection,
      admitted,
      grant: granted.value,
      refuse: (n, { code, expected }) => refusals.ofBatch(session, n, code, expected),
      elements: session.growth,
      takeWords: (count, mono) => (session.words.take(count, mono) ? undefined : 'rate.chat'),
    });
    session.state = { phase: 'joined', room, member };
    linkWatch?.came(member);
    rights.came(room, member);
    room.tap.hooks?.noted('join', { who: clientId });
    options.onCompany?.();
    if (!replaced) options.watch?.({ kind: 'joined', room: room.id, member: member.entry, members: room.memberCount });
    // A lost connection has ended already.
    if (replaced && replaced.awaySince === undefined) departures.replace(sessionOf(replaced.connection), room);
    log.info(replaced ? HubLogEvent.memberReturned : HubLogEvent.memberJoined, {
      room: room.tag,
      member: clientId,
      connection: connection.id,
      members: room.memberCount,
      grant: member.grant,
      link: admitted.link?.id,
      who: admitted.link?.who,
    });
    return welcomeTo(room, { member, locked: rights.isLocked(room.id), have }, options, clock.now());
  };

  const push = (call: ClientCall): void => {
    counters.messages++;
    const session = call.connection.attachment as Session;
    const { state } = session;
    if (state.phase !== 'joined') {
      // [ADM-4] Messages in flight from an ended or replaced session are no offence.
      if (state.phase === 'ended') return;
      log.warn(HubLogEvent.pushBeforeJoin, { connection: session.connection.id });
      departures.depart(session, 'push before join');
      closeForGood(session, 'join.needed');
      return;
    }
    state.room.bill(call.bytes, 1);
    const flooded = takePush(session, state, call, clock.mono(), refusals.ofBatch);
    if (flooded) departures.endFlood(session, flooded, clock.mono());
  };

  const leaveCall = (call: ClientCall): void => {
    const session = sessionOf(call.connection);
    admitCall(session, HubLogEvent.joinRefused);
    if (session.state.phase !== 'joined') return;
    departures.depart(session, 'left');
    session.state = AWAITING_JOIN;
  };

  const catchUp = catchUpCall({ clock, log, refusals, gate: new TurnGate(clock, CHUNKS_PER_TURN), admit: admitCall });
  const act = actCall({ clock, rights, whispers, traces, admit: admitCall, strike });
  const mostBytes = LIMITS.callBytes;

  return {
    methods: new Map<string, HubMethodEntry>([
      [HubMethod.join, { kind: 'call', parameters: 1, mostBytes, run: join }],
      [HubMethod.catchUp, { kind: 'stream', parameters: 1, mostBytes, itemsStay: true, run: catchUp }],
      [HubMethod.push, { kind: 'call', run: push }],
      [HubMethod.leave, { kind: 'call', parameters: 0, mostBytes, run: leaveCall }],
      [HubMethod.act, { kind: 'call', parameters: 1, mostBytes, run: act }],
    ]),
    pictures,
    outside,
    tracing: traces,
    get boardBytes() {
      return memory.heldBytes;
    },
    connected(connection) {
      const { remoteAddress } = connection;
      counters.connectionsOpened++;
      const mono = clock.mono();
      connection.attachment = new Session(
        connection,
        remoteAddress === '' ? undefined : addresses?.came(remoteAddress, mono),
        mono,
      );
    },
    disconnected(connection, reason, end) {
      const session = sessionOf(connection);
      counters.connectionsClosed++;
      if (end !== 'closed') counters.connectionsAborted++;
      if (session.address) addresses?.left(connection.remoteAddress, clock.mono());
      if (end === 'closed' || phase !== 'serving') {
        departures.depart(session, reason);
        return;
      }
      const joined = departures.end(session);
      if (!joined) return;
      joined.room.lose(joined.member);
      log.info(HubLogEvent.memberLost, { room: joined.room.tag, member: joined.member.entry.clientId, reason });
    },
    counters: () => ({ ...counters, ...countRooms(registry.rooms(), memory), stretch: load.stretch }),
    company: () => companyOf(registry.rooms()),
    sendGuestsAway() {
      for (const room of registry.rooms()) departures.sendGuestsAway(room);
    },
    async drain(end) {
      if (phase !== 'serving') return;
      phase = 'draining';
      log.info(HubLogEvent.hubDraining, { rooms: registry.size });
      await drainRooms([...registry.rooms()], clock, end);
      instances.sendBye();
    },
    async close() {
      phase = 'closed';
      sweep.dispose();
      linkWatch?.dispose();
      rights.dispose();
      traces.dispose();
      await registry.closeAll();
      instances.dispose();
      sweep.dispose();
    },
  };
}

function sessionOf(connection: ClientConnection): Session {
  return connection.attachment as Session;
}
