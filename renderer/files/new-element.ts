import type { Points } from '../../core/board/bodies/points-codec.ts';
import type { Spans } from '../../core/board/bodies/spans.ts';
import type { Facts, Values } from '../../core/board/kinds.ts';

/** Where an arrow of a file ends: at a point relative to the arrow's place, and on another element of the file while that one is there. */
export interface NewEnd {
  /** World units. */
  readonly x: number;
  readonly y: number;
  readonly on?: { readonly key: string; readonly across: number; readonly down: number };
}

/**
 * An element that a file or the clipboard brings, before it has an id: what every reader gives and every writer takes. Units are those of the
 * board (1/16 px), numbers are within `LIMITS`.
 */
export interface NewElement {
  /** Names it within the file; arrows refer to it. */
  readonly key: string;
  readonly kind: number;
  readonly x: number;
  readonly y: number;
  /** Of a picture. */
  readonly facts?: Facts;
  /** Other registers that it is born with. */
  readonly values: Omit<Values, 'alive' | 'order' | 'x' | 'y' | 'group' | 'from' | 'to'>;
  /** About how large it is where `w` and `h` are left to its text, world units. */
  readonly about?: { readonly w: number; readonly h: number };
  /** Of a stroke, relative to `x` and `y`. */
  readonly points?: Points;
  /** What is cut out of it. */
  readonly cuts?: Spans;
  /** Of an arrow or a line. */
  readonly from?: NewEnd;
  readonly to?: NewEnd;
  /** Of a text, a note, or the label of a shape; empty for none. */
  readonly text?: string;
  /** Keys of the groups around it, the outermost first. */
  readonly groups?: readonly string[];
}

/** What of a file cannot be kept. `renderer/ui/words/board/file-words.ts` has the words. */
export type Loss =
  // left out
  | 'image'
  | 'video'
  | 'webPage'
  | 'unknown'
  | 'unreadable'
  | 'tooMany'
  // changed
  | 'bend'
  | 'outline'
  | 'fill'
  | 'shortened';

/** What a reader made of a file. */
export interface Reading {
  /** From below to above. */
  readonly elements: readonly NewElement[];
  readonly losses: ReadonlyMap<Loss, number>;
  /** The name that the file gives itself; empty for none. */
  readonly title: string;
}
