import type { Board } from '../../../core/board/board.ts';
import type { RemoteMember } from '../../../core/room/board-access.ts';
import { cursorColor } from '../palette.ts';
import { frameOf } from '../selection/frames.ts';
import { outlineOf } from '../selection/handles/handles.ts';
import { type Camera, type Point, screenAt } from '../view/camera.ts';
import { traceCorners } from './trace-corners.ts';

const FONT = '500 11px "Inter Variable", Inter, system-ui, sans-serif';
const TAG_HEIGHT = 16;
/** Screen pixels between an element and its outline. */
const OUT = 3;
/** The most people whose selections are outlined: more would hide the board. */
const PEOPLE_MOST = 24;

/** Draws thin outlines around the selections of others, in their colours, with a name at the first element. `target` in CSS pixels. */
export function paintSelections(
  target: CanvasRenderingContext2D,
  members: readonly RemoteMember[],
  board: Board,
  camera: Camera,
): void {
  let people = 0;
  for (const { name, color, shown } of members) {
    if (!shown || shown.selected.length === 0 || people++ >= PEOPLE_MOST) continue;
    const { fill, text } = cursorColor(color);
    target.strokeStyle = fill;
    target.lineWidth = 1;
    let isNamed = name === '';
    for (const id of shown.selected) {
      const element = board.get(id);
      const frame = element?.alive ? frameOf(board, element) : undefined;
      if (!frame) continue;
      const corners = outlineOf(frame, OUT / camera.zoom);
      traceCorners(target, camera, corners);
      target.stroke();
      if (isNamed) continue;
      isNamed = true;
      const seen = corners.map((corner) => screenAt(camera, corner));
      paintName(target, name, seen, { fill, text });
    }
  }
}

function paintName(
  target: CanvasRenderingContext2D,
  name: string,
  corners: readonly Point[],
  { fill, text }: { readonly fill: string; readonly text: string },
): void {
  const left = Math.min(...corners.map(({ x }) => x));
  const top = Math.min(...corners.map(({ y }) => y));
  target.font = FONT;
  target.textBaseline = 'middle';
  target.textAlign = 'left';
  const width = Math.ceil(target.measureText(name).width) + 10;
  target.fillStyle = fill;
  target.beginPath();
  target.roundRect(left, top - TAG_HEIGHT - 2, width, TAG_HEIGHT, 4);
  target.fill();
  target.fillStyle = text;
  target.fillText(name, left + 5, top - TAG_HEIGHT / 2 - 1.5);
}
