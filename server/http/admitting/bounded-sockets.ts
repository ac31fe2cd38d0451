import type { Server } from 'node:net';
import { networkOf } from '../../hub/admission/network-of.ts';
import { AddressPlaces } from './address-places.ts';

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
  // The server itself counts all of them.
  const places = new AddressPlaces({ all: Number.POSITIVE_INFINITY, ofAddress: maxSocketsPerAddress });
  server.on('connection', (socket) => {
    const address = networkOf(socket.remoteAddress ?? '');
    const place = places.take(address);
    if (place) {
      socket.once('close', () => place.dispose());
      return;
    }
    refused(address);
    socket.destroy();
  });
}
