import { composed, type Matrix, transformed, turnedAbout } from '../../../../core/base/matrix.ts';
import { pairsOf } from '../../../../core/base/pairs.ts';
import type { Board } from '../../../../core/board/board.ts';
import type { Box, Element } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import {
  type ArrowEnd,
  type Corners,
  ElementKind,
  KINDS,
  TEXT_SIZE_LEAST,
  TEXT_SIZE_MOST,
  type Values,
} from '../../../../core/board/kinds.ts';
import { stretchedFrom } from '../../matrix.ts';
import { boardTexts } from '../../text/layout/board-texts.ts';
import type { Point } from '../../view/camera.ts';
import { frameOf, isInk, middleOf, radians } from '../frames.ts';
import { angleRegister, coordinate, extent } from './coordinate.ts';

/** A change of a selection's shape. World units, radians. */
export type Reshape =
  /** `scaleX` and `scaleY` along axes that are turned by `axes`; negative values mirror. The anchor stays. */
  | { readonly kind: 'stretch'; readonly anchor: Point; readonly scaleX: number; readonly scaleY: number; readonly axes: number }
  | { readonly kind: 'turn'; readonly about: Point; readonly by: number };

export const NO_RESHAPE: Reshape = { kind: 'turn', about: { x: 0, y: 0 }, by: 0 };

export function matrixOf(reshape: Reshape): Matrix {
  if (reshape.kind === 'turn') return turnedAbout(reshape.by, reshape.about);
  const { anchor, scaleX, scaleY, axes } = reshape;
  const stretch = stretchedFrom(anchor, scaleX, scaleY);
  if (axes === 0) return stretch;
  return composed(turnedAbout(axes, anchor), composed(stretch, turnedAbout(-axes, anchor)));
}

/** The state of an element at the start of the drag. The board changes during the drag. */
export interface Hold {
  readonly as: 'ink' | 'box' | 'line' | 'text';
  /** True when its sides differ visibly if mirrored. */
  readonly isPicture: boolean;
  readonly box: Box;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly angle: number;
  readonly mirrored: boolean;
  readonly size: number;
  /** Its letters grow with it: a text, and among several elements a label or note too. */
  readonly hasLetters: boolean;
  readonly from: ArrowEnd;
  readonly to: ArrowEnd;
  readonly bend: number;
  readonly corners: Corners;
  /** The box of a stroke's points as they were drawn, relative to its place. */
  readonly drawn: Box | undefined;
}

/** `isAmong`: other elements are reshaped with it. */
export function holdOf(board: Board, element: Element, isAmong = false): Hold | undefined {
  const frame = frameOf(board, element);
  if (!frame) return undefined;
  const { x, y, kind, box } = element;
  const required = KINDS.get(kind)?.required ?? [];
  const as = isInk(element) ? 'ink' : required.includes('from') ? 'line' : required.includes('size') ? 'text' : 'box';
  return {
    as,
    isPicture: kind === ElementKind.image,
    box: frame.box,
    x,
    y,
    w: element.get('w'),
    h: element.get('h'),
    angle: element.get('angle'),
    mirrored: element.get('mirrored'),
    size: element.get('size'),
    hasLetters: as === 'text' || (isAmong && boardTexts.text(board, element) !== ''),
    from: element.get('from'),
    to: element.get('to'),
    bend: element.get('bend'),
    corners: element.get('corners'),
    drawn: as === 'ink' && box ? { minX: box.minX - x, minY: box.minY - y, maxX: box.maxX - x, maxY: box.maxY - y } : undefined,
  };
}

export function holdsOf(board: Board, ids: ReadonlySet<ElementId>): Map<ElementId, Hold> {
  const holds = new Map<ElementId, Hold>();
  for (const id of ids) {
    const element = board.get(id);
    const hold = element?.alive ? holdOf(board, element, ids.size > 1) : undefined;
    if (hold) holds.set(id, hold);
  }
  return holds;
}

/** True when an uneven stretch along the board's axes would require a skew. */
export function leans({ as, angle }: Hold): boolean {
  return as !== 'line' && angle % 9_000 !== 0;
}

/** The registers of an element's place and size after its selection was reshaped. */
export function reshaped(hold: Hold, reshape: Reshape): Omit<Values, 'alive'> {
  return hold.as === 'line' ? lineValues(hold, reshape) : boxValues(hold, reshape);
}

/** The registers of its place and size before the change. */
export function heldValues({ x, y, w, h, angle, mirrored, size, from, to, bend, corners }: Hold): Omit<Values, 'alive'> {
  return { x, y, w, h, angle, mirrored, size, from, to, bend, corners };
}

