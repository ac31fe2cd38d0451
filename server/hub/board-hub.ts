import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock, Log, Random } from '../../core/base/host.ts';
import type { Refusal } from '../../core/base/result.ts';
import type { ClientId } from '../../core/board/ids.ts';
import { type CatchUpItem, HubMethod, type Role, type Welcome } from '../../core/contract/hub-contract.ts';
import type { HubCompany } from '../../core/contract/hub-parent.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import type { Backplane } from '../ports/backplane.ts';
import {
  CallRefused,
  type ClientCall,
  type ClientConnection,
  type ClientTransport,
  type HubMethodEntry,
  type HubMethods,
} from '../ports/client-transport.ts';
import type { SnapshotStore } from '../ports/snapshot-store.ts';
import type { Authorize } from './access.ts';
import { AddressBudgets } from './admission/address-budgets.ts';
import { closeForGood, Refusals } from './admission/refusals.ts';
import { type ServedBody, streamBody } from './catch-up/catch-up.ts';
import { type CatchUpWish, parseCatchUpRequest } from './catch-up/catch-up-request.ts';
import { Departures } from './departures.ts';
import { Instances } from './instances/instances.ts';
import { type ParsedJoin, parseJoinRequest } from './join-request.ts';
import { HubLogEvent } from './log-events.ts';
import { type HubPictures, NO_PICTURES, PictureExchange } from './pictures/picture-exchange.ts';
import { takePush } from './push.ts';
import type { Room } from './room/room.ts';
import { BoardMemory } from './rooms/board-memory.ts';
import { drainRooms, HOST_ENDED, type HubEnd } from './rooms/drain.ts';
import { companyOf } from './rooms/guests.ts';
import { openRoom } from './rooms/open-room.ts';
import { RoomRegistry } from './rooms/room-registry.ts';
import { AWAITING_JOIN, JOINING, Session } from './session.ts';
import { TurnGate } from './turns/turn-gate.ts';
import { type Welcoming, welcomeTo } from './welcome.ts';

export interface BoardHubOptions extends Welcoming {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly transport: ClientTransport;
  readonly store: SnapshotStore;
  readonly backplane: Backplane;
  readonly authorize: Authorize;
  /** Most rooms that may be open at a time. Default: `LIMITS.roomsPerInstance`. */
  readonly maxRooms?: number;
  /** Left out: the hub takes no pictures. */
  readonly pictures?: HubPictures;
  /** [ADM-9] Bytes of memory that all boards together may use. Default: no limit. */
  readonly maxBoardBytes?: number;
  /** Most connections of one network address. Left out: addresses are unknown and have no budgets. */
  readonly connectionsPerAddress?: number;
  /** A member joined or left. */
  readonly onCompany?: () => void;
}

/** The hub's counters, for metrics. All but `rooms` and `members` only grow. */
export interface HubCounters {
  messages: number;
  batches: number;
  frames: number;
  refusals: number;
  /** Units billed by a service that carries the clients; 0 without one. */
  billedUnits: number;
}

