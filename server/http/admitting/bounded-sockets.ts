import type { Server } from 'node:net';
import { networkOf } from '../../hub/admission/network-of.ts';

export interface SocketBounds {
  readonly maxSockets: number;
  /** Whatever one network address does, others come in. */
  readonly maxSocketsPerAddress: number;
  /** A socket was closed at once. `address`: the one that has as many as it may. Undefined: there are as many as there may be. */
  readonly refused: (address: string | undefined) => void;
}

export function boundSockets(server: Server, { maxSockets, maxSocketsPerAddress, refused }: SocketBounds): void {
  server.maxConnections = maxSockets;
  server.on('drop', () => refused(undefined));
  if (maxSocketsPerAddress === Number.POSITIVE_INFINITY) return;
  const counts = new Map<string, number>();
  server.on('connection', (socket) => {
    const address = networkOf(socket.remoteAddress ?? '');
    const count = (counts.get(address) ?? 0) + 1;
    counts.set(address, count);
    socket.once('close', () => {
      const left = (counts.get(address) ?? 1) - 1;
      if (left > 0) counts.set(address, left);
      else counts.delete(address);
    });
    if (count <= maxSocketsPerAddress) return;
    refused(address);
    socket.destroy();
  });
}
