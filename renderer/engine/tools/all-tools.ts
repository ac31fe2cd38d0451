import type { Board } from '../../../core/board/board.ts';
import { ElementKind } from '../../../core/board/kinds.ts';
import { EraserTool } from './eraser.ts';
import { HandTool } from './hand.ts';
import { LaserTool } from './laser.ts';
import { PenTool } from './pen.ts';
import { LineTool } from './placing/line.ts';
import { NoteTool } from './placing/note.ts';
import { ShapeTool } from './placing/shape.ts';
import { SelectTool } from './select.ts';
import { TextTool } from './text.ts';
import type { Tool, ToolHost, ToolId } from './tool.ts';

/** World pixels of an element that a click with such a tool creates. */
const SHAPE_SIZE = { width: 160, height: 100 } as const;
const FRAME_SIZE = { width: 480, height: 320 } as const;

/** All tools, each created once. `frameTitle`: of the frame of a number. */
export function allTools(
  host: ToolHost,
  frameTitle: (number: number) => string,
): Readonly<Record<ToolId, Tool>> & { readonly eraser: EraserTool } {
  return {
    select: new SelectTool(host),
    hand: new HandTool(host),
    pen: new PenTool(host, ElementKind.pen),
    highlighter: new PenTool(host, ElementKind.highlighter),
    eraser: new EraserTool(host),
    line: new LineTool(host, ElementKind.line),
    arrow: new LineTool(host, ElementKind.arrow),
    rectangle: new ShapeTool(host, { kind: ElementKind.rectangle, ...SHAPE_SIZE }),
    ellipse: new ShapeTool(host, { kind: ElementKind.ellipse, ...SHAPE_SIZE }),
    diamond: new ShapeTool(host, { kind: ElementKind.diamond, ...SHAPE_SIZE }),
    frame: new ShapeTool(host, {
      kind: ElementKind.frame,
      ...FRAME_SIZE,
      values: () => ({ title: freeTitle(host.access.board(), frameTitle) }),
    }),
    text: new TextTool(host),
    note: new NoteTool(host),
    laser: new LaserTool(host),
  };
}

/** The title after those of the frames on the board: the first from their count on that none of them has. */
function freeTitle(board: Board, titleOf: (number: number) => string): string {
  const taken = [...board.elements()]
    .filter(({ alive, kind }) => alive && kind === ElementKind.frame)
    .map((frame) => frame.get('title'));
  let number = taken.length + 1;
  while (number <= 2 * taken.length && taken.includes(titleOf(number))) number++;
  return titleOf(number);
}
