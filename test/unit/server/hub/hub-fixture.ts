import type { Log, LogFields } from '../../../../core/base/host.ts';
import { encodeOps } from '../../../../core/board/codec/op-codec.ts';
import { type ClientId, type ClientSecret, clientIdOf, newClientSecret, newInstanceId } from '../../../../core/board/ids.ts';
import type { Op } from '../../../../core/board/op.ts';
import { type CatchUpItem, CONTRACT_VERSION, type Notice, type Welcome } from '../../../../core/contract/hub-contract.ts';
import { unpackStates, unpackSuffix } from '../../../../core/room/catch-up.ts';
import { decodeFrame, type Frame } from '../../../../core/room/frame.ts';
import { localBackplane } from '../../../../server/adapters/local-backplane.ts';
import { noStore } from '../../../../server/adapters/no-store.ts';
import { accessBy } from '../../../../server/hub/access.ts';
import { type BoardHub, createBoardHub } from '../../../../server/hub/board-hub.ts';
import type { BoardHubOptions } from '../../../../server/hub/board-hub-options.ts';
import type { ClientConnection, ClientTransport } from '../../../../server/ports/client-transport.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { seededRandom } from '../../../support/seeded.ts';

/** A hub with everything around it faked: time, sockets, randomness. */
export class HubFixture {
  readonly clock: FakeClock;
  readonly random = seededRandom(7);
  readonly logged: { readonly event: string; readonly fields: LogFields }[] = [];
  readonly groupSends: { readonly group: string; readonly target: string; readonly args: readonly unknown[] }[] = [];
  /** What a service that carries the clients bills for a message to a group. */
  groupSendBytes = 100;
  readonly hub: BoardHub;
  readonly #groups = new Map<string, Set<string>>();
  readonly #clients = new Map<string, FakeClient>();
  #nextId = 1;

  constructor(
    options: Partial<BoardHubOptions> & { readonly clock?: FakeClock; readonly reach?: ClientTransport['reach'] } = {},
  ) {
    this.clock = options.clock ?? new FakeClock();
    this.random.bytes(options.instanceName?.length ?? 0);
    const record = (event: string, fields: LogFields = {}): void => void this.logged.push({ event, fields });
    const log: Log = { debug: record, info: record, warn: record, error: record };
    this.hub = createBoardHub({
      instanceId: newInstanceId(this.random),
      instanceName: 'bench',
      clock: this.clock,
      random: this.random,
      log,
      store: noStore(),
      backplane: localBackplane(),
      authorize: accessBy({}),
      ...options,
      transport: this.#transport(options.reach ?? 'instance'),
    });
  }

  #transport(reach: ClientTransport['reach']): ClientTransport {
    return {
      reach,
      addToGroup: (connectionId, group) => {
        const members = this.#groups.get(group) ?? new Set();
        this.#groups.set(group, members.add(connectionId));
      },
      removeFromGroup: (connectionId, group) => void this.#groups.get(group)?.delete(connectionId),
      sendToGroup: (group, target, args) => {
        this.groupSends.push({ group, target, args });
        for (const id of this.#groups.get(group) ?? []) this.#clients.get(id)?.connection.send(target, args);
        return reach === 'all' ? this.groupSendBytes : 0;
      },
    };
  }

