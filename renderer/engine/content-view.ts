import type { Box } from '../../core/board/element.ts';
import { type Camera, cameraToFit, type Size, viewport } from './camera.ts';
import type { Scene, SceneEntry } from './scene.ts';

/** The visible content. */
export type Content = Pick<Scene, 'size' | 'bounds' | 'has'>;

export interface ViewOf {
  readonly content: Content;
  readonly camera: Camera;
  /** Size of the view, and free space around the content, screen pixels. */
  readonly size: Size;
  readonly padding: number;
}

/** True when there is content, and none of it is in view. */
export function isAstray({ content, camera, size }: ViewOf): boolean {
  return size.width > 0 && content.size > 0 && !content.has(viewport(camera, size));
}

/** The camera that shows all content, or the current one when all of it is in view. */
export function cameraToSeeAll({ content, camera, size, padding }: ViewOf): Camera {
  const box = content.bounds();
  const seen = viewport(camera, size);
  const isSeen = box && box.minX >= seen.minX && box.minY >= seen.minY && box.maxX <= seen.maxX && box.maxY <= seen.maxY;
  return box && !isSeen ? cameraToFit(box, size, padding) : camera;
}

/** The camera that shows content again: all of it, or its nearest part when it is too large for one view. */
export function cameraBack({ content, camera, size, padding }: ViewOf, scene: Scene): Camera {
  const box = content.bounds();
  if (!box) return camera;
  const whole = cameraToFit(box, size, padding);
  if (content.has(viewport(whole, size))) return whole;
  const nearest = nearestTo(scene, viewport(camera, size));
  return nearest ? cameraToFit(nearest, size, padding) : camera;
}

/** The element whose middle is nearest to the middle of a box. */
function nearestTo(scene: Scene, box: Box): SceneEntry | undefined {
  const [x, y] = [(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2];
  let best: { readonly entry: SceneEntry; readonly away: number } | undefined;
  for (const entry of scene.entries()) {
    const away = Math.hypot((entry.minX + entry.maxX) / 2 - x, (entry.minY + entry.maxY) / 2 - y);
    if (!best || away < best.away) best = { entry, away };
  }
  return best?.entry;
}
