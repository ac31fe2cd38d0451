import type { Clock } from '../../core/base/host.ts';
import { isRefusalCode, type RefusalCode } from '../../core/contract/refusal-codes.ts';
import { packValue, unpackValue } from '../../core/wire/msgpack.ts';
import type { WireValue } from '../../core/wire/wire-value.ts';
import type { ConnectHub, HubClient, HubEvent } from '../../renderer/session/link/hub-port.ts';
import { CallRefused, type ClientConnection, type ConnectionEnd } from '../../server/ports/client-transport.ts';
import type { Cluster, ClusterNode } from './cluster.ts';

/** Longest delivery time between a person and the service, milliseconds. */
const WAY_MS = 30;

/** Passes a value as bytes, so that no two parts share an object. */
const carried = <T>(value: T): T => unpackValue(packValue(value as WireValue)) as T;

/** The connections of one person to a cluster's nodes. `find`: the node for a new connection; undefined for none. */
export class ClusterLine {
  readonly connect: ConnectHub = (tell) => new Connection(this.#cluster, this.#find(), tell);
  readonly #cluster: Cluster;
  readonly #find: () => ClusterNode | undefined;

  constructor(cluster: Cluster, find: () => ClusterNode | undefined) {
    this.#cluster = cluster;
    this.#find = find;
  }
}

/** One connection: messages take time and keep their order, in each direction. */
class Connection implements HubClient {
  readonly transport = 'cluster';
  readonly heartbeatMs = 60_000;
  readonly #cluster: Cluster;
  readonly #node: ClusterNode | undefined;
  readonly #tell: (event: HubEvent) => void;
  readonly #id: string;
  readonly #connection: ClientConnection;
  #isOpen = true;
  #stream = 0;
  #sentAt = 0;
  #toldAt = 0;

  constructor(cluster: Cluster, node: ClusterNode | undefined, tell: (event: HubEvent) => void) {
    this.#cluster = cluster;
    this.#node = node;
    this.#tell = tell;
    this.#id = cluster.newConnectionId();
    this.#connection = {
      id: this.#id,
      remoteAddress: '127.0.0.1',
      attachment: undefined,
      send: (target, args) => this.#sent(target, carried(args)),
      close: ({ error }) => this.#end(error),
    };
    if (node?.phase !== 'alive') {
      this.#later(() => this.#end('nobody is there'));
      return;
    }
    node.clients.set(this.#id, { connection: this.#connection, lost: () => this.#end('the line broke') });
    node.hub.connected(this.#connection);
    this.#say({ kind: 'open' });
  }

  get #clock(): Clock {
    return this.#cluster.clock;
  }

  #later(run: () => void): void {
    const { clock, random } = this.#cluster;
    this.#toldAt = Math.max(this.#toldAt, clock.mono() + Math.ceil(random.next() * WAY_MS));
    clock.after(this.#toldAt - clock.mono(), run);
  }

  #say(event: HubEvent): void {
    this.#later(() => {
      if (this.#isOpen) this.#tell(event);
    });
  }

  #sent(target: string, args: readonly unknown[]): boolean {
    if (target === 'f') this.#say({ kind: 'frame', frame: args[0] });
    else if (target === 'refused') this.#say({ kind: 'refused', args });
    else if (target === 'notice') this.#say({ kind: 'notice', notice: args[0] });
    return this.#isOpen;
  }

  /** Calls the hub when the message has arrived. */
  #call(method: string, args: readonly unknown[], run: (result: unknown) => void): void {
    const { clock, random } = this.#cluster;
    const sent = carried(args);
    this.#sentAt = Math.max(this.#sentAt, clock.mono() + Math.ceil(random.next() * WAY_MS));
    clock.after(this.#sentAt - clock.mono(), () => {
      if (!this.#isOpen || this.#node?.phase !== 'alive') return;
      const bytes = packValue(sent as WireValue).length;
      run(this.#node.hub.methods.get(method)?.run({ connection: this.#connection, args: sent, bytes }));
    });
  }

  join(request: Parameters<HubClient['join']>[0]): void {
    this.#call('join', [request], (joining) => {
      (joining as Promise<unknown>).then(
        (welcome) => this.#say({ kind: 'welcome', welcome: carried(welcome) }),
        (error: unknown) => this.#say({ kind: 'joinRefused', code: codeOf(error) }),
      );
    });
  }

  catchUp(request: Parameters<HubClient['catchUp']>[0]): void {
    const stream = ++this.#stream;
    this.#call('catchUp', [request], async (items) => {
      try {
        for await (const item of items as AsyncIterable<unknown>) {
          if (stream === this.#stream) this.#say({ kind: 'item', item: carried(item) });
        }
        if (stream === this.#stream) this.#say({ kind: 'caughtUp' });
      } catch (error) {
        if (stream === this.#stream) this.#say({ kind: 'catchUpFailed', code: codeOf(error) });
      }
    });
  }

  push(args: readonly WireValue[]): void {
    this.#call('p', args, () => {});
  }

  act(): Promise<unknown> {
    return Promise.reject(new Error('host.needed: this cluster has no hosts'));
  }

  leave(): void {
    this.#call('leave', [], () => {});
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#gone('closed');
  }

  /** Earlier messages may be lost with the connection. */
  #end(reason: string | undefined): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#gone('lost');
    this.#clock.after(1, () => this.#tell({ kind: 'closed', reason }));
  }

  #gone(end: ConnectionEnd): void {
    const node = this.#node;
    if (!node) return;
    this.#cluster.disconnected(node, this.#id);
    if (node.phase === 'alive') node.hub.disconnected(this.#connection, end, end);
  }
}

function codeOf(error: unknown): RefusalCode | undefined {
  const code = error instanceof CallRefused ? error.message.split(':')[0] : undefined;
  return isRefusalCode(code) ? code : undefined;
}
