import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP line to a server on this machine that loses its connections when the test says so. */
export interface DroppingLine {
  readonly origin: string;
  /** Connections that run, as pairs. */
  open(): number;
  /** Resets everything that runs. Returns how many connections were lost. */
  drop(): number;
  close(): Promise<void>;
}

export async function openDroppingLine(port: number): Promise<DroppingLine> {
  const pairs = new Map<Socket, Socket>();
  const listener = createServer((client) => {
    const server = connect(port, '127.0.0.1');
    pairs.set(client, server);
    const end = (): void => {
      pairs.delete(client);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      socket.on('error', end);
      socket.on('close', end);
    }
    client.pipe(server);
    server.pipe(client);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    open: () => pairs.size,
    drop() {
      const lost = pairs.size;
      for (const [client, server] of pairs) {
        client.resetAndDestroy();
        server.resetAndDestroy();
      }
      return lost;
    },
    close() {
      for (const [client, server] of pairs) {
        client.destroy();
        server.destroy();
      }
      return new Promise((resolve) => listener.close(() => resolve()));
    },
  };
}
