import type { Update } from './workload.ts';

/** What a client sends in one tick, ready for the socket. */
export interface Tick {
  readonly bytes: Buffer;
}

/** What the person behind a client gets to see of the room's protocol: how the load speaks to one peer. */
export interface Dialect {
  path(author: number): string;
  /** What to send once the socket is open. */
  greeting(author: number): readonly Buffer[];
  /** Reads a message that came before the client was ready. Gives what to answer; `ready` when it may begin. */
  welcome(author: number, message: Uint8Array): { readonly ready: boolean; readonly answer?: readonly Buffer[] };
  /** Everything that an author will send, made before the run so that sending costs the load nothing but the write. */
  script(author: number, ticks: number): readonly Tick[];
  /** Appends the updates in the message to `out` (own ones too). Borrows the bytes. */
  read(bytes: Buffer, start: number, end: number, out: Update[]): void;
  /** The server sends the same bytes to everybody, so a message that one client has read need not be read again by the others. */
  readonly sameForAll: boolean;
}

/** A server's word that something went wrong: the run is void. */
export class PeerComplaint extends Error {}