export interface BoardHub extends HubMethods {
  /** [PIC-1] */
  readonly pictures: PictureExchange;
  /** [ADM-9] Estimated memory of all boards. */
  readonly boardBytes: number;
  counters(): Readonly<HubCounters> & {
    readonly rooms: number;
    readonly readOnlyRooms: number;
    readonly members: number;
    readonly boardBytes: number;
    /** The limit of `boardBytes`. */
    readonly maxBoardBytes: number;
    /** Of the most expensive room, units a second. */
    readonly billedPerSecond: number;
  };
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

/** Interval of the check for silent members and empty rooms. One timer for all rooms, none without rooms. */
const SWEEP_MS = 5_000;
/** A room may close during a join. After this many attempts the join is refused. */
const JOIN_ATTEMPTS = 3;

/**
 * A join takes some 0.3 ms in a room of 200, because its welcome lists all members. This bound makes that a few milliseconds a
 * turn.
 */
const JOINS_PER_TURN = 8;
/** Chunks of catch-ups, 16 KiB each, for all readers together in one turn: a few milliseconds of copying and writing. */
const CHUNKS_PER_TURN = 64;

type Phase = 'serving' | 'draining' | 'closed';

/** The method table of the hub: the function for each call, and when a session may call it. */
export function createBoardHub(options: BoardHubOptions): BoardHub {
  const { clock, log, transport, instanceId, random, store, backplane } = options;
  const counters: HubCounters = { messages: 0, batches: 0, frames: 0, refusals: 0, billedUnits: 0 };
  const instances = new Instances({ id: instanceId, backplane, clock, log });
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
  const host = { instanceId, transport, clock, random, log, counters, pictures };
  const refusals = new Refusals({ counters, clock, log });
  const departures = new Departures({ transport, log, refusals, onCompany: options.onCompany });
  const joinGate = new TurnGate(clock, JOINS_PER_TURN);
  const chunkGate = new TurnGate(clock, CHUNKS_PER_TURN);
  let phase: Phase = 'serving';
  let sweeping: Disposable | undefined;

  const sweepLater = (): void => {
    sweeping ??= clock.after(SWEEP_MS, () => {
      sweeping = undefined;
      const mono = clock.mono();
      for (const room of registry.rooms()) {
        for (const { entry } of room.sweep(mono)) log.info(HubLogEvent.memberSilent, { room: room.tag, member: entry.clientId });
        for (const member of room.overdue(mono)) departures.leave(room, member, 'not back');
      }
      registry.closeEmpty(mono, instances.hearingSince);
      if (registry.size > 0) sweepLater();
    });
  };

  /** Counts every call except `p`, and refuses it beyond the rate. */
  const admitCall = (session: Session, event: string): void => {
    counters.messages++;
    const mono = clock.mono();
    if (session.messages.take(1, mono)) return;
    if (!session.strikes.take(1, mono)) departures.endFlood(session, 'rate.messages');
    throw refusals.ofCall(session, event, { code: 'rate.messages' });
  };

  const join = async (call: ClientCall): Promise<Welcome> => {
    const session = sessionOf(call.connection);
    admitCall(session, HubLogEvent.joinRefused);
    const no = (refusal: Refusal): CallRefused => refusals.ofCall(session, HubLogEvent.joinRefused, refusal);
    if (session.state.phase !== 'awaitingJoin') throw no({ code: 'join.twice' });
    if (phase !== 'serving') throw no({ code: 'server.draining' });
    const request = parseJoinRequest(call.args[0]);
    if (!request.ok) throw no(request.error);
    const role = options.authorize(request.value.room, request.value.access);
    if (role === undefined) throw no({ code: 'access.denied' });
    session.state = JOINING;
    try {
      const turn = joinGate.pass();
      if (turn) await turn;
      if (!isJoining(session)) throw new CallRefused('join.needed: the connection has ended');
      return await enter(session, request.value, role);
    } catch (error) {
      // Read again: if the connection ended during the wait, it must stay ended.
      if (isJoining(session)) session.state = AWAITING_JOIN;
      throw error;
    }
  };

  const enter = async (session: Session, request: ParsedJoin, role: Role): Promise<Welcome> => {
    const { connection } = session;
    let isCharged = registry.get(request.room) === undefined;
    if (isCharged && session.take('newRooms', 1, clock.mono()) !== undefined)
      throw refusals.ofCall(session, HubLogEvent.joinRefused, { code: 'rate.rooms' });
    for (let attempt = 0; attempt < JOIN_ATTEMPTS; attempt++) {
      const opened = await registry.open(request.room);
      if (!opened.ok) throw refusals.ofCall(session, HubLogEvent.joinRefused, opened.error);
      sweepLater();
      const room = opened.value;
      // [ADM-10] The room has content, so its name was not a guess: the charge is returned.
      if (isCharged && room.replica.vector.pairs().length > 0) {
        session.giveBack('newRooms', 1);
        isCharged = false;
      }
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
      const code = phase === 'serving' ? fullness(room, request.clientId) : 'server.draining';
      if (isHere && code === undefined) return welcome(session, room, request, role);
      departures.leaveGroup(session, room);
      if (code !== undefined) throw refusals.ofCall(session, HubLogEvent.joinRefused, { code });
    }
    throw refusals.ofCall(session, HubLogEvent.joinRefused, { code: 'server.draining' });
  };

  /** Awaits nothing, so the welcome is still true when it leaves. */
  const welcome = (session: Session, room: Room, request: ParsedJoin, role: Role): Welcome => {
    const { connection } = session;
    const { clientId, name, color, have } = request;
    const { member, replaced } = room.enter({
      clientId,
      name,
      color,
      connection,
      isHost: role === 'host',
      refuse: (n, { code, expected }) => refusals.ofBatch(session, n, code, expected),
      takeElements: (count, mono) => {
        const lacking = session.take('elements', count, mono);
        return lacking && (lacking === 'address' ? 'rate.address' : 'rate.elements');
      },
    });
    session.state = { phase: 'joined', room, member, role };
    options.onCompany?.();
    // A lost connection has ended already.
    if (replaced && replaced.awaySince === undefined) departures.replace(sessionOf(replaced.connection), room);
    log.info(replaced ? HubLogEvent.memberReturned : HubLogEvent.memberJoined, {
      room: room.tag,
      member: clientId,
      connection: connection.id,
      members: room.memberCount,
    });
    return welcomeTo(room, { member, role, have }, options, clock.now());
  };

  const catchUp = (call: ClientCall): AsyncIterable<CatchUpItem> => {
    const session = sessionOf(call.connection);
    const no = (refusal: Refusal): CallRefused => refusals.ofCall(session, HubLogEvent.catchUpRefused, refusal);
    admitCall(session, HubLogEvent.catchUpRefused);
    const { state } = session;
    if (state.phase !== 'joined') throw no({ code: 'join.needed' });
    const wish = parseCatchUpRequest(call.args[0]);
    if (!wish.ok) throw no(wish.error);
    if (!session.catchUps.take(1, clock.mono())) throw no({ code: 'rate.messages' });
    return streamTo(session, state.room, wish.value);
  };

  async function* streamTo(session: Session, room: Room, wish: CatchUpWish): AsyncGenerator<CatchUpItem> {
    if (session.isCatchingUp) throw refusals.ofCall(session, HubLogEvent.catchUpRefused, { code: 'catch_up.busy' });
    session.isCatchingUp = true;
    let served: ServedBody | undefined;
    try {
      served = await room.catchUp(wish);
      const { body, at } = served;
      log.debug(HubLogEvent.catchUpServed, { room: room.tag, how: body.how, bytes: body.bytes - at });
      yield* streamBody(served, room, chunkGate);
    } finally {
      session.isCatchingUp = false;
      if (served) room.caughtUp(served);
    }
  }

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
    if (flooded) departures.endFlood(session, flooded);
  };

