import type { Board } from '../../../../core/board/board.ts';
import type { Element } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import { isPropName, type Values } from '../../../../core/board/kinds.ts';
import type { Op } from '../../../../core/board/op.ts';
import { compareValues, type PropValue } from '../../../../core/board/prop-value.ts';
import type { BoardAccess, Gesture } from '../../../../core/room/board-access.ts';
import { coordinate } from './coordinate.ts';

/** A place of an element, world units. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Puts elements at these places, moved by (dx, dy) world units. One undo step with everything else in this gesture. */
export function proposePlaces(
  access: BoardAccess,
  places: ReadonlyMap<ElementId, Place>,
  by: { readonly dx: number; readonly dy: number },
  gesture: Gesture,
): void {
  const lamport = access.nextLamport();
  const ops: Op[] = [];
  for (const [id, { x, y }] of places) {
    ops.push({ kind: 'set', id, lamport, values: { x: coordinate(x + by.dx), y: coordinate(y + by.dy) } });
  }
  access.propose(ops, gesture);
}

/** Writes to each element its own values, except those that the board already has. */
export function proposeEach(
  access: BoardAccess,
  each: Iterable<readonly [ElementId, Omit<Values, 'alive'>]>,
  gesture: Gesture,
): void {
  const board = access.board();
  const lamport = access.nextLamport();
  const ops: Op[] = [];
  for (const [id, values] of each) {
    const element = board.get(id);
    if (!element?.alive) continue;
    const changed = Object.entries(values).filter((entry) => !hasValue(element, entry));
    if (changed.length > 0) ops.push({ kind: 'set', id, lamport, values: Object.fromEntries(changed) });
  }
  access.propose(ops, gesture);
}

/** True when the board has all these values of an element. */
export function hasValues(element: Element, values: Values): boolean {
  return Object.entries(values).every((entry) => hasValue(element, entry));
}

function hasValue(element: Element, [name, value]: readonly [string, PropValue | undefined]): boolean {
  return value === undefined || (isPropName(name) && compareValues(element.get(name), value) === 0);
}

/** Writes the same values to many elements. */
export function proposeValues(
  access: BoardAccess,
  ids: Iterable<ElementId>,
  values: Omit<Values, 'alive'>,
  gesture: Gesture,
): void {
  const lamport = access.nextLamport();
  access.propose(
    [...ids].map((id): Op => ({ kind: 'set', id, lamport, values })),
    gesture,
  );
}

/** The places of the elements on the board. */
export function placesOf(board: Board, ids: Iterable<ElementId>): Map<ElementId, Place> {
  const places = new Map<ElementId, Place>();
  for (const id of ids) {
    const element = board.get(id);
    if (element?.alive) places.set(id, { x: element.x, y: element.y });
  }
  return places;
}
