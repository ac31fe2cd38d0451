import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * What stands between one window and the hubs, as a load balancer does in real life: a link names one address, and behind it a connection
 * goes to a hub that lives.
 */
export interface WindowFront {
  /** `http://127.0.0.1:port` */
  readonly server: string;
  /** Where connections go from now on: to the first of these ports of 127.0.0.1 that takes them. None: they are refused. */
  aim(ports: readonly number[]): void;
  close(): void;
}

/** Resolves when it listens. It leads nowhere until it is aimed. */
export async function openWindowFront(): Promise<WindowFront> {
  const clients = new Set<Socket>();
  let targets: readonly number[] = [];
  const listener = createServer({ pauseOnConnect: true }, (client) => {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    // A window that goes without a word is of no interest.
    client.on('error', () => {});
    client.setNoDelay(true);
    void connectToFirst(targets).then((hub) => {
      if (!hub || client.destroyed) {
        hub?.destroy();
        client.resetAndDestroy();
        return;
      }
      hub.on('error', () => {});
      hub.on('close', () => client.destroy());
      client.on('close', () => hub.destroy());
      hub.pipe(client);
      client.pipe(hub);
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    server: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    aim(ports) {
      targets = ports;
    },
    close() {
      listener.close();
      for (const client of clients) client.destroy();
    },
  };
}

async function connectToFirst(ports: readonly number[]): Promise<Socket | undefined> {
  for (const port of ports) {
    const socket = await new Promise<Socket | undefined>((resolve) => {
      const trying = connect({ port, host: '127.0.0.1', noDelay: true });
      const failed = (): void => resolve(undefined);
      trying.once('error', failed);
      trying.once('connect', () => {
        trying.off('error', failed);
        resolve(trying);
      });
    });
    if (socket) return socket;
  }
  return undefined;
}
