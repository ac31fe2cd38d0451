import type { TransportName } from '../hub.ts';

export type FrameKind = 'text' | 'binary';

/**
 * What carries the frames of one connection. A frame holds whole hub messages only: stock clients cannot put messages together
 * again (reference 2.3). WebSockets, Server-Sent Events and long polling have this shape.
 */
export interface Transport {
  readonly name: TransportName;
  /** Server-Sent Events carries text only. */
  readonly carriesBinary: boolean;
  /** Long polling has no pings and no client timeout (reference 2.5). */
  readonly keepsAlive: boolean;
  /** Bytes written that the peer's side has not taken yet. */
  readonly bufferedBytes: number;
  /** False while the carrier is full; `onWritable` follows. Writing all the same is allowed and grows `bufferedBytes`. */
  readonly writable: boolean;
  /** Borrows `frame` until it is sent: it must not change. */
  write(frame: Uint8Array, kind: FrameKind): void;
  /** Stops and restarts reading from the peer. */
  pause(): void;
  resume(): void;
  /** Sends what was written, then closes in the orderly way. */
  end(): void;
  /** Ends at once. */
  destroy(): void;
  /** Ends in the orderly way and tells its sink nothing any more: another transport has taken over. */
  abandon(): void;
}

/** What a transport tells its connection. */
export interface TransportSink {
  /** Most bytes of a frame that is still coming. */
  readonly frameBytes: number;
  /** Bytes as they came: any number of hub messages, cut anywhere. The receiver owns them. */
  onBytes(bytes: Buffer): void;
  onWritable(): void;
  /** Once, last. `closed`: the peer said goodbye. `lost`: it vanished. */
  onGone(how: 'closed' | 'lost'): void;
}
