import type { TransportName } from '../hub.ts';

export type FrameKind = 'text' | 'binary';

/**
 * Carries the frames of one connection. A frame contains whole hub messages only, because stock clients cannot join parts
 * (reference 2.3). WebSockets, Server-Sent Events and long polling have this shape.
 */
export interface Transport {
  readonly name: TransportName;
  /** Server-Sent Events carries text only. */
  readonly carriesBinary: boolean;
  /** Long polling has no pings and no client timeout (reference 2.5). */
  readonly keepsAlive: boolean;
  /** Written bytes that the peer's side has not accepted yet. */
  readonly bufferedBytes: number;
  /** False while the carrier is full; `onWritable` follows. Writing is still allowed and increases `bufferedBytes`. */
  readonly writable: boolean;
  /** Borrows `frame` until it is sent: it must not change. */
  write(frame: Uint8Array, kind: FrameKind): void;
  /** Stops and restarts reading from the peer. */
  pause(): void;
  resume(): void;
  /** Sends what was written, then closes normally. */
  end(): void;
  /** Ends at once. */
  destroy(): void;
  /** Closes normally and calls its sink no more: another transport has taken over. */
  abandon(): void;
}

/** The connection, as its transport sees it. */
export interface TransportSink {
  /** Most bytes of an incoming frame. */
  readonly frameBytes: number;
  /** Bytes as they came: any number of hub messages, split anywhere. The receiver owns them. */
  onBytes(bytes: Buffer): void;
  onWritable(): void;
  /** Called once, last. `closed`: the peer closed normally. `lost`: it disappeared. */
  onGone(how: 'closed' | 'lost'): void;
}
