import type { Board } from '../../core/board/board.ts';
import type { Box } from '../../core/board/element.ts';
import type { ElementId } from '../../core/board/ids.ts';
import { ElementKind, isThing } from '../../core/board/kinds.ts';
import { kindOf } from '../../renderer/engine/kinds/kind-of.ts';
import { frameOf, uprightBox } from '../../renderer/engine/selection/frames.ts';
import type { Point } from '../../renderer/engine/view/camera.ts';
import type { DescribedElement } from '../../renderer/files/described/described-element.ts';
import { UNITS } from '../../renderer/files/gathering.ts';

/** Pixels. */
const NOTE_WIDTH = 180;
const LETTERS = 15;
const LINE_HEIGHT = 21;
const PADDING = 32;
/** Characters of a line of the note, roughly. */
const LINE_CHARS = 20;
const GAP = 32;
/** Between the note and its neighbours. */
const MARGIN = 8;
const MOST_HEIGHT = 1_000;
/** Places that are tried further down: without covering a line, and with. */
const NEAR_STEPS = 10;
const FAR_STEPS = 40;

/**
 * A note beside the element, and a dotted line between the two. At a shape the line stays when either moves; other kinds have no edge
 * for the end of a line.
 */
export function commentOn(board: Board, id: ElementId, text: string): readonly DescribedElement[] {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE_CHARS)), 0);
  const height = Math.min(MOST_HEIGHT, lines * LINE_HEIGHT + PADDING);
  const commented = boxOf(board, id) ?? { minX: 0, minY: 0, maxX: 0, maxY: 0 };
  const { x, y } = freePlace(board, commented, height);
  const hasEdge = kindOf(board.get(id)?.kind ?? 0)?.edge !== undefined;
  const side = { x: x > commented.minX ? commented.maxX : commented.minX, y: (commented.minY + commented.maxY) / 2 };
  return [
    { kind: 'note', key: 'comment', x, y, w: NOTE_WIDTH, h: height, text, size: LETTERS },
    { kind: 'line', from: { on: 'comment' }, to: hasEdge ? { on: id } : side, dash: 'dotted', color: 'grey' },
  ];
}

/**
 * To the right of the element, else to its left, else further down on the right: the first place where nothing is. Lines are covered
 * when there is no other place near.
 */
function freePlace(board: Board, commented: Box, height: number): Point {
  const [right, left] = [commented.maxX + GAP, commented.minX - GAP - NOTE_WIDTH];
  const { minY } = commented;
  const taken = takenBoxes(board);
  for (const [boxes, steps] of [
    [[...taken.things, ...taken.lines], NEAR_STEPS],
    [taken.things, FAR_STEPS],
  ] as const) {
    for (let step = 0; step < steps; step++) {
      const y = minY + step * (GAP / 2);
      for (const x of step === 0 ? [right, left] : [right]) if (isFree(boxes, { x, y }, height)) return { x, y };
    }
  }
  return { x: right, y: minY };
}

function isFree(taken: readonly Box[], { x, y }: Point, height: number): boolean {
  const [maxX, maxY] = [x + NOTE_WIDTH + MARGIN, y + height + MARGIN];
  return !taken.some((one) => one.minX < maxX && one.maxX > x - MARGIN && one.minY < maxY && one.maxY > y - MARGIN);
}

/** Frames are around things, and take no place. */
function takenBoxes(board: Board): { readonly things: readonly Box[]; readonly lines: readonly Box[] } {
  const [things, lines]: [Box[], Box[]] = [[], []];
  for (const { id, alive, kind } of board.elements()) {
    if (!alive || !isThing(kind) || kind === ElementKind.frame) continue;
    const box = boxOf(board, id);
    if (box !== undefined) (kind === ElementKind.line || kind === ElementKind.arrow ? lines : things).push(box);
  }
  return { things, lines };
}

/** In pixels. */
function boxOf(board: Board, id: ElementId): Box | undefined {
  const element = board.get(id);
  const frame = element && frameOf(board, element);
  if (frame === undefined) return undefined;
  const { minX, minY, maxX, maxY } = uprightBox(frame);
  return { minX: minX / UNITS, minY: minY / UNITS, maxX: maxX / UNITS, maxY: maxY / UNITS };
}
