import type { Epoch } from '../../../core/board/ids.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';

/** The life of a room: its epoch, and the epochs of boards that were united with its own [INS-5]. */
export interface RoomLife {
  readonly epoch: Epoch;
  readonly merged: readonly Epoch[];
}

/** A board that this client has. */
export interface HeldBoard {
  /** The epoch in which it was drawn. Undefined before a hub was reached. */
  readonly epoch: Epoch | undefined;
  /** Boards of several epochs became this one; `epoch` is the last. */
  readonly isOfSeveral?: boolean;
}

/** A hub's statement about the room: which life it serves (welcome, notice, catch-up), or why it closed the connection. */
export type HubWord =
  | { readonly says: 'serves'; readonly life: RoomLife }
  | { readonly says: 'closes'; readonly code: RefusalCode | undefined };

/**
 * The fate of a client's board. `none`: no hub has had it yet. `same`: it continues. `merged`: it is part of the room's board
 * now. `lost`: the room started again without it. `ended`: the host ended the room [CLS-5].
 */
export type Verdict = 'none' | 'same' | 'merged' | 'lost' | 'ended';

/** The only place that decides the fate of a board. */
export function judge(mine: HeldBoard, word: HubWord): Verdict {
  if (word.says === 'closes' && word.code === 'room.host_ended') return 'ended';
  if (mine.epoch === undefined) return 'none';
  // Any other end of a connection says nothing about the board.
  if (word.says === 'closes') return 'same';
  // Only one of its epochs may continue: the person decides about the others.
  if (mine.isOfSeveral === true) return 'lost';
  if (mine.epoch === word.life.epoch) return 'same';
  return word.life.merged.includes(mine.epoch) ? 'merged' : 'lost';
}
