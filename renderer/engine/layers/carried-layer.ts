import type { Disposable } from '../../../core/base/disposable.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { UNITS } from '../geometry.ts';
import type { SceneEntry } from '../scene.ts';
import type { Point, View } from '../view/camera.ts';
import type { ZoomState } from '../view/zoom-rest.ts';
import { CHANGED_LIVE, type Lifted } from './lifted-group.ts';
import { SettledLayer, type SettledOptions } from './tiles/settled-layer.ts';
import { TileSheet } from './tiles/tile-sheet.ts';

export interface CarriedOptions extends Omit<SettledOptions, 'sheet' | 'isElsewhere' | 'ahead'> {
  readonly element: HTMLElement;
  /** The layer whose tiles it takes. */
  readonly settled: SettledLayer;
  /** What is dragged, or was put down and is not on the settled layer yet. */
  readonly lifted: () => Lifted | undefined;
  readonly isDown: () => boolean;
}

/**
 * Dragged elements as the tiles that showed them before the drag: a drag of everything moves tiles and draws nothing. When they are put down it
 * shows them until the settled layer has drawn them at their new places.
 */
export class CarriedLayer implements Disposable {
  readonly #options: CarriedOptions;
  readonly #layer: SettledLayer;
  /** What was dragged last. Undefined: this layer shows nothing. */
  #lifted: Lifted | undefined;
  /** How far the board's elements were from the tiles when the drag began, world units: the drag before it was not drawn yet. */
  #ahead: Point = { x: 0, y: 0 };

  constructor(options: CarriedOptions) {
    this.#options = options;
    this.#layer = new SettledLayer({
      ...options,
      sheet: new TileSheet(options.element),
      isElsewhere: (id) => !this.#has(id),
      ahead: () => ({ x: this.#ahead.x / UNITS, y: this.#ahead.y / UNITS }),
    });
  }

  /** True while it shows elements that were put down. */
  get isLanding(): boolean {
    return this.#lifted !== undefined && this.#options.isDown();
  }
  /** True while tiles must be built: paint again in the next frame. */
  get pending(): boolean {
    return this.#lifted !== undefined && !this.isLanding && this.#layer.pending;
  }

  /** Takes the tiles of elements that are dragged from now on. False when the view shows other elements too, or there are few. */
  take(lifted: Lifted): boolean {
    const { places, reshaped } = lifted;
    const { settled } = this.#options;
    const before = this.#lifted;
    const isOne = ({ id, holdsTo }: SceneEntry): boolean => places.has(id) && holdsTo.every((target) => places.has(target));
    // Of more, the board has no new places before the drag ends: the tiles stay true.
    const isFew = places.size <= CHANGED_LIVE || reshaped !== undefined;
    const isAlone = !isFew && settled.hasOnly(isOne);
    if (isAlone && before && isSame(before, lifted)) {
      this.#ahead = { x: this.#ahead.x + before.dx, y: this.#ahead.y + before.dy };
      settled.reset(false);
    } else {
      this.end();
      if (!isAlone || !settled.isReady) return false;
      this.#ahead = { x: 0, y: 0 };
      this.#layer.adopt(settled.handOver(isOne));
    }
    this.#lifted = lifted;
    return true;
  }

  /** A dragged element has changed on the board, or is no longer dragged. */
  changed(before: SceneEntry | undefined, after: SceneEntry | undefined): void {
    this.#layer.changed(before, after);
  }

  redraw(entry: SceneEntry): void {
    if (this.#has(entry.id)) this.#layer.redraw(entry);
  }

  paint(view: View, zoom: ZoomState, now: number): void {
    if (!this.#lifted) return;
    const lifted = this.#options.lifted();
    if (!lifted) {
      this.end();
      return;
    }
    this.#lifted = lifted;
    const originX = view.originX - Math.round(((this.#ahead.x + lifted.dx) / UNITS) * view.scale);
    const originY = view.originY - Math.round(((this.#ahead.y + lifted.dy) / UNITS) * view.scale);
    const moved = { ...view, originX, originY };
    // The board has the new places already: what is drawn from it now would not fit to the other tiles.
    if (this.isLanding) this.#layer.move(moved);
    else this.#layer.paint(moved, zoom, now);
  }

  /** The theme or the whole board is another. */
  reset(standIn: boolean): void {
    if (this.isLanding) this.end();
    else this.#layer.reset(standIn);
  }

  forget(): void {
    if (this.isLanding) this.end();
    this.#layer.forget();
  }

  /** Shows nothing any longer. */
  end(): void {
    if (!this.#lifted) return;
    this.#lifted = undefined;
    this.#layer.clear();
  }

  #has(id: ElementId): boolean {
    return this.#lifted?.places.has(id) ?? false;
  }

  dispose(): void {
    this.end();
    this.#layer.dispose();
  }
}

/** True for two drags of the same elements. */
function isSame(a: Lifted, b: Lifted): boolean {
  if (a.places.size !== b.places.size) return false;
  for (const id of a.places.keys()) if (!b.places.has(id)) return false;
  return true;
}
