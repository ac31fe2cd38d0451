import type { ElementId } from '../../../../core/board/ids.ts';
import { withGroups } from '../../selection/arranging/groups.ts';
import { elementsIn, elementsWithin } from '../../selection/hit-test.ts';
import type { PointerSample } from '../tool.ts';
import type { SelectGesture, SelectHost, Start } from './select-gesture.ts';

/** Selects the elements that a rectangle touches, or encloses (a setting), while it is drawn. */
export class Marquee implements SelectGesture {
  readonly cursor = 'default';
  readonly #host: SelectHost;
  readonly #from: Start;
  readonly #kept: ReadonlySet<ElementId>;

  constructor(host: SelectHost, from: Start, kept: ReadonlySet<ElementId>) {
    this.#host = host;
    this.#from = from;
    this.#kept = kept;
  }

  drag({ xWorld: x2, yWorld: y2 }: PointerSample): void {
    const { access, scene, selection, sketch } = this.#host;
    const { xWorld: x1, yWorld: y1 } = this.#from;
    const box = { minX: Math.min(x1, x2), minY: Math.min(y1, y2), maxX: Math.max(x1, x2), maxY: Math.max(y1, y2) };
    sketch({ kind: 'marquee', x1, y1, x2, y2 });
    const find = this.#host.habits().encloses ? elementsWithin : elementsIn;
    const found = find(scene, access.board(), box);
    selection.set([...this.#kept, ...withGroups(access.board(), found, () => scene.ids(), selection.entered)]);
  }

  release(): void {
    // Its selection stays.
  }

  takeBack(): void {
    this.#host.selection.set(this.#kept);
  }

  isTaken(): boolean {
    return false;
  }

  drop(): void {
    // A marquee changes no elements, so there is nothing to drop.
  }
}
