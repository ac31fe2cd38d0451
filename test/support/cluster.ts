import { silentLog } from '../../core/base/host.ts';
import { type InstanceId, newClientSecret, newInstanceId, type RoomId } from '../../core/board/ids.ts';
import { packValue } from '../../core/wire/msgpack.ts';
import { noStore } from '../../server/adapters/no-store.ts';
import { accessBy } from '../../server/hub/access.ts';
import { type BoardHub, createBoardHub } from '../../server/hub/board-hub.ts';
import type { BoardHubOptions } from '../../server/hub/board-hub-options.ts';
import type { Backplane, PeerListener } from '../../server/ports/backplane.ts';
import type { ClientConnection, ClientTransport } from '../../server/ports/client-transport.ts';
import { FakeClient } from '../unit/server/hub/hub-fixture.ts';
import { FakeClock } from './fake-clock.ts';
import { seededRandom } from './seeded.ts';

/** Longest delivery time between two instances, milliseconds. */
const WAY_MS = 40;

/** A person connected to a node. */
export interface ClusterClient {
  readonly connection: ClientConnection;
  /** The node is gone, and the connection with it. */
  lost(): void;
}

export interface ClusterNode {
  readonly id: InstanceId;
  readonly hub: BoardHub;
  readonly rooms: Set<RoomId>;
  readonly clients: Map<string, ClusterClient>;
  readonly groups: Map<string, Set<string>>;
  listener: PeerListener | undefined;
  phase: 'alive' | 'dead';
  hears: 'on' | 'off';
  /** `throws`: every send of the instance to the others throws, and its message is lost. */
  line: 'carries' | 'throws';
}

/**
 * Several hubs with a service between them that a test controls: every message takes time, keeps its order, and may be lost.
 * `all`: a group send reaches the clients of every instance, and the instances hear it; `instance`: only the sender's clients.
 */
export class Cluster {
  readonly clock = new FakeClock();
  readonly random;
  readonly nodes: ClusterNode[] = [];
  readonly #reach: ClientTransport['reach'];
  /** Arrival time of the last message from one instance to another. */
  readonly #lastAt = new Map<string, number>();
  /** Pairs of instances that do not hear each other. */
  readonly #cuts = new Set<string>();
  /** Share of messages that are lost. */
  lossiness = 0;
  #nextId = 1;

  constructor(reach: ClientTransport['reach'], seed: number) {
    this.#reach = reach;
    this.random = seededRandom(seed);
  }

  get alive(): ClusterNode[] {
    return this.nodes.filter(({ phase }) => phase === 'alive');
  }

  start(over: Partial<Pick<BoardHubOptions, 'pictures' | 'authorize'>> = {}): ClusterNode {
    const id = newInstanceId(this.random);
    const node: Omit<ClusterNode, 'hub'> = {
      id,
      rooms: new Set(),
      clients: new Map(),
      groups: new Map(),
      listener: undefined,
      phase: 'alive',
      hears: 'on',
      line: 'carries',
    };
    const hub = createBoardHub({
      instanceId: id,
      instanceName: id,
      clock: this.clock,
      random: this.random,
      log: silentLog,
      store: noStore(),
      authorize: accessBy({}),
      ...over,
      transport: this.#transport(node as ClusterNode),
      backplane: this.#backplane(node as ClusterNode),
    });
    const whole: ClusterNode = Object.assign(node, { hub });
    this.nodes.push(whole);
    return whole;
  }

