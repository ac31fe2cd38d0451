import { textOps } from '../../../../core/board/bodies/text-edits.ts';
import { textOf } from '../../../../core/board/bodies/text-order.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import { Body, ElementKind, type Values } from '../../../../core/board/kinds.ts';
import type { Op } from '../../../../core/board/op.ts';
import type { BoardAccess, Gesture } from '../../../../core/room/board-access.ts';
import { endAfter } from '../../kinds/lines/line-ends.ts';
import { Head } from '../../kinds/lines/line-heads.ts';
import type { Scene } from '../../scene.ts';
import { fittedBoxes } from '../../text/label-fit.ts';
import { proposeEach } from './selection-actions.ts';

const { rectangle, ellipse, diamond, line, arrow } = ElementKind;
/** Rings of kinds: a switch goes to the next kind of the ring. */
const RINGS: readonly (readonly number[])[] = [
  [rectangle, ellipse, diamond],
  [line, arrow],
];

/** The kind after (or before) this one in its ring. Undefined for a kind in no ring. */
export function nextKind(kind: number, by: 1 | -1): number | undefined {
  const ring = RINGS.find((kinds) => kinds.includes(kind));
  return ring?.[(ring.indexOf(kind) + by + ring.length) % ring.length];
}

/**
 * Replaces each element by one of the next kind, with its registers, its text and the arrows that are bound to it. The kind of an
 * element cannot change, so the replacement is a new element. Returns the new ids in place of the switched ones.
 */
export function proposeSwitch(
  { access, scene }: { readonly access: BoardAccess; readonly scene: Pick<Scene, 'withHolders'> },
  ids: readonly ElementId[],
  by: 1 | -1,
  gesture: Gesture,
): readonly ElementId[] {
  const board = access.board();
  const made = new Map<ElementId, ElementId>();
  for (const id of ids) {
    const element = board.get(id);
    if (element?.alive && nextKind(element.kind, by) !== undefined) made.set(id, access.newElementId());
  }
  if (made.size === 0) return ids;
  const lamport = access.nextLamport();
  const ops: Op[] = [];
  for (const [id, next] of made) {
    const element = board.get(id);
    const kind = element && nextKind(element.kind, by);
    if (!element || kind === undefined) continue;
    const { alive: _, ...written } = board.state(id)?.values ?? {};
    const values: Omit<Values, 'alive'> = {
      ...written,
      ...(written.from ? { from: endAfter(written.from, made) } : {}),
      ...(written.to ? { to: endAfter(written.to, made) } : {}),
      // An arrow has a head, and a line has none.
      ...(kind === arrow ? { headTo: element.get('headTo') || Head.open } : {}),
      ...(kind === line ? { headFrom: Head.none, headTo: Head.none } : {}),
    };
    ops.push({ kind: 'add', id: next, lamport, birth: { kind, body: Body.none, facts: {} }, values });
    ops.push(...textOps({ newElementId: () => access.newElementId(), lamport }, next, textOf(board, id)));
  }
  for (const holder of scene.withHolders([...made.keys()])) {
    const element = made.has(holder) ? undefined : board.get(holder);
    if (!element?.alive) continue;
    const values = { from: endAfter(element.get('from'), made), to: endAfter(element.get('to'), made) };
    if (values.from === element.get('from') && values.to === element.get('to')) continue;
    ops.push({ kind: 'set', id: holder, lamport, values });
  }
  ops.push({ kind: 'alive', ids: [...made.keys()], lamport, alive: false });
  access.propose(ops, gesture);
  // A diamond leaves less room to its label than a rectangle.
  proposeEach(access, fittedBoxes(access.board(), made.values()), gesture);
  return ids.map((id) => made.get(id) ?? id);
}
