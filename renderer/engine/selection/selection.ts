import type { Disposable } from '../../../core/base/disposable.ts';
import { Emitter } from '../../../core/base/emitter.ts';
import type { Board } from '../../../core/board/board.ts';
import type { Box } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { GroupPath } from '../../../core/board/kinds.ts';
import { union } from '../geometry.ts';
import type { Scene } from '../scene.ts';
import { type Frame, frameAround } from './frames.ts';
import { isLocked } from './hit-test.ts';

/** The person's selection. It is local to this window. */
export class Selection {
  readonly #changed = new Emitter<void>();
  #ids: ReadonlySet<ElementId> = new Set();
  #framed: { readonly ids: ReadonlySet<ElementId>; readonly revision: number; readonly frame: Frame | undefined } | undefined;
  /** The groups that the person has entered by double click, the outermost first. A click then selects inside them. */
  entered: GroupPath = [];

  get ids(): ReadonlySet<ElementId> {
    return this.#ids;
  }

  set(ids: Iterable<ElementId>): void {
    const next = new Set(ids);
    if (next.size === this.#ids.size && [...next].every((id) => this.#ids.has(id))) return;
    this.#ids = next;
    this.#changed.emit();
  }

  toggle(id: ElementId): void {
    const next = new Set(this.#ids);
    if (!next.delete(id)) next.add(id);
    this.set(next);
  }

  drop(gone: Iterable<ElementId>): void {
    const next = new Set(this.#ids);
    for (const id of gone) next.delete(id);
    this.set(next);
  }

  clear(): void {
    this.entered = [];
    this.set([]);
  }

  /** The frame around the selection, world units. Recomputed only when the board or the selection has changed. */
  frame(board: Board, scene: Scene): Frame | undefined {
    const known = this.#framed;
    if (known && known.ids === this.#ids && known.revision === scene.revision) return known.frame;
    const frame = frameAround(board, scene, this.#ids);
    this.#framed = { ids: this.#ids, revision: scene.revision, frame };
    return frame;
  }

  /** True when nothing in it may be changed. Locked elements can only be selected through a menu, one at a time. */
  isLocked(board: Board): boolean {
    const [first] = this.#ids;
    return first !== undefined && isLocked(board, first);
  }

  /** The box around the selection, world pixels. */
  box(scene: Scene): Box | undefined {
    let all: Box | undefined;
    for (const id of this.#ids) all = union(all, scene.get(id));
    return all;
  }

  onChange(listener: () => void): Disposable {
    return this.#changed.on(listener);
  }
}
