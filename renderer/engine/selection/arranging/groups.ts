import type { Board } from '../../../../core/board/board.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import type { GroupPath } from '../../../../core/board/kinds.ts';

/** The group of an element that counts inside `entered`. Undefined: the element alone. */
function groupFor(path: GroupPath, entered: GroupPath): string | undefined {
  return isUnder(path, entered) ? path[entered.length] : path[0];
}

function isUnder(path: GroupPath, entered: GroupPath): boolean {
  return entered.every((group, i) => path[i] === group);
}

/** These elements, and all others in their groups. `all`: candidates for group members. */
export function withGroups(
  board: Board,
  ids: Iterable<ElementId>,
  all: () => Iterable<ElementId>,
  entered: GroupPath = [],
): Set<ElementId> {
  const chosen = new Set(ids);
  const groups = new Set<string>();
  for (const id of chosen) {
    const path = board.get(id)?.get('group') ?? [];
    const group = groupFor(path, entered);
    if (group !== undefined) groups.add(group);
  }
  if (groups.size === 0) return chosen;
  for (const id of all()) {
    const element = board.get(id);
    if (element && !element.get('locked') && element.get('group').some((group) => groups.has(group))) chosen.add(id);
  }
  return chosen;
}

/** The groups that a double click on an element enters: one level deeper than `entered`. */
export function enteredBy(board: Board, id: ElementId, entered: GroupPath): GroupPath {
  const path = board.get(id)?.get('group') ?? [];
  return isUnder(path, entered) ? path.slice(0, entered.length + 1) : path.slice(0, 1);
}

/** True when an element is inside the entered groups. */
export function isEntered(board: Board, id: ElementId, entered: GroupPath): boolean {
  return isUnder(board.get(id)?.get('group') ?? [], entered);
}

/**
 * The outermost groups of a selection below `entered`, each with its members. Elements without a group are units of their own.
 */
export function unitsOf(board: Board, ids: Iterable<ElementId>, entered: GroupPath = []): ElementId[][] {
  const units = new Map<string, ElementId[]>();
  for (const id of ids) {
    const key = groupFor(board.get(id)?.get('group') ?? [], entered) ?? `${id}/`;
    const unit = units.get(key);
    if (unit) unit.push(id);
    else units.set(key, [id]);
  }
  return [...units.values()];
}

/** True when these elements share one group. Stops at the first that does not. */
export function isOneGroup(board: Board, ids: Iterable<ElementId>, entered: GroupPath): boolean {
  let group: string | undefined;
  for (const id of ids) {
    const own = groupFor(board.get(id)?.get('group') ?? [], entered);
    if (own === undefined || (group !== undefined && own !== group)) return false;
    group = own;
  }
  return group !== undefined;
}
