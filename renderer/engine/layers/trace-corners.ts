import { type Camera, type Point, screenAt } from '../view/camera.ts';

/** Traces a closed outline through corners, world pixels. `target` in CSS pixels. */
export function traceCorners(target: CanvasRenderingContext2D, camera: Camera, corners: readonly Point[]): void {
  target.beginPath();
  for (const corner of corners) {
    const { x, y } = screenAt(camera, corner);
    target.lineTo(x, y);
  }
  target.closePath();
}
