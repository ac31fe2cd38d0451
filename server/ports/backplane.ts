import type { Disposable } from '../../core/base/disposable.ts';
import type { InstanceId, RoomId } from '../../core/board/ids.ts';
import type { WireValue } from '../../core/wire/wire-value.ts';

/** Port: the other instances. It carries what they say and brings the frames that they send to rooms; it understands neither. */
export interface Backplane {
  /** Once per instance, before anything else. `ears` may be told things before this ends. */
  attach(instance: InstanceId, ears: InstanceEars): InstanceLine;
}

/** What one instance says to the others. After `dispose` it neither says nor hears anything. */
export interface InstanceLine extends Disposable {
  /** The longest that a word is on its way when all is well, milliseconds; 0: it is there when `say` ends. */
  readonly wordMs: number;
  /** When this ends, every frame that another instance sends to the room later is heard. Rejects when that cannot be had now. */
  join(room: RoomId): void | Promise<void>;
  leave(room: RoomId): void;
  /** To one other instance, or to all. Words of one instance are heard in order; those said while either hears nothing may be lost. */
  say(word: Uint8Array, to?: InstanceId): void;
  /** A frame for the other instances that serve the room. Not needed, and nothing, where they hear what is sent to the room's group. */
  publish(room: RoomId, frame: readonly WireValue[]): void;
}

/** What one instance hears of the others. */
export interface InstanceEars {
  word(bytes: Uint8Array): void;
  /** As it was sent to clients, of a room that was joined. It may be one of the hearer's own. Nothing of it may be kept or changed. */
  frame(room: RoomId, args: readonly unknown[]): void;
  /** Deaf from the beginning. `on`: everything is heard from here on; what was said before may have been missed. */
  hearing(is: 'on' | 'off'): void;
}
