import type { Disposable } from '../../core/base/disposable.ts';
import type { InstanceId, RoomId } from '../../core/board/ids.ts';
import type { WireValue } from '../../core/wire/wire-value.ts';

/**
 * Port: the other instances. It carries their messages and brings the frames that they send to rooms. It does not read either.
 */
export interface Backplane {
  /** Call once per instance, before anything else. `listener` may be called before this returns. */
  attach(instance: InstanceId, listener: PeerListener): PeerLink;
}

/** This instance's connection to the others. After `dispose` it neither sends nor receives. */
export interface PeerLink extends Disposable {
  /** Longest normal delivery time of a message, milliseconds. 0: it has arrived when `send` returns. */
  readonly deliveryMs: number;
  /** After this, every later frame that another instance sends to the room is received. Rejects when that is impossible now. */
  join(room: RoomId): void | Promise<void>;
  leave(room: RoomId): void;
  /**
   * Sends to one other instance, or to all. Messages of one instance arrive in order. Messages sent while either side hears
   * nothing may be lost.
   */
  send(message: Uint8Array, to?: InstanceId): void;
  /**
   * Sends a frame to the other instances that serve the room. Does nothing where they already receive what is sent to the room's
   * group.
   */
  publish(room: RoomId, frame: readonly WireValue[]): void;
}

/** What one instance receives from the others. */
export interface PeerListener {
  message(bytes: Uint8Array): void;
  /**
   * A frame as it was sent to clients, of a joined room. It may be one of the receiver's own. Do not keep or change any part of
   * it.
   */
  frame(room: RoomId, args: readonly unknown[]): void;
  /** Off at the start. `on`: everything is heard from here on; earlier messages may have been missed. It may come twice in a row. */
  hearing(is: 'on' | 'off'): void;
  /** Clients or instances that were out of reach are reached again: they may have missed what this instance sent. */
  regained?(): void;
}