  connect(remoteAddress = '127.0.0.1'): FakeClient {
    const client = new FakeClient(this.hub, `c${this.#nextId++}`, newClientSecret(this.random), {
      remoteAddress,
      ended: () => {
        for (const members of this.#groups.values()) members.delete(client.connection.id);
      },
      pass: () => this.clock.advance(0),
    });
    this.#clients.set(client.connection.id, client);
    return client;
  }

  /** A client that has joined, with what the joining itself caused already sent and forgotten. */
  async joined(room = 'room-1', remoteAddress?: string): Promise<FakeClient> {
    const client = this.connect(remoteAddress);
    await client.join({ room });
    this.settle();
    return client;
  }

  /** Lets every frame that waits leave, and the pause after it pass. */
  settle(): void {
    this.clock.advance(200);
    for (const client of this.#clients.values()) client.sent.length = 0;
    this.groupSends.length = 0;
  }

  everybodyLeaves(): void {
    for (const client of this.#clients.values()) client.drop();
    this.#clients.clear();
  }

  events(): string[] {
    return this.logged.map(({ event }) => event);
  }
}

export interface Sent {
  readonly target: string;
  readonly args: readonly unknown[];
}

/** One client as the hub sees it: calls go straight into the hub's methods. */
export class FakeClient {
  readonly secret: ClientSecret;
  readonly clientId: ClientId;
  readonly sent: Sent[] = [];
  readonly connection: ClientConnection;
  closed: { readonly error?: string; readonly allowReconnect?: boolean } | undefined;
  n = 0;
  readonly #hub: BoardHub;
  readonly #ended: () => void;
  readonly #pass: () => void;

  constructor(
    hub: BoardHub,
    id: string,
    secret: ClientSecret,
    host: { readonly remoteAddress?: string; readonly ended: () => void; readonly pass: () => void },
  ) {
    this.#hub = hub;
    this.secret = secret;
    this.clientId = clientIdOf(secret);
    this.#ended = host.ended;
    this.#pass = host.pass;
    this.connection = {
      id,
      remoteAddress: host.remoteAddress ?? '127.0.0.1',
      attachment: undefined,
      send: (target, args) => {
        if (this.closed) return false;
        this.sent.push({ target, args });
        return true;
      },
      close: (options) => {
        if (this.closed) return;
        this.closed = options;
        this.drop('serverClosed');
      },
    };
    hub.connected(this.connection);
  }

  call(method: string, args: readonly unknown[], bytes = 40): unknown {
    const entry = this.#hub.methods.get(method);
    if (!entry) throw new Error(`no method ${method}`);
    return entry.run({ connection: this.connection, args, bytes });
  }

  request(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    return { version: CONTRACT_VERSION, room: 'room-1', secret: this.secret, name: 'Ann', color: 3, ...over };
  }

  async join(over: Readonly<Record<string, unknown>> = {}): Promise<Welcome> {
    return this.#waitFor(this.call('join', [this.request(over)]) as Promise<Welcome>);
  }

  push(args: readonly unknown[], bytes?: number): void {
    this.call('p', args, bytes);
  }

  /** Pushes ops with the next n. */
  draw(ops: readonly Op[]): number {
    this.push([++this.n, encodeOps(this.clientId, ops)]);
    return this.n;
  }

  /** Time passes while it reads: a large board is encoded in steps. */
  catchUp(have?: unknown, resume?: unknown): Promise<CatchUpItem[]> {
    return this.#read({ ...(have === undefined ? {} : { have }), ...(resume === undefined ? {} : { resume }) });
  }

  /** Reads the start and the first chunks; then the connection ends. */
  async catchUpPart(chunks: number): Promise<CatchUpItem[]> {
    const items = await this.#read({}, chunks + 1);
    this.drop();
    return items;
  }

  async #read(request: unknown, limit = Number.POSITIVE_INFINITY): Promise<CatchUpItem[]> {
    const items: CatchUpItem[] = [];
    const stream = this.call('catchUp', [request]) as AsyncIterable<CatchUpItem>;
    const reading = (async () => {
      for await (const item of stream) if (items.push(item) >= limit) break;
    })();
    await this.#waitFor(reading);
    return items;
  }

  /** Turns of the event loop pass until it is done. */
  async #waitFor<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const ended = (): void => {
      isDone = true;
    };
    work.then(ended, ended);
    while (!isDone) {
      for (let i = 0; i < 10; i++) await Promise.resolve();
      if (!isDone) this.#pass();
    }
    return work;
  }

  /** The client or the hub ends the connection. */
  drop(reason = 'clientClosed'): void {
    this.#ended();
    this.#hub.disconnected(this.connection, reason, 'closed');
  }

  /** The line breaks. */
  lose(): void {
    this.#ended();
    this.#hub.disconnected(this.connection, 'connectionLost', 'lost');
  }

  frames(): Frame[] {
    return this.sent.filter(({ target }) => target === 'f').map(({ args }) => read(decodeFrame(args[0])));
  }
  /** `[n, code]`, and for a gap `expected`. */
  refusals(): (readonly unknown[])[] {
    return this.sent.filter(({ target }) => target === 'refused').map(({ args }) => args.filter((arg) => arg !== null));
  }
  notices(): Notice[] {
    return this.sent.filter(({ target }) => target === 'notice').map(({ args }) => args[0] as Notice);
  }
}

export function read<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** The chunks of a catch-up put together. */
export function bodyOf(items: readonly CatchUpItem[]): Uint8Array {
  const chunks = items.flatMap((item) => (item.kind === 'chunk' ? [item.bytes as Uint8Array] : []));
  return new Uint8Array(Buffer.concat(chunks));
}

export const statesOf = (items: readonly CatchUpItem[]) => read(unpackStates(bodyOf(items)));
export const suffixOf = (items: readonly CatchUpItem[]) => read(unpackSuffix(bodyOf(items)));
