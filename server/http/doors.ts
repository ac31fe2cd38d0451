import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '../../core/base/host.ts';
import { serverAt } from '../../core/contract/desktop/network-choices.ts';
import type { HostRules } from './admitting/host-check.ts';
import { listenOnFirstFree, portsToTry } from './next-port.ts';

/** Additional listening addresses of a running hub. */
export interface Doors {
  /**
   * Also listens on this address, on `port` or the next free one. Returns `http://host:port`. Opening again has no effect.
   * Rejects with the system's error code.
   */
  open(host: string, port: number): Promise<string>;
  /** Stops listening there at once. Open connections get a moment to end. Safe for an address that is not open. */
  close(host: string): Promise<void>;
  closeAll(): Promise<void>;
  /** The open addresses, in the order of opening. */
  servers(): readonly string[];
}

/** Time for connections to end after they were told to, milliseconds. */
const END_MS = 1_000;

interface Door {
  readonly server: Server;
  readonly at: string;
  /** Including WebSockets, which the server itself no longer tracks. */
  readonly sockets: ReadonlySet<Socket>;
}

/** `makeServer` returns a server that does not listen yet. */
export function createDoors(makeServer: (hosts: HostRules) => Server, clock: Pick<Clock, 'after'>): Doors {
  const open = new Map<string, Door>();

  async function close(host: string): Promise<void> {
    const door = open.get(host);
    if (door === undefined) return;
    open.delete(host);
    const closed = once(door.server, 'close');
    door.server.close();
    door.server.closeIdleConnections();
    const late = clock.after(END_MS, () => {
      for (const socket of door.sockets) socket.destroy();
    });
    await closed;
    late.dispose();
  }

  return {
    async open(host, port) {
      const before = open.get(host);
      if (before) return before.at;
      // Links to this server use the address itself, so it accepts no other name.
      const server = makeServer({ boundTo: host, allowedHosts: [], publicHost: undefined, onlyNamed: true });
      const sockets = new Set<Socket>();
      server.on('connection', (socket: Socket) => {
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
      });
      await listenOnFirstFree(portsToTry(port, true), async (next) => {
        server.listen({ host, port: next });
        await once(server, 'listening');
      });
      const at = serverAt(host, (server.address() as AddressInfo).port);
      open.set(host, { server, at, sockets });
      return at;
    },
    close,
    async closeAll() {
      await Promise.all([...open.keys()].map(close));
    },
    servers: () => Array.from(open.values(), ({ at }) => at),
  };
}
