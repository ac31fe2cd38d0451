import RBush from 'rbush';
import type { Board } from '../../core/board/board.ts';
import type { Box, Element } from '../../core/board/element.ts';
import type { ElementId } from '../../core/board/ids.ts';
import { union } from './geometry.ts';
import { BANDS, type Band } from './kinds/kind.ts';
import { kindOf } from './kinds/kind-of.ts';
import { boardTexts } from './text/layout/board-texts.ts';

/**
 * The place of one visible element, in world pixels, its ink included. Immutable: rbush's `remove` searches by the box, so a
 * changed entry would not be found. A changed element gets a new entry.
 */
export interface SceneEntry extends Box {
  readonly id: ElementId;
  readonly band: Band;
  readonly order: string;
  /** Other visible properties (`Kind.look`). */
  readonly look: string;
  /** Elements whose places decide how it is drawn. */
  readonly holdsTo: readonly ElementId[];
}

/** From bottom to top: the band, then the order key, then the id. */
export function compareDepth(a: SceneEntry, b: SceneEntry): number {
  if (a.band !== b.band) return BANDS.indexOf(a.band) - BANDS.indexOf(b.band);
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** To find each changed entry takes longer than to sort all entries anew when more than this share has changed, and at least so many. */
const SORT_SHARE = 0.2;
const SORT_LEAST = 1_000;

/** UTF-16 units of texts that are laid out when a board is shown, and in each later frame. A board may hold 64 MB of text. */
const UNITS_AT_ONCE = 400_000;
const UNITS_A_FRAME = 50_000;

const NOTHING: readonly ElementId[] = [];

export interface SceneChange {
  readonly before: SceneEntry | undefined;
  readonly after: SceneEntry | undefined;
}

/** The visible elements and their places, derived from the board. It is told changed ids, and reads the rest from the board. */
export class Scene {
  readonly #board: () => Board;
  readonly #entries = new Map<ElementId, SceneEntry>();
  readonly #tree = new RBush<SceneEntry>(16);
  /** For each element, the elements that are drawn by its place. */
  readonly #held = new Map<ElementId, Set<ElementId>>();
  /** Elements with a rough box, because their texts wait to be laid out. */
  #rough = new Set<ElementId>();
  /** Grows whenever an entry may have changed. */
  revision = 0;

  constructor(board: () => Board) {
    this.#board = board;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Reads the whole board again. Texts beyond `units` get a rough box, until `takeRough` tells of them. */
  reset(units = UNITS_AT_ONCE): void {
    this.#rough = boardTexts.sparing(units, () => this.#readAll());
  }

  /** The next elements that must be read again, because their box is rough. */
  takeRough(units = UNITS_A_FRAME): readonly ElementId[] {
    const ids: ElementId[] = [];
    let left = units;
    for (const id of this.#rough) {
      if (left <= 0) break;
      this.#rough.delete(id);
      ids.push(id);
      const element = this.#board().get(id);
      if (element) left -= boardTexts.text(this.#board(), element).length;
    }
    return ids;
  }

  /** Fonts have come: the boxes of all texts are rough. Returns the first of them. */
  remeasure(): readonly ElementId[] {
    for (const id of this.ids()) if (boardTexts.hasText(this.#board(), id)) this.#rough.add(id);
    return this.takeRough(UNITS_AT_ONCE);
  }

  #readAll(): void {
    this.revision++;
    this.#entries.clear();
    this.#tree.clear();
    this.#held.clear();
    for (const element of this.#board().elements()) {
      const entry = entryOf(this.#board(), element);
      if (!entry) continue;
      this.#entries.set(element.id, entry);
      this.#hold(entry);
    }
    this.#tree.load([...this.#entries.values()]);
  }

  /** Reads one element again. `before === after` when it looks the same: the echo of an own change brings nothing new. */
  update(id: ElementId): SceneChange {
    const change = this.#read(id);
    const { before, after } = change;
    if (before === after) return change;
    if (before) this.#tree.remove(before);
    if (after) this.#tree.insert(after);
    return change;
  }

  /** Reads elements again, many of them at once faster than one by one. */
  updateEach(ids: Iterable<ElementId>): ReadonlyMap<ElementId, SceneChange> {
    const changes = new Map<ElementId, SceneChange>();
    const all = new Set(ids);
    if (all.size < SORT_LEAST || all.size < this.size * SORT_SHARE) {
      for (const id of all) changes.set(id, this.update(id));
      return changes;
    }
    for (const id of all) changes.set(id, this.#read(id));
    this.#tree.clear();
    this.#tree.load([...this.#entries.values()]);
    return changes;
  }

  /** Reads one element again for everything but the tree. */
  #read(id: ElementId): SceneChange {
    const before = this.#entries.get(id);
    const element = this.#board().get(id);
    const after = element && entryOf(this.#board(), element);
    if (before && after && isSame(before, after)) return { before, after: before };
    if (!before && !after) return { before: undefined, after: undefined };
    this.revision++;
    if (before) this.#letGo(before);
    if (after) {
      this.#hold(after);
      this.#entries.set(id, after);
    } else {
      this.#entries.delete(id);
    }
    return { before, after };
  }

  /** These elements, and those that are drawn by their places. */
  withHolders(ids: readonly ElementId[]): Iterable<ElementId> {
    if (this.#held.size === 0) return ids;
    const all = new Set(ids);
    for (const id of ids) for (const holder of this.#held.get(id) ?? []) all.add(holder);
    return all;
  }

  #hold({ id, holdsTo }: SceneEntry): void {
    for (const target of holdsTo) {
      const holders = this.#held.get(target);
      if (holders) holders.add(id);
      else this.#held.set(target, new Set([id]));
    }
  }

  #letGo({ id, holdsTo }: SceneEntry): void {
    for (const target of holdsTo) {
      const holders = this.#held.get(target);
      holders?.delete(id);
      if (holders?.size === 0) this.#held.delete(target);
    }
  }

  get(id: ElementId): SceneEntry | undefined {
    return this.#entries.get(id);
  }
  ids(): Iterable<ElementId> {
    return this.#entries.keys();
  }
  entries(): Iterable<SceneEntry> {
    return this.#entries.values();
  }

  /** Entries whose box meets `box` (world pixels), in no order. */
  search(box: Box): SceneEntry[] {
    return this.#tree.search(box);
  }
  has(box: Box): boolean {
    return this.#tree.collides(box);
  }

  /** The box around everything visible. */
  bounds(): Box | undefined {
    let all: Box | undefined;
    for (const entry of this.entries()) all = union(all, entry);
    return all;
  }
}

function entryOf(board: Board, element: Element): SceneEntry | undefined {
  const kind = element.alive ? kindOf(element.kind) : undefined;
  const box = kind?.box(board, element);
  if (!kind || !box) return undefined;
  const { id, order } = element;
  return { ...box, id, band: kind.band, order, look: kind.look(board, element), holdsTo: kind.holdsTo?.(element) ?? NOTHING };
}

function isSame(a: SceneEntry, b: SceneEntry): boolean {
  const isSamePlace = a.minX === b.minX && a.minY === b.minY && a.maxX === b.maxX && a.maxY === b.maxY;
  const isSameDepth = a.band === b.band && a.order === b.order;
  return isSamePlace && isSameDepth && a.look === b.look;
}
