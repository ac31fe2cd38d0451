import type { Board } from '../../../core/board/board.ts';
import type { Box, Element } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { Segment } from '../geometry.ts';
import type { InkCache } from '../ink/ink-cache.ts';
import type { Theme } from '../palette.ts';
import type { DrawnPictures } from '../pictures/picture-cache.ts';

/**
 * The drawing target of a kind: a canvas, or the recorder of SVG pictures and PDF pages (`export/recording-canvas.ts`). A kind that needs
 * another method adds it here and there.
 */
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

/** The painting order of kinds, before the order key. Each band has layers of its own, so that a frame repaints only one. */
export type Band = 'under' | 'ink';
/** From bottom to top. */
export const BANDS: readonly Band[] = ['under', 'ink'];

/** The position of the world on a canvas: device = world * scale - origin. */
export interface Placement {
  readonly scale: number;
  readonly originX: number;
  readonly originY: number;
  /** Device pixels: nothing beyond a square of this side is seen. */
  readonly side?: number;
}

/** The outline of an element at which arrows end. Undefined if its kind has none. */
export type EdgeOf = (board: Board, element: Element) => readonly number[] | undefined;

/** The distance between an element's place on the board and its shown place during a drag, world units. Undefined without a drag. */
export type ShownAt = (id: ElementId) => { readonly dx: number; readonly dy: number } | undefined;

export interface DrawLook {
  readonly board: Board;
  readonly theme: Theme;
  readonly ink: InkCache;
  /** Absent where only lines are drawn. */
  readonly pictures?: DrawnPictures | undefined;
  /** Draws the element at an offset from its place on the board, world units, during a drag. */
  readonly offsetX?: number;
  readonly offsetY?: number;
  /** The shown places of the elements to which it is bound. */
  readonly shownAt?: ShownAt;
  /** Draws the element in this colour and strength instead of its own, as a veil. */
  readonly veil?: { readonly color: string; readonly alpha: number };
  /** A field above the canvas shows the text of this element: draw the element without its text. */
  readonly typing?: ElementId | undefined;
}

/** How one kind of element is drawn and hit. Each kind is a file of this folder; `kind-of.ts` lists them. */
export interface Kind {
  readonly band: Band;
  /** The box of everything that `draw` paints, world pixels. Undefined if it paints nothing. */
  box(board: Board, element: Element): Box | undefined;
  /** The parts of the drawing that do not change the box. An element with equal box, order and look needs no repaint. */
  look(board: Board, element: Element): string;
  /** Other elements whose places and sizes affect the drawing of this one. */
  holdsTo?(element: Element): readonly ElementId[];
  /** The box before the turn about its middle, world units. If absent, it comes from `w` and `h`, from the points, or from the box. */
  frame?(board: Board, element: Element): Box;
  /** The place of the label, world pixels. If absent, the middle of the element. */
  labelAt?(board: Board, element: Element): Box;
  /** The outline at which arrows end, a closed polygon `[x, y, …]` in world pixels. Arrows cannot be bound to a kind without one. */
  edge?(board: Board, element: Element): readonly number[];
  /** Does not restore the transform. Callers set their own before they draw anything else. */
  draw(target: Canvas2D, element: Element, place: Placement, look: DrawLook): void;
  /** Whether it comes within `margin` world pixels of a movement. */
  hit(board: Board, element: Element, by: Segment, margin: number): boolean;
  /** Whether any part of it lies in a box, world pixels. */
  meets(board: Board, element: Element, box: Box): boolean;
}
