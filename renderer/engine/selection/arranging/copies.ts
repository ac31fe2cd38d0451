import type { Board } from '../../../../core/board/board.ts';
import { appendsOf } from '../../../../core/board/bodies/appends.ts';
import { cutOps, cutSpans } from '../../../../core/board/bodies/cuts.ts';
import { textOps } from '../../../../core/board/bodies/text-edits.ts';
import { textOf } from '../../../../core/board/bodies/text-order.ts';
import type { Birth, Element } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import type { Values } from '../../../../core/board/kinds.ts';
import type { Op } from '../../../../core/board/op.ts';
import { orderKeyAfter } from '../../../../core/board/order-key.ts';
import type { BoardAccess, Gesture } from '../../../../core/room/board-access.ts';
import { endAfter } from '../../kinds/lines/line-ends.ts';
import { coordinate } from './coordinate.ts';
import { type LineEnds, loosened } from './loosen.ts';

/** Copies elements, moved by (dx, dy) world units and above everything, in the order of the originals. Returns the new ids. */
export function proposeCopies(
  access: BoardAccess,
  ids: readonly ElementId[],
  by: { readonly dx: number; readonly dy: number },
  gesture: Gesture,
): ElementId[] {
  const board = access.board();
  const originals = ids.map((id) => board.get(id)).filter((element) => element?.alive === true) as Element[];
  originals.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
  const copyOf = new Map(originals.map(({ id }): [ElementId, ElementId] => [id, access.newElementId()]));
  const groupOf = new Map<string, string>();
  const freed = loosened(board, new Set(copyOf.keys()));
  const lamport = access.nextLamport();
  let order = board.maxOrder;
  const ops: Op[] = [];
  for (const original of originals) {
    order = orderKeyAfter(order);
    const id = copyOf.get(original.id) as ElementId;
    const values = copiedValues(board, original, { by, copyOf, groupOf, freed, newGroup: () => access.newElementId() });
    ops.push(...elementOps(board, original, { id, lamport, values: { ...values, order } }));
    const text = textOf(board, original.id);
    if (text !== '') ops.push(...textOps({ newElementId: () => access.newElementId(), lamport }, id, text));
    // The cuts of several people in the original become one cut of the copy.
    const spans = cutSpans(board, original.id);
    if (spans.length > 0) ops.push(...cutOps(access.newElementId(), id, lamport, spans));
  }
  access.propose(ops, gesture);
  return [...copyOf.values()];
}

interface Copying {
  readonly by: { readonly dx: number; readonly dy: number };
  readonly copyOf: ReadonlyMap<ElementId, ElementId>;
  readonly groupOf: Map<string, string>;
  /** The ends of lines whose copies, still bound, would lie on their originals. */
  readonly freed: ReadonlyMap<ElementId, LineEnds>;
  newGroup(): string;
}

/** The registers of a copy. Groups get new ids, and ends attached to copied elements attach to the copies. */
function copiedValues(board: Board, element: Element, copying: Copying): Omit<Values, 'alive'> {
  const { alive: _, ...written } = board.state(element.id)?.values ?? {};
  const group = written.group?.map((id) => {
    const copy = copying.groupOf.get(id) ?? copying.newGroup();
    copying.groupOf.set(id, copy);
    return copy;
  });
  return {
    ...written,
    x: coordinate(element.x + copying.by.dx),
    y: coordinate(element.y + copying.by.dy),
    ...(group ? { group } : {}),
    ...(written.from ? { from: endAfter(written.from, copying.copyOf) } : {}),
    ...(written.to ? { to: endAfter(written.to, copying.copyOf) } : {}),
    ...copying.freed.get(element.id),
  };
}

interface Born {
  readonly id: ElementId;
  readonly lamport: number;
  readonly values: Omit<Values, 'alive'>;
}

function elementOps(board: Board, { id: from, points, pointCount }: Element, { id, lamport, values }: Born): readonly Op[] {
  const birth = board.birthOf(from) as Birth;
  const add: Op = { kind: 'add', id, lamport, birth, values };
  return pointCount === 0 ? [add] : [add, ...appendsOf(id, points, birth.body), { kind: 'end', id, count: pointCount }];
}