/** A line has no box of its own. Its free ends move with the selection, and its bound ends stay at their targets. */
function lineValues(hold: Hold, reshape: Reshape): Omit<Values, 'alive'> {
  const { x, y, from, to, bend, corners } = hold;
  const matrix = matrixOf(reshape);
  const origin = transformed(matrix, x, y);
  const moved = (x: number, y: number): readonly [number, number] => {
    const to = transformed({ ...matrix, e: 0, f: 0 }, x, y);
    return [coordinate(to.x), coordinate(to.y)];
  };
  const end = (at: ArrowEnd): ArrowEnd => (at.length === 2 ? moved(at[0], at[1]) : at);
  const turned = corners.length === 0 ? {} : { corners: pairsOf(corners).flatMap(([x, y]) => moved(x, y)) };
  const isMirrored = reshape.kind === 'stretch' && reshape.scaleX < 0 !== reshape.scaleY < 0;
  const bent = isMirrored ? { bend: -bend + 0 } : {};
  const letters = reshape.kind === 'stretch' ? labelSize(hold, Math.abs(reshape.scaleX), Math.abs(reshape.scaleY)) : {};
  return { x: coordinate(origin.x), y: coordinate(origin.y), from: end(from), to: end(to), ...turned, ...bent, ...letters };
}

function boxValues(hold: Hold, reshape: Reshape): Omit<Values, 'alive'> {
  const before = middleOf(hold.box);
  const middle = transformed(matrixOf(reshape), before.x, before.y);
  if (reshape.kind === 'turn') {
    return {
      x: coordinate(hold.x + middle.x - before.x),
      y: coordinate(hold.y + middle.y - before.y),
      angle: angleRegister(radians(hold.angle) + reshape.by),
    };
  }
  const { scaleX, scaleY, axes } = reshape;
  const lean = radians(hold.angle) - axes;
  // On its side, its width follows the height of the selection.
  const isOnSide = Math.abs(Math.sin(lean)) > Math.SQRT1_2;
  const along = Math.abs(isOnSide ? scaleY : scaleX);
  const across = Math.abs(isOnSide ? scaleX : scaleY);
  const flipsX = scaleX < 0;
  const flipsY = scaleY < 0;
  const isMirrored = flipsX !== flipsY;
  // Text is never mirrored or upside down. Shapes that look the same mirrored need not be either.
  const isPicture = hold.as === 'ink' || hold.isPicture;
  const turn = (isMirrored ? -lean : lean) + (flipsY && isPicture ? Math.PI : 0);
  const angle = angleRegister(axes + turn);
  const mirrored = isPicture ? { mirrored: hold.mirrored !== isMirrored } : {};
  const width = (hold.box.maxX - hold.box.minX) * along;
  const height = (hold.box.maxY - hold.box.minY) * across;
  if (hold.as === 'ink' && hold.drawn) return { ...inkSize(hold, hold.drawn, middle, { width, height }), angle, ...mirrored };
  if (hold.as === 'text') return { ...textSize(hold, middle, { along, across, width, height }), angle };
  const [w, h] = [extent(width), extent(height)];
  // A note that its text has made higher keeps its own height when only its width is pulled.
  const ownH = across === 1 && hold.h > 0 ? hold.h : h;
  return {
    x: coordinate(middle.x - w / 2),
    y: coordinate(middle.y - h / 2),
    w,
    h: ownH,
    angle,
    ...mirrored,
    ...labelSize(hold, along, across),
  };
}

/** Ink is stretched from its place, which need not be a corner of its box. */
function inkSize(
  hold: Hold,
  drawn: Box,
  middle: Point,
  now: { readonly width: number; readonly height: number },
): Omit<Values, 'alive'> {
  const [w, x] = inkAlong(drawn.minX, drawn.maxX, now.width, hold.w);
  const [h, y] = inkAlong(drawn.minY, drawn.maxY, now.height, hold.h);
  return { x: coordinate(middle.x - x), y: coordinate(middle.y - y), w, h };
}

/**
 * The register of a size, and the distance of the middle from its place. A size that was never written stays unwritten while it
 * is unchanged.
 */
function inkAlong(min: number, max: number, wanted: number, held: number): readonly [number, number] {
  const drawn = max - min;
  const middle = (min + max) / 2;
  const size = extent(wanted);
  if (drawn === 0 || (held === 0 && size === drawn)) return [held, middle];
  return [size, (middle * size) / drawn];
}

/** Letters grow with both axes. */
function lettersOf(size: number, along: number, across: number): number {
  return Math.min(TEXT_SIZE_MOST, Math.max(TEXT_SIZE_LEAST, Math.round(size * Math.sqrt(along * across))));
}

/** Dragging a single side changes the room of a label, and not its letters. */
function labelSize({ hasLetters, size }: Hold, along: number, across: number): Omit<Values, 'alive'> {
  return hasLetters && along !== 1 && across !== 1 ? { size: lettersOf(size, along, across) } : {};
}

/** Dragging a single side only changes the length of the lines. */
function textSize(
  { size, w, h }: Hold,
  middle: Point,
  now: { readonly along: number; readonly across: number; readonly width: number; readonly height: number },
): Omit<Values, 'alive'> {
  const place = { x: coordinate(middle.x - now.width / 2), y: coordinate(middle.y - now.height / 2) };
  if (now.across === 1 && now.along !== 1) return { ...place, w: extent(now.width) };
  return {
    ...place,
    size: lettersOf(size, now.along, now.across),
    ...(w > 0 ? { w: extent(w * now.along) } : {}),
    ...(h > 0 ? { h: extent(h * now.across) } : {}),
  };
}
