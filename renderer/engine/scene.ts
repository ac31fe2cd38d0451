import RBush from 'rbush';
import type { Board } from '../../core/board/board.ts';
import { type Box, type Element, ElementKind } from '../../core/board/element.ts';
import type { ElementId } from '../../core/board/ids.ts';

/** World units in one world pixel. */
export const UNITS = 16;

/**
 * Where one visible element is, in world pixels, its ink included. Never changed once made: rbush's `remove` searches by the box, so
 * an entry that moved could not be found again (style-anchors 2.16). A changed element gets a new entry.
 */
export interface SceneEntry extends Box {
  readonly id: ElementId;
  readonly kind: ElementKind;
  readonly order: string;
  readonly color: number;
  readonly width: number;
  readonly pointCount: number;
}

/** Half of the widest that ink gets, as a share of its width: full pressure makes one and a half of it (ink/stroke-path.ts). */
export const INK_REACH = 0.75;

/** From below to above: highlighters lie under pens, then the order key counts, then the id. */
export function compareDepth(a: SceneEntry, b: SceneEntry): number {
  if (a.kind !== b.kind) return a.kind === ElementKind.highlighter ? -1 : 1;
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

export function intersects(a: Box, b: Box): boolean {
  return a.minX <= b.maxX && a.maxX >= b.minX && a.minY <= b.maxY && a.maxY >= b.minY;
}

export function union(a: Box | undefined, b: Box | undefined): Box | undefined {
  if (!a || !b) return a ?? b;
  return {
    minX: Math.min(a.minX, b.minX),
    minY: Math.min(a.minY, b.minY),
    maxX: Math.max(a.maxX, b.maxX),
    maxY: Math.max(a.maxY, b.maxY),
  };
}

/** The box of an element's ink in world pixels; undefined while it has no points. */
export function inkBox(element: Element): Box | undefined {
  const box = element.box;
  if (!box) return undefined;
  const reach = element.width * INK_REACH;
  return {
    minX: (box.minX - reach) / UNITS,
    minY: (box.minY - reach) / UNITS,
    maxX: (box.maxX + reach) / UNITS,
    maxY: (box.maxY + reach) / UNITS,
  };
}

export interface SceneChange {
  readonly before: SceneEntry | undefined;
  readonly after: SceneEntry | undefined;
}

/** Derived from the board: what is visible, where. Told of changes by id; asks the board for the rest. */
export class Scene {
  readonly #board: () => Board;
  readonly #entries = new Map<ElementId, SceneEntry>();
  readonly #tree = new RBush<SceneEntry>(16);

  constructor(board: () => Board) {
    this.#board = board;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Reads the whole board anew. */
  reset(): void {
    this.#entries.clear();
    this.#tree.clear();
    for (const element of this.#board().elements()) {
      const entry = entryOf(element);
      if (entry) this.#entries.set(element.id, entry);
    }
    this.#tree.load([...this.#entries.values()]);
  }

  /** Looks at one element again. `before === after` when it looks as it did: an echo of one's own change brings nothing new. */
  update(id: ElementId): SceneChange {
    const before = this.#entries.get(id);
    const element = this.#board().get(id);
    const after = element && entryOf(element);
    if (before && after && isSame(before, after)) return { before, after: before };
    if (before) this.#tree.remove(before);
    if (after) {
      this.#tree.insert(after);
      this.#entries.set(id, after);
    } else {
      this.#entries.delete(id);
    }
    return { before, after };
  }

  get(id: ElementId): SceneEntry | undefined {
    return this.#entries.get(id);
  }
  ids(): Iterable<ElementId> {
    return this.#entries.keys();
  }

  /** Entries whose box meets `box` (world pixels), in no order. */
  search(box: Box): SceneEntry[] {
    return this.#tree.search(box);
  }
  has(box: Box): boolean {
    return this.#tree.collides(box);
  }

  /** The box of everything visible. */
  bounds(): Box | undefined {
    let all: Box | undefined;
    for (const entry of this.#entries.values()) all = union(all, entry);
    return all;
  }
}

function entryOf(element: Element): SceneEntry | undefined {
  if (!element.alive) return undefined;
  const box = inkBox(element);
  const { id, kind, order, color, width, pointCount } = element;
  return box && { ...box, id, kind, order, color, width, pointCount };
}

function isSame(a: SceneEntry, b: SceneEntry): boolean {
  const isSamePlace = a.minX === b.minX && a.minY === b.minY && a.maxX === b.maxX && a.maxY === b.maxY;
  const isSameDepth = a.kind === b.kind && a.order === b.order;
  return isSamePlace && isSameDepth && a.color === b.color && a.width === b.width && a.pointCount === b.pointCount;
}
