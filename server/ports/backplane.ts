import type { Disposable } from '../../core/base/disposable.ts';
import type { ClientId, Epoch, RoomId } from '../../core/board/ids.ts';
import type { Have } from '../../core/contract/hub-contract.ts';
import type { NumberedBatches } from '../../core/room/replica.ts';

/** Port: other instances that serve the same rooms. */
export interface Backplane {
  /**
   * From here on `peer` hears what other instances accept in the room, and answers them. Ends before anything is published to the
   * room, so that nothing between joining and asking is missed.
   */
  join(room: RoomId, peer: RoomPeer): Disposable | Promise<Disposable>;
  /** Batches that this instance has numbered, whole and in order. Not heard by its own peers. Nothing of it may be kept or changed. */
  publish(room: RoomId, from: RoomPeer, batches: NumberedBatches): void;
  /** The state of the room at some other instance that serves it, undefined when there is none. */
  askState(room: RoomId, from: RoomPeer, have: Have | undefined): Promise<PeerState | undefined>;
}

/** A room of one instance, as the others see it. */
export interface RoomPeer {
  heard(batches: NumberedBatches): void;
  /** What it has that `have` lacks; undefined while it is still being opened. */
  state(have: Have | undefined): PeerState | undefined;
}

export interface PeerState {
  readonly epoch: Epoch;
  /** Version vector as pairs. */
  readonly vector: Have['vector'];
  /** A table of states (`core/room/catch-up.ts`, packed). */
  readonly states: Uint8Array;
  /** Highest n of every client that it has dealt with in this epoch [HS-3]; absent: not known. */
  readonly clients?: readonly (readonly [ClientId, number])[];
}
