import { MethodTable } from './calls/method-table.ts';
import { questionRules } from './calls/questions.ts';
import type { Relay } from './calls/relay.ts';
import { StayingItems } from './calls/staying-items.ts';
import { Connection, type ConnectionOwner } from './connection/connection.ts';
import { ConnectionRegistry } from './connection/connection-registry.ts';
import type { ConnectionRules, ConnectRequest } from './connection/connection-rules.ts';
import type { Identity } from './connection/identity.ts';
import { noTraffic, type Traffic } from './connection/traffic.ts';
import { UserIndex } from './connection/user-index.ts';
import type { Clock, Disposable, Log, Random } from './host.ts';
import type { Hub } from './hub.ts';
import { DEFAULT_HUB_LIMITS, type HubLimits } from './hub-limits.ts';
import { ReadingTurn } from './receiving/reading-turn.ts';
import { UnfinishedMessages } from './receiving/unfinished-messages.ts';
import { FlushTurn } from './sending/flush-turn.ts';
import { Groups } from './sending/groups.ts';
import { SharedBytes } from './sending/shared-bytes.ts';
import { spreadOut } from './sending/spread-out.ts';
import type { Transport } from './transports/transport.ts';

export interface HubCoreOptions {
  readonly hub: Hub;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly limits?: Partial<HubLimits>;
  /** Sends error details to clients. Off by default: errors may contain internals. */
  readonly detailedErrors?: boolean;
}

export interface HubStats extends Readonly<Traffic> {
  /** Connections with a transport, including those in handshake or closing. */
  readonly connections: number;
  /** Negotiated connections without a transport. */
  readonly pending: number;
  readonly groups: number;
  /** Bytes of the application to which messages for clients with stateful reconnect refer; see `HubLimits.sharedBytes`. */
  readonly sharedBytes: number;
  /** Bytes of unfinished messages; see `HubLimits.unfinishedBytes`. */
  readonly unfinishedBytes: number;
}

export interface ShutdownOptions {
  /** Milliseconds from the first Close to the last. */
  readonly spreadMs?: number;
}

/** Differences between connections with a transport of their own and those carried by a service. */
export interface HubCarriage {
  /** A connection is gone, and its token with it. */
  gone?(connection: Connection): void;
  /** Sends messages to connections by another path than their transport; see `Relay`. */
  readonly relay?: Relay;
  /** Every message leaves at once and alone. Otherwise those of one turn leave together. */
  readonly atOnce?: boolean;
}

/** The connections of one hub, whatever carries them: tables, timeouts, end. */
export interface HubCore {
  readonly limits: HubLimits;
  readonly registry: ConnectionRegistry;
  readonly traffic: Traffic;
  readonly unfinished: UnfinishedMessages;
  readonly reading: ReadingTurn;
  readonly groups: Groups<Connection>;
  readonly users: UserIndex<Connection>;
  readonly isClosing: boolean;
  open(identity: Identity, transport: Transport, request: ConnectRequest): Connection;
  /** There is a connection whose timeouts must be tested. */
  keepSweeping(): void;
  stats(): HubStats;
  /** No connection is accepted from now on. */
  startClosing(): void;
  /** Tells every client to reconnect, and resolves when all have gone or were cut off. */
  closeAll(options: ShutdownOptions): Promise<void>;
}

export function createHubCore(options: HubCoreOptions, carriage: HubCarriage): HubCore {
  const { hub, clock, random, log, detailedErrors = false } = options;
  const limits: HubLimits = { ...DEFAULT_HUB_LIMITS, ...options.limits };
  const registry = new ConnectionRegistry(clock, random, limits);
  const groups = new Groups<Connection>();
  const users = new UserIndex<Connection>();
  const traffic = noTraffic();
  const shared = new SharedBytes(limits.sharedBytes);
  const unfinished = new UnfinishedMessages(clock, limits);
  const reading = new ReadingTurn(clock);
  let phase: 'serving' | 'closing' = 'serving';
  let sweeping: Disposable | undefined;
  const emptied: (() => void)[] = [];

  const rules: ConnectionRules & ConnectionOwner = {
    hub,
    clock,
    log,
    limits,
    detailedErrors,
    traffic,
    unfinished,
    reading,
    methods: new MethodTable(hub.methods),
    stayingItems: new StayingItems(),
    questions: questionRules(clock, limits.clientResultTimeoutMs),
    relay: carriage.relay,
    outbound: {
      sendQueueBytes: limits.sendQueueBytes,
      reconnectBufferBytes: limits.reconnectBufferBytes,
      reconnectReferencedBytes: limits.reconnectReferencedBytes,
      shared,
      flushTurn: new FlushTurn(carriage.atOnce === true ? 'atOnce' : 'endOfTurn'),
      traffic,
    },
    left(connection) {
      groups.leaveAll(connection);
      users.remove(connection);
      registry.left(connection);
    },
    gone(connection) {
      registry.gone(connection);
      carriage.gone?.(connection);
      if (registry.size > 0) return;
      for (const resolve of emptied.splice(0)) resolve();
    },
  };

  /** One timer for all connections, none without connections. */
  function keepSweeping(): void {
    sweeping ??= clock.after(limits.sweepIntervalMs, () => {
      sweeping = undefined;
      const now = clock.mono();
      registry.sweep(now);
      unfinished.sweep(now);
      if (!registry.isEmpty || !unfinished.isEmpty) keepSweeping();
    });
  }

  return {
    limits,
    registry,
    traffic,
    unfinished,
    reading,
    groups,
    users,
    get isClosing() {
      return phase === 'closing';
    },
    open(identity, transport, request) {
      const connection = new Connection(identity, rules, transport, request);
      registry.add(connection);
      users.add(connection);
      keepSweeping();
      return connection;
    },
    keepSweeping,
    stats: () => ({
      ...traffic,
      connections: registry.size,
      pending: registry.pending,
      groups: groups.size,
      sharedBytes: shared.bytes,
      unfinishedBytes: unfinished.bytes,
    }),
    startClosing() {
      phase = 'closing';
      registry.forgetPending();
    },
    async closeAll({ spreadMs = 0 }) {
      const spread = { clock, spreadMs, isOver: () => registry.size === 0 };
      await spreadOut([...registry.all()], spread, (one) => one.closeFor('serverShutdown', { allowReconnect: true }));
      if (registry.size > 0) await new Promise<void>((resolve) => emptied.push(resolve));
      sweeping?.dispose();
      sweeping = undefined;
    },
  };
}
