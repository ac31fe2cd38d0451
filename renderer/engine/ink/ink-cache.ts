import type { Spans } from '../../../core/board/bodies/spans.ts';
import type { Element } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { type TracePath, traceElement } from './ink-path.ts';

interface CachedInk {
  readonly path: Path2D;
  readonly pointCount: number;
  readonly width: number;
  readonly trace: TracePath;
  readonly cuts: string;
  readonly w: number;
  readonly h: number;
  /** The board replaces the buffer when it trims the stroke or takes another copy of it. */
  readonly buffer: ArrayBufferLike;
}

/** Points whose outlines are kept. An outline takes some 60 bytes a point, so this is at most about 60 MB. */
const POINTS_KEPT = 1_000_000;

/**
 * Outlines of elements, relative to the element's place, so that moving, turning and recolouring reuse them. When full, the older
 * half is dropped.
 */
export class InkCache {
  readonly #cached = new Map<ElementId, CachedInk>();
  readonly #newPath: () => Path2D;
  #points = 0;
  #made = 0;

  /** `newPath`: the target of the tracing. */
  constructor(newPath: () => Path2D = () => new Path2D()) {
    this.#newPath = newPath;
  }

  /** Points of all outlines made so far: the cost of a caller's drawing. */
  get pointsMade(): number {
    return this.#made;
  }

  path(element: Element, cuts: Spans, trace: TracePath): Path2D {
    const { id, pointCount, width, points } = element;
    const cutOut = cuts.join();
    const w = element.get('w');
    const h = element.get('h');
    const known = this.#cached.get(id);
    if (
      known &&
      known.pointCount === pointCount &&
      known.width === width &&
      known.trace === trace &&
      known.cuts === cutOut &&
      known.w === w &&
      known.h === h &&
      known.buffer === points.buffer
    ) {
      return known.path;
    }
    const path = this.#newPath();
    traceElement(path, element, cuts, trace);
    this.forget(id);
    this.#cached.set(id, { path, pointCount, width, trace, cuts: cutOut, w, h, buffer: points.buffer });
    this.#points += pointCount;
    this.#made += pointCount;
    if (this.#points > POINTS_KEPT) this.#drop(POINTS_KEPT / 2);
    return path;
  }

  forget(id: ElementId): void {
    this.#points -= this.#cached.get(id)?.pointCount ?? 0;
    this.#cached.delete(id);
  }

  clear(): void {
    this.#cached.clear();
    this.#points = 0;
  }

  #drop(toPoints: number): void {
    for (const id of this.#cached.keys()) {
      if (this.#points <= toPoints) return;
      this.forget(id);
    }
  }
}
