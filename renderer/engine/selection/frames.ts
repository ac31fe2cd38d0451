import { turnedAbout } from '../../../core/base/matrix.ts';
import type { Board } from '../../../core/board/board.ts';
import type { Box, Element } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { Body } from '../../../core/board/kinds.ts';
import { UNITS, union } from '../geometry.ts';
import { inkFrame } from '../ink/ink-frame.ts';
import { kindOf } from '../kinds/kind-of.ts';
import { boxUnder } from '../matrix.ts';
import type { Scene } from '../scene.ts';
import type { Point } from '../view/camera.ts';

/** A box that is turned about its middle. Radians, clockwise. */
export interface Frame {
  readonly box: Box;
  readonly angle: number;
}

export const isInk = ({ body }: Element): boolean => body === Body.points || body === Body.pressuredPoints;

export function middleOf({ minX, minY, maxX, maxY }: Box): Point {
  return { x: (minX + maxX) / 2, y: (minY + maxY) / 2 };
}

export function radians(hundredths: number): number {
  return (hundredths / 18_000) * Math.PI;
}

/** The box of an element without the width of its line, world units. Undefined while it has no extent. */
export function frameOf(board: Board, element: Element): Frame | undefined {
  const kind = kindOf(element.kind);
  if (!kind) return undefined;
  const angle = radians(element.get('angle'));
  const { x, y } = element;
  if (isInk(element)) {
    const { box } = element;
    const within = inkFrame(element)?.box;
    if (within)
      return { box: { minX: x + within.minX, minY: y + within.minY, maxX: x + within.maxX, maxY: y + within.maxY }, angle };
    return box && { box, angle };
  }
  if (kind.frame) return { box: kind.frame(board, element), angle };
  const [w, h] = [element.get('w'), element.get('h')];
  if (w > 0 && h > 0) return { box: { minX: x, minY: y, maxX: x + w, maxY: y + h }, angle };
  const shown = kind.box(board, element);
  return shown && { box: scaled(shown, UNITS), angle: 0 };
}

/** The upright box around a frame. */
export function uprightBox({ box, angle }: Frame): Box {
  return angle === 0 ? box : boxUnder(turnedAbout(angle, middleOf(box)), box);
}

export function scaled({ minX, minY, maxX, maxY }: Box, by: number): Box {
  return { minX: minX * by, minY: minY * by, maxX: maxX * by, maxY: maxY * by };
}

/** With more elements than this the box of the painted area replaces the frame, because it is already known. */
const FRAMED = 200;

/** The frame around the selection, world units: turned like a single element, upright for several. */
export function frameAround(board: Board, scene: Scene, ids: ReadonlySet<ElementId>): Frame | undefined {
  let all: Box | undefined;
  for (const id of ids) {
    const entry = scene.get(id);
    const element = entry && board.get(id);
    if (!element) continue;
    const frame = ids.size > FRAMED ? undefined : frameOf(board, element);
    if (frame && ids.size === 1) return frame;
    all = union(all, frame ? uprightBox(frame) : scaled(entry, UNITS));
  }
  return all && { box: all, angle: 0 };
}
