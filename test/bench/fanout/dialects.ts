import type { Dialect } from './dialect.ts';
import type { PeerId } from './messages.ts';

/** The one place that chooses how the load speaks; each peer's packages are loaded only when it is its turn. */
export async function dialectOf(peer: PeerId): Promise<Dialect> {
  switch (peer) {
    case 'inkroom':
      return (await import('./dialect-inkroom.ts')).inkroomDialect({ room: 'bench' });
    case 'ws':
      return (await import('./dialect-relay.ts')).relayDialect({ coalescing: false });
    case 'coalescing':
      return (await import('./dialect-relay.ts')).relayDialect({ coalescing: true });
    case 'socket.io':
      return (await import('./dialect-socketio.ts')).socketIoBinaryDialect();
    case 'socket.io-json':
      return (await import('./dialect-socketio.ts')).socketIoJsonDialect();
    case 'hocuspocus':
      return (await import('./dialect-hocuspocus.ts')).hocuspocusDialect();
    case 'tldraw':
      return (await import('./dialect-tldraw.ts')).tldrawDialect();
  }
}
