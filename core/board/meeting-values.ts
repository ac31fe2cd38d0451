import type { ElementId } from './ids.ts';
import type { Values } from './kinds.ts';

/** The registers of the board by which people meet. */
export type MeetingValues = Pick<Values, 'timer' | 'vote' | 'spotlight' | 'pointers'>;

/** A dot for a vote, on an element or at a free place of the board. */
export interface NewDot {
  readonly ballot: string;
  /** World units. */
  readonly x: number;
  readonly y: number;
  /** The element under it, with the place in thousandths of its box: there the dot stays when the element moves. */
  readonly on?: readonly [ElementId, number, number];
}
