import type { Board } from '../../../core/board/board.ts';
import type { Element } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import type { BoardAccess, Gesture } from '../../../core/room/board-access.ts';
import { isLabelled } from '../kinds/labelled.ts';
import { ShownElement } from '../selection/handles/shown-element.ts';
import { fittedBox, isSameBox, ownBoxOf } from '../text/label-fit.ts';
import { boardTexts } from '../text/layout/board-texts.ts';
import { alignCodeOf } from '../text/layout/text-style.ts';
import { LABEL, NO_CHOICE, type Style, type StyleChoice, type StyleName, scaleOf, styleNames, widthIn } from './style.ts';

/** The style names of an element on the board: of its label too, where it has one or a person is about to write it. */
function namesOf(board: Board, element: Element, typing: ElementId | undefined): readonly StyleName[] {
  const names = styleNames(element.kind);
  const hasLabel = isLabelled(element.kind) && (element.id === typing || boardTexts.text(board, element) !== '');
  return hasLabel ? [...names, ...LABEL] : names;
}

/** The style names of any of these elements, and the values that they share. `typing`: the element in whose text a person types. */
export function sharedStyle(board: Board, ids: Iterable<ElementId>, typing?: ElementId): StyleChoice {
  const values = new Map<StyleName, number>();
  const mixed = new Set<StyleName>();
  const order: StyleName[] = [];
  let scale: StyleChoice['scale'] | undefined;
  for (const id of ids) {
    const element = board.get(id);
    if (!element?.alive) continue;
    const names = namesOf(board, element, typing);
    if (names.length > 0 && scale !== 'pen') scale = scaleOf(element.kind);
    for (const name of names) {
      if (mixed.has(name)) continue;
      const own = name === 'align' ? alignCodeOf(board, element) : element.get(name);
      // Widths of pens and highlighters are equal when they are the same step.
      const value = name === 'width' ? widthIn('pen', own) : own;
      const known = values.get(name);
      if (known === undefined) {
        values.set(name, value);
        order.push(name);
      } else if (known !== value) mixed.add(name);
    }
  }
  if (scale === undefined) return NO_CHOICE;
  const shared: Partial<Record<StyleName, number>> = {};
  for (const [name, value] of values) {
    if (!mixed.has(name)) shared[name] = name === 'width' ? widthIn(scale, value) : value;
  }
  return { names: order, values: shared, scale };
}

export function isSameChoice(a: StyleChoice, b: StyleChoice): boolean {
  return (
    a.scale === b.scale &&
    a.names.length === b.names.length &&
    a.names.every((name) => b.names.includes(name) && a.values[name] === b.values[name])
  );
}

/** Sets the style of elements, each only for the properties of its kind. One undo step. Returns the kinds that changed. */
export function proposeStyle(
  access: BoardAccess,
  ids: Iterable<ElementId>,
  part: Partial<Style>,
  { gesture, typing }: { readonly gesture: Gesture; readonly typing?: ElementId | undefined },
): ReadonlySet<number> {
  const board = access.board();
  const lamport = access.nextLamport();
  const kinds = new Set<number>();
  const ops: Op[] = [];
  for (const id of ids) {
    const element = board.get(id);
    if (!element?.alive) continue;
    const values: Partial<Record<StyleName, number>> = {};
    for (const name of namesOf(board, element, typing)) {
      const value = part[name];
      if (value !== undefined) values[name] = name === 'width' ? widthIn(scaleOf(element.kind), value) : value;
    }
    if (Object.keys(values).length === 0) continue;
    kinds.add(element.kind);
    // Larger letters must not stand out of their shape.
    const own = ownBoxOf(element);
    const box = fittedBox(board, new ShownElement(element, values), own);
    ops.push({ kind: 'set', id, lamport, values: isSameBox(box, own) ? values : { ...values, ...box } });
  }
  access.propose(ops, gesture);
  return kinds;
}