  /** Sends from one instance to another, after the earlier messages. */
  #carry(from: ClusterNode, to: ClusterNode, arrive: () => void): void {
    const way = `${from.id} ${to.id}`;
    const at = Math.max(this.#lastAt.get(way) ?? 0, this.clock.mono() + Math.ceil(this.random.next() * WAY_MS));
    this.#lastAt.set(way, at);
    if (this.random.next() < this.lossiness) return;
    this.clock.after(at - this.clock.mono(), () => {
      if (from.phase === 'alive' && to.phase === 'alive' && !this.#cuts.has(way)) arrive();
    });
  }

  #transport(node: ClusterNode): ClientTransport {
    return {
      reach: this.#reach,
      addToGroup: (connectionId, group) => {
        const members = node.groups.get(group) ?? new Set();
        node.groups.set(group, members.add(connectionId));
      },
      removeFromGroup: (connectionId, group) => void node.groups.get(group)?.delete(connectionId),
      sendToGroup: (group, target, args) => {
        const deliver = (to: ClusterNode): void => {
          for (const id of to.groups.get(group) ?? []) to.clients.get(id)?.connection.send(target, args);
        };
        if (node.phase === 'alive') deliver(node);
        if (this.#reach === 'instance') return 0;
        for (const to of this.nodes) {
          if (to === node) continue;
          // The service delivers to clients whatever the instances do, and to an instance only while it hears.
          if (node.phase === 'alive') deliver(to);
          if (target === 'f') this.#toListener(node, to, group.slice('room:'.length) as RoomId, args[0] as readonly unknown[]);
        }
        return packValue(args).length;
      },
    };
  }

  #toListener(from: ClusterNode, to: ClusterNode, room: RoomId, args: readonly unknown[]): void {
    this.#carry(from, to, () => {
      if (to.rooms.has(room) && to.hears === 'on') to.listener?.frame(room, args);
    });
  }

  #backplane(node: ClusterNode): Backplane {
    const mayThrow = (): void => {
      if (node.line === 'throws') throw new Error('the line is broken');
    };
    return {
      attach: (_instance, listener) => {
        node.listener = listener;
        this.clock.after(1, () => listener.hearing('on'));
        return {
          deliveryMs: WAY_MS * 2,
          join: (room) => void node.rooms.add(room),
          leave: (room) => {
            node.rooms.delete(room);
            mayThrow();
          },
          send: (message, to) => {
            mayThrow();
            for (const other of this.nodes) {
              if (other === node || (to !== undefined && other.id !== to)) continue;
              this.#carry(node, other, () => {
                if (other.hears === 'on') other.listener?.message(message);
              });
            }
          },
          publish: (room, frame) => {
            mayThrow();
            if (this.#reach === 'all') return;
            for (const other of this.nodes) if (other !== node) this.#toListener(node, other, room, frame);
          },
          dispose: () => {
            node.listener = undefined;
          },
        };
      },
    };
  }

  /** The two no longer hear each other, without noticing. */
  cut(a: ClusterNode, b: ClusterNode): void {
    this.#cuts.add(`${a.id} ${b.id}`).add(`${b.id} ${a.id}`);
  }

  mend(): void {
    this.#cuts.clear();
    for (const node of this.alive) if (node.hears === 'off') this.hear(node, 'on');
  }

  /** The instance notices that it hears nothing, or hears again. */
  hear(node: ClusterNode, is: 'on' | 'off'): void {
    node.hears = is;
    node.listener?.hearing(is);
  }

  /** Ends in the middle of its work. Its clients lose their connection. */
  kill(node: ClusterNode): void {
    node.phase = 'dead';
    node.listener = undefined;
    const clients = [...node.clients.values()];
    node.clients.clear();
    node.groups.clear();
    for (const client of clients) client.lost();
  }

  client(node: ClusterNode, secret = newClientSecret(this.random)): FakeClient {
    const id = this.newConnectionId();
    const client = new FakeClient(node.hub, id, secret, {
      ended: () => this.disconnected(node, id),
      pass: () => this.clock.advance(1),
    });
    const lost = (): void => {
      client.closed = {};
    };
    node.clients.set(id, { connection: client.connection, lost });
    return client;
  }

  newConnectionId(): string {
    return `c${this.#nextId++}`;
  }

  /** The connection is in no group. */
  disconnected(node: ClusterNode, id: string): void {
    for (const members of node.groups.values()) members.delete(id);
    node.clients.delete(id);
  }

  /** Lets time pass, and runs everything that only waits for its turn in between. */
  async pass(ms: number): Promise<void> {
    const stepMs = Math.max(5, ms / 200);
    for (let passed = 0; passed < ms; passed += stepMs) {
      this.clock.advance(stepMs);
      for (let turn = 0; turn < 12; turn++) await Promise.resolve();
    }
  }
}
