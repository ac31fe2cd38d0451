/** What this bench uses of Socket.IO besides what `../peers.d.ts` declares. */
declare module 'socket.io' {
  interface Socket {
    join(room: string): void;
  }
  interface Server {
    to(room: string): { emit(event: string, ...args: unknown[]): boolean };
  }
}
