import type { Disposable } from '../../../core/base/disposable.ts';
import { Emitter } from '../../../core/base/emitter.ts';
import type { Box } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { union } from '../geometry.ts';
import type { Scene } from '../scene.ts';

/** What the person has selected; only their own screen knows. */
export class Selection {
  readonly #changed = new Emitter<void>();
  #ids: ReadonlySet<ElementId> = new Set();

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
    this.set([]);
  }

  /** World pixels around all of it. */
  box(scene: Scene): Box | undefined {
    let all: Box | undefined;
    for (const id of this.#ids) all = union(all, scene.get(id));
    return all;
  }

  onChange(listener: () => void): Disposable {
    return this.#changed.on(listener);
  }
}
