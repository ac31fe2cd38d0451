import type { Disposable } from '../../../core/base/disposable.ts';
import type { BoardStroke } from './board-strokes.ts';

export const JOIN_PEERS = ['inkroom', 'hocuspocus', 'tldraw'] as const;
export type JoinPeerId = (typeof JOIN_PEERS)[number];

/** How one peer's board is drawn full, and how a newcomer gets it. */
export interface JoinPeer {
  /** Draws the strokes on an empty server. Somebody stays in the room until the end of what is given back. */
  fill(port: number, strokes: readonly BoardStroke[]): Promise<Disposable>;
  /** Comes to the board; resolves with the number of strokes when all of them are in the newcomer's replica. */
  join(port: number, strokes: number): Promise<number>;
}

/** What a newcomer's process says when it has the board. */
export interface JoinReport {
  readonly strokes: number;
  /** On its TCP sockets, both ways. */
  readonly bytes: number;
  /** From the first call to the last stroke. */
  readonly ms: number;
  /** Processor time of the newcomer in that time. */
  readonly cpuMs: number;
}
