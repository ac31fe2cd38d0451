import type { PlacedGrip } from '../selection/handles/end-handles.ts';
import type { PlacedHandle } from '../selection/handles/handles.ts';
import { type Camera, screenAt } from '../view/camera.ts';

export interface HandleLook {
  readonly accent: string;
  readonly paper: string;
  /** For fingers. */
  readonly coarse: boolean;
}

/** Side of a handle, screen pixels; larger for fingers. */
const SIZE = 8;
const SIZE_COARSE = 14;
const CORNER = 2;

/** Round handles at the ends of a line. */
export function paintEnds(
  target: CanvasRenderingContext2D,
  ends: readonly PlacedGrip[],
  camera: Camera,
  { accent, paper, coarse }: HandleLook,
): void {
  target.fillStyle = paper;
  target.strokeStyle = accent;
  target.lineWidth = 1.5;
  for (const end of ends) {
    const { x, y } = screenAt(camera, end);
    target.beginPath();
    // What would become a corner is smaller than one.
    target.arc(x, y, (coarse ? SIZE_COARSE : SIZE) / 2 + (end.part === 'side' ? -1 : 1), 0, Math.PI * 2);
    target.fill();
    target.stroke();
  }
}

/** Upright squares that stretch, whatever the frame's rotation, and a round handle that turns. */
export function paintHandles(
  target: CanvasRenderingContext2D,
  handles: readonly PlacedHandle[],
  camera: Camera,
  { accent, paper, coarse }: HandleLook,
): void {
  const half = (coarse ? SIZE_COARSE : SIZE) / 2;
  target.fillStyle = paper;
  target.strokeStyle = accent;
  target.lineWidth = 1.5;
  for (const handle of handles) {
    const { x, y } = screenAt(camera, handle);
    target.beginPath();
    if (handle.handle === 'turn') target.arc(x, y, half, 0, Math.PI * 2);
    else target.roundRect(x - half, y - half, 2 * half, 2 * half, CORNER);
    target.fill();
    target.stroke();
  }
}
