import type { Box } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { Scene, SceneEntry } from '../scene.ts';
import { type Camera, cameraToFit, type Size, viewport } from './camera.ts';

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

/**
 * Shows content: all of it, or where even the smallest zoom shows nothing, its nearest part, and the next part each time again.
 */
export class ContentWalk {
  readonly #scene: Scene;
  /** Elements of the parts that were shown since the walk began. */
  readonly #shown = new Set<ElementId>();
  /** Where the last step led. Undefined before the first, and after one that showed everything. */
  #at: Camera | undefined;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** True while the view is where the walk led: there is another part. */
  isUnderWay({ camera }: ViewOf): boolean {
    return this.#at !== undefined && isSameCamera(this.#at, camera);
  }

  /** The camera of the next step. */
  next(view: ViewOf): Camera {
    const { content, camera, size, padding } = view;
    const box = content.bounds();
    if (!box) return camera;
    const whole = cameraToFit(box, size, padding);
    if (content.has(viewport(whole, size))) return this.#end(whole);
    if (!this.isUnderWay(view)) this.#shown.clear();
    const seen = viewport(camera, size);
    const part = this.#nearestTo(seen) ?? this.#fromTheStart(seen);
    if (!part) return this.#end(whole);
    this.#at = cameraToFit(part, size, padding);
    this.#note(viewport(this.#at, size));
    return this.#at;
  }

  /** The same, or the current camera when all content is in view. */
  nextUnlessSeen(view: ViewOf): Camera {
    const box = view.content.bounds();
    const seen = viewport(view.camera, view.size);
    const isSeen = box && box.minX >= seen.minX && box.minY >= seen.minY && box.maxX <= seen.maxX && box.maxY <= seen.maxY;
    return isSeen ? view.camera : this.next(view);
  }

  /** All parts were shown: the walk begins again, with another part than the one in view. */
  #fromTheStart(seen: Box): SceneEntry | undefined {
    this.#shown.clear();
    this.#note(seen);
    return this.#nearestTo(seen);
  }

  #note(seen: Box): void {
    for (const { id } of this.#scene.search(seen)) this.#shown.add(id);
  }

  #end(camera: Camera): Camera {
    this.#at = undefined;
    return camera;
  }

  /** The element not shown yet whose middle is nearest to the middle of a box. */
  #nearestTo(box: Box): SceneEntry | undefined {
    const [x, y] = [(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2];
    let best: { readonly entry: SceneEntry; readonly away: number } | undefined;
    for (const entry of this.#scene.entries()) {
      if (this.#shown.has(entry.id)) continue;
      const away = Math.hypot((entry.minX + entry.maxX) / 2 - x, (entry.minY + entry.maxY) / 2 - y);
      if (!best || away < best.away) best = { entry, away };
    }
    return best?.entry;
  }
}

function isSameCamera(a: Camera, b: Camera): boolean {
  return a.x === b.x && a.y === b.y && a.zoom === b.zoom;
}
