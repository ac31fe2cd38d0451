import type { Points } from '../../core/board/bodies/points-codec.ts';
import type { Spans } from '../../core/board/bodies/spans.ts';
import type { Facts, Values } from '../../core/board/kinds.ts';
import type { Crop, FilePicture } from './pictures/file-picture.ts';

/** The end of an arrow in a file: a point relative to the arrow's place, and a target element while that exists. */
export interface NewEnd {
  /** World units. */
  readonly x: number;
  readonly y: number;
  readonly on?: { readonly key: string; readonly across: number; readonly down: number };
}

/**
 * An element from a file or the clipboard, before it has an id: the result of every reader and the input of every writer. Units
 * are those of the board (1/16 px), numbers are within `LIMITS`.
 */
export interface NewElement {
  /** Its name within the file, used by arrows. */
  readonly key: string;
  readonly kind: number;
  readonly x: number;
  readonly y: number;
  /** Of a picture. */
  readonly facts?: Facts;
  /** Of a picture in a file, until it is stored. Such an element is not on a board yet. */
  readonly picture?: FilePicture;
  /** Absent for the whole picture. */
  readonly crop?: Crop;
  /** Other registers of its birth. */
  readonly values: Omit<Values, 'alive' | 'order' | 'x' | 'y' | 'group' | 'from' | 'to'>;
  /** Its approximate size where `w` and `h` depend on its text, world units. */
  readonly about?: { readonly w: number; readonly h: number };
  /** Of a stroke, relative to `x` and `y`. */
  readonly points?: Points;
  /** The parts that are cut out of it. */
  readonly cuts?: Spans;
  /** Of an arrow or a line. */
  readonly from?: NewEnd;
  readonly to?: NewEnd;
  /** Of a text, a note, or the label of a shape. Empty for none. */
  readonly text?: string;
  /** Keys of the groups that contain it, the outermost first. */
  readonly groups?: readonly string[];
}

/** What cannot be kept of a file. `renderer/ui/words/board/loss-words.ts` has the sentences. */
export type Loss =
  // left out
  | 'image'
  | 'largeImage'
  | 'webImage'
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

/** A reader's result. */
export interface Reading {
  /** From bottom to top. */
  readonly elements: readonly NewElement[];
  readonly losses: ReadonlyMap<Loss, number>;
  /** The file's own title. Empty for none. */
  readonly title: string;
}
