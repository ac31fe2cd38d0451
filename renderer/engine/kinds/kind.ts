import type { Board } from '../../../core/board/board.ts';
import type { Box, Element } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { Segment } from '../geometry.ts';
import type { InkCache } from '../ink/ink-cache.ts';
import type { Theme } from '../palette.ts';
import type { PictureCache } from '../pictures/picture-cache.ts';

/** What a kind draws with: a canvas, or what records an SVG picture (`export/svg/`). A kind that needs more adds it here and there. */
export type Canvas2D = Pick<
  CanvasRenderingContext2D,
  | 'setTransform'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'quadraticCurveTo'
  | 'bezierCurveTo'
  | 'arc'
  | 'ellipse'
  | 'rect'
  | 'roundRect'
  | 'closePath'
  | 'fill'
  | 'stroke'
  | 'fillRect'
  | 'fillText'
  | 'measureText'
  | 'setLineDash'
  | 'getLineDash'
  | 'globalAlpha'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
  | 'lineDashOffset'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'textRendering'
  | 'direction'
  | 'drawImage'
  | 'imageSmoothingEnabled'
  | 'imageSmoothingQuality'
>;

/** What lies under what, whatever its order key: each band has layers of its own, so that a frame repaints only one. */
export type Band = 'under' | 'ink';
/** From below to above. */
export const BANDS: readonly Band[] = ['under', 'ink'];

/** Where on a canvas the world lies: device = world * scale - origin. */
export interface Placement {
  readonly scale: number;
  readonly originX: number;
  readonly originY: number;
}

/** The outline of an element at which arrows end; undefined when its kind holds none. */
export type EdgeOf = (board: Board, element: Element) => readonly number[] | undefined;

/** How far from its place on the board an element is shown while it is dragged, world units; undefined: at its place. */
export type ShownAt = (id: ElementId) => { readonly dx: number; readonly dy: number } | undefined;

export interface DrawLook {
  readonly board: Board;
  readonly theme: Theme;
  readonly ink: InkCache;
  /** Left out where nothing but lines is drawn. */
  readonly pictures?: PictureCache | undefined;
  /** Draw it elsewhere than where the board has it, world units: while it is dragged. */
  readonly offsetX?: number;
  readonly offsetY?: number;
  /** Where the elements are shown to which it holds. */
  readonly shownAt?: ShownAt;
  /** Draw it in this colour and strength instead of its own: to veil it. */
  readonly veil?: { readonly color: string; readonly alpha: number };
  /** The text of this element is shown in a field above the canvas: draw the element without. */
  readonly typing?: ElementId | undefined;
}

/** How one kind of element is shown and found. Each kind is a file of this folder; `kind-of.ts` lists them. */
export interface Kind {
  readonly band: Band;
  /** The box of everything that `draw` paints, world pixels; undefined while there is nothing to paint. */
  box(board: Board, element: Element): Box | undefined;
  /** What `draw` paints that the box does not say. Where box, order and look are equal, nothing has to be painted anew. */
  look(board: Board, element: Element): string;
  /** Other elements whose places and sizes decide how this one is drawn. */
  holdsTo?(element: Element): readonly ElementId[];
  /** How it lies before it is turned about its middle, world units; absent: by `w` and `h`, by its points, or by its box. */
  frame?(board: Board, element: Element): Box;
  /** Where its label stands, world pixels; absent: in the middle of it. */
  labelAt?(board: Board, element: Element): Box;
  /** The outline at which arrows end, a closed polygon `[x, y, …]` in world pixels. Kinds without one hold no arrows. */
  edge?(board: Board, element: Element): readonly number[];
  /** Leaves the transform as it used it; callers set their own before drawing anything else. */
  draw(target: Canvas2D, element: Element, place: Placement, look: DrawLook): void;
  /** Whether it comes within `margin` world pixels of a movement. */
  hit(board: Board, element: Element, by: Segment, margin: number): boolean;
  /** Whether any of it lies in a box, world pixels. */
  meets(board: Board, element: Element, box: Box): boolean;
}