  const leaveCall = (call: ClientCall): void => {
    const session = sessionOf(call.connection);
    admitCall(session, HubLogEvent.joinRefused);
    if (session.state.phase !== 'joined') return;
    departures.depart(session, 'left');
    session.state = AWAITING_JOIN;
  };

  return {
    methods: new Map<string, HubMethodEntry>([
      [HubMethod.join, { kind: 'call', parameters: 1, run: join }],
      [HubMethod.catchUp, { kind: 'stream', parameters: 1, itemsStay: true, run: catchUp }],
      [HubMethod.push, { kind: 'call', run: push }],
      [HubMethod.leave, { kind: 'call', parameters: 0, run: leaveCall }],
    ]),
    pictures,
    get boardBytes() {
      return memory.heldBytes;
    },
    connected(connection) {
      const { remoteAddress } = connection;
      const mono = clock.mono();
      connection.attachment = new Session(
        connection,
        remoteAddress === '' ? undefined : addresses?.came(remoteAddress, mono),
        mono,
      );
    },
    disconnected(connection, reason, end) {
      const session = sessionOf(connection);
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
    counters() {
      let members = 0;
      let readOnlyRooms = 0;
      let billedPerSecond = 0;
      for (const room of registry.rooms()) {
        billedPerSecond = Math.max(billedPerSecond, room.billedPerSecond());
        members += room.memberCount;
        if (room.isReadOnly) readOnlyRooms++;
      }
      const { heldBytes: boardBytes, maxBytes: maxBoardBytes } = memory;
      return { ...counters, rooms: registry.size, readOnlyRooms, members, boardBytes, maxBoardBytes, billedPerSecond };
    },
    company: () => companyOf(registry.rooms()),
    sendGuestsAway() {
      for (const room of registry.rooms()) {
        room.flushNow();
        for (const { connection } of room.guests()) {
          departures.depart(sessionOf(connection), 'host ended');
          connection.close(HOST_ENDED);
        }
      }
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
      sweeping?.dispose();
      await registry.closeAll();
      instances.dispose();
      sweeping?.dispose();
    },
  };
}

function sessionOf(connection: ClientConnection): Session {
  return connection.attachment as Session;
}

function isJoining(session: Session): boolean {
  return session.state.phase === 'joining';
}

function fullness(room: Room, clientId: ClientId): RefusalCode | undefined {
  return room.memberCount >= LIMITS.membersPerRoom && !room.member(clientId) ? 'room.full' : undefined;
}
