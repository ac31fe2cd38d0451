import type { ElementId } from '../../../../core/board/ids.ts';
import { kindOf } from '../../kinds/kind-of.ts';
import { isInside } from '../../kinds/shapes/polygon.ts';
import type { SceneEntry } from '../../scene.ts';
import { withGroups } from '../../selection/arranging/groups.ts';
import { touchedBy } from '../../selection/hit-test.ts';
import type { PointerSample } from '../tool.ts';
import type { SelectGesture, SelectHost, Start } from './select-gesture.ts';

/** With more elements than this within reach, enclosed elements are determined only when the line is closed. */
const LIVE_MOST = 1_500;

/** Selects elements that a free line crosses, and those whose middle it encloses. */
export class Lasso implements SelectGesture {
  readonly cursor = 'crosshair';
  readonly #host: SelectHost;
  readonly #kept: ReadonlySet<ElementId>;
  readonly #points: number[];
  readonly #touched = new Set<ElementId>();
  #box: { minX: number; minY: number; maxX: number; maxY: number };

  constructor(host: SelectHost, { xWorld: x, yWorld: y }: Start, kept: ReadonlySet<ElementId>) {
    this.#host = host;
    this.#kept = kept;
    this.#points = [x, y];
    this.#box = { minX: x, minY: y, maxX: x, maxY: y };
  }

  drag({ xWorld: x2, yWorld: y2 }: PointerSample): void {
    const { access, scene, zoom, sketch } = this.#host;
    const [x1, y1] = this.#points.slice(-2) as [number, number];
    if (Math.hypot(x2 - x1, y2 - y1) * zoom() < 2) return;
    this.#points.push(x2, y2);
    const { minX, minY, maxX, maxY } = this.#box;
    this.#box = { minX: Math.min(minX, x2), minY: Math.min(minY, y2), maxX: Math.max(maxX, x2), maxY: Math.max(maxY, y2) };
    for (const id of touchedBy(scene, access.board(), { x1, y1, x2, y2 }, 0)) this.#touched.add(id);
    sketch({ kind: 'lasso', points: this.#points });
    const near = scene.search(this.#box);
    if (near.length <= LIVE_MOST) this.#choose(near);
  }

  release(): void {
    this.#choose(this.#host.scene.search(this.#box));
  }

  takeBack(): void {
    this.#host.selection.set(this.#kept);
  }

  isTaken(): boolean {
    return false;
  }

  drop(gone: readonly ElementId[]): void {
    for (const id of gone) this.#touched.delete(id);
  }

  #choose(near: readonly SceneEntry[]): void {
    const { access, scene, selection } = this.#host;
    const board = access.board();
    const found = new Set(this.#touched);
    for (const { id, minX, minY, maxX, maxY } of near) {
      const element = found.has(id) ? undefined : board.get(id);
      if (!element || element.get('locked') || !kindOf(element.kind)) continue;
      if (isInside(this.#points, (minX + maxX) / 2, (minY + maxY) / 2)) found.add(id);
    }
    selection.set([...this.#kept, ...withGroups(board, found, () => scene.ids(), selection.entered)]);
  }
}
