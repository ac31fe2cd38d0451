import type { Board } from '../../core/board/board.ts';
import type { Box } from '../../core/board/element.ts';
import type { ElementId } from '../../core/board/ids.ts';
import { Body, ElementKind, type Values } from '../../core/board/kinds.ts';
import { orderKeyAfter } from '../../core/board/order-key.ts';
import type { BoardAccess } from '../../core/room/board-access.ts';
import { inReadingOrder } from './finding.ts';
import { toUnits } from './geometry.ts';
import { edgeOf } from './kinds/kind-of.ts';
import type { Scene } from './scene.ts';
import type { Style } from './style/style.ts';
import { boardTexts } from './text/layout/board-texts.ts';
import { NOTE_SIDE } from './text/new-text.ts';
import type { Point } from './view/camera.ts';

/** Kinds that are added without a pointer. */
export type AddedKind = 'rectangle' | 'ellipse' | 'diamond' | 'note';

/** An element as an entry of the list of the board. */
export interface ListedElement {
  readonly id: ElementId;
  readonly kind: number;
  /** Its text, its label, or the title of a frame. */
  readonly text: string;
  /** World pixels. */
  readonly box: Box;
}

/** Reading and making the board without a pointer. */
export interface KeyboardMaking {
  /** The elements in reading order, at most `most` of them. */
  listed(most: number): readonly ListedElement[];
  /** Adds an element in the middle of the view, next to those that were added there before, and selects it. */
  addInMiddle(kind: AddedKind): void;
  /** Draws an arrow from the first to the second selected element, attached to both. False if they cannot be connected. */
  connectSelected(): boolean;
}

export interface KeyboardMakingFrom {
  readonly access: BoardAccess;
  readonly scene: Scene;
  readonly selected: () => ReadonlySet<ElementId>;
  readonly select: (ids: readonly ElementId[]) => void;
  /** The middle of the view, world pixels. */
  readonly middle: () => { readonly x: number; readonly y: number };
  /** The look of the next element of a kind. */
  readonly style: (kind: ElementKind) => Partial<Style>;
}

/** The size of an added shape, and the least space around it. World pixels. */
const SHAPE = { w: 160, h: 100 };
const NOTE = { w: NOTE_SIDE, h: NOTE_SIDE };
const GAP = 40;
/** The rings of places around the middle in which a free one is looked for. */
const RINGS = 6;
/** The middle of an element, in thousandths of its box. */
const MIDDLE = 500;

export function keyboardMaking(from: KeyboardMakingFrom): KeyboardMaking {
  const { access, scene, selected, select, middle, style } = from;
  const add = (kind: ElementKind, values: Omit<Values, 'alive'>): ElementId => {
    const id = access.newElementId();
    const all = { order: orderKeyAfter(access.board().maxOrder), ...style(kind), ...values };
    const birth = { kind, body: Body.none, facts: {} };
    access.propose([{ kind: 'add', id, lamport: access.nextLamport(), birth, values: all }], access.newGesture());
    return id;
  };
  return {
    listed(most) {
      const entries = inReadingOrder([...scene.entries()]).slice(0, most);
      return entries.flatMap((entry) => listedOf(access.board(), entry) ?? []);
    },
    addInMiddle(kind) {
      const { w, h } = kind === 'note' ? NOTE : SHAPE;
      const { x, y } = middle();
      const at = freePlace(scene, { x: x - w / 2, y: y - h / 2, w, h });
      const values = { x: toUnits(at.x), y: toUnits(at.y), w: toUnits(w), h: toUnits(h) };
      select([add(ElementKind[kind], values)]);
    },
    connectSelected() {
      const board = access.board();
      const [one, other, ...more] = [...selected()].map((id) => board.get(id));
      if (!one?.alive || !other?.alive || more.length > 0) return false;
      if (edgeOf(board, one) === undefined || edgeOf(board, other) === undefined) return false;
      const ends = { from: [one.id, MIDDLE, MIDDLE], to: [other.id, MIDDLE, MIDDLE] } as const;
      add(ElementKind.arrow, { x: one.x, y: one.y, ...ends });
      return true;
    },
  };
}

function listedOf(board: Board, entry: Box & { readonly id: ElementId }): ListedElement | undefined {
  const element = board.get(entry.id);
  if (!element) return undefined;
  const text = element.kind === ElementKind.frame ? element.get('title') : boardTexts.text(board, element);
  const { minX, minY, maxX, maxY } = entry;
  return { id: entry.id, kind: element.kind, text, box: { minX, minY, maxX, maxY } };
}

/** What is added may lie within a frame or a large shape. */
function isAround(entry: Box, { minX, minY, maxX, maxY }: Box): boolean {
  return entry.minX < minX - GAP && entry.minY < minY - GAP && entry.maxX > maxX + GAP && entry.maxY > maxY + GAP;
}

/** The place nearest to the middle at which it lies on no other element: to the right before below, and before left and above. */
function freePlace(scene: Scene, { x, y, w, h }: { x: number; y: number; w: number; h: number }): Point {
  for (let ring = 0; ring <= RINGS; ring++) {
    for (let row = 0; row <= ring; row++) {
      for (const [across, down] of [
        [ring, row],
        [row, ring],
        [-ring, row],
        [row, -ring],
      ] as const) {
        const [left, top] = [x + across * (w + GAP), y + down * (h + GAP)];
        const place = { minX: left, minY: top, maxX: left + w, maxY: top + h };
        if (scene.search(place).every((entry) => isAround(entry, place))) return { x: left, y: top };
      }
    }
  }
  return { x, y };
}
