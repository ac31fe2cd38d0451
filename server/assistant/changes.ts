import type { Board } from '../../core/board/board.ts';
import { eraseText, type TextEditor, typeText } from '../../core/board/bodies/text-edits.ts';
import { textOf } from '../../core/board/bodies/text-order.ts';
import { authorOf, type ElementId, isElementId } from '../../core/board/ids.ts';
import { isThing, type Values } from '../../core/board/kinds.ts';
import type { Op } from '../../core/board/op.ts';
import { aligned, distributed, type Moves } from '../../renderer/engine/selection/arranging/line-up.ts';
import { frameOf, uprightBox } from '../../renderer/engine/selection/frames.ts';
import { smallestEdit } from '../../renderer/engine/text/smallest-edit.ts';
import { DASHES } from '../../renderer/files/described/described-element.ts';
import { colorCode } from '../../renderer/files/described/read-described.ts';
import { coordinate, UNITS } from '../../renderer/files/gathering.ts';
import type { Session } from '../../renderer/session/session.ts';
import { ToolRefused } from './board-room.ts';
import type { ArrangeArguments, ChangeArguments } from './tool-schemas.ts';

/** The living elements of these ids. Throws when one is not there, or is locked against a change. */
export function elementsOf(board: Board, raw: readonly string[], why: 'change' | 'read' = 'change'): readonly ElementId[] {
  return [...new Set(raw)].map((id) => {
    const element = isElementId(id) ? board.get(id) : undefined;
    if (!element?.alive || !isThing(element.kind)) throw new ToolRefused('tool.no_element', id);
    if (why === 'change' && element.get('locked')) throw new ToolRefused('op.value', `${id} is locked`);
    return element.id;
  });
}

/** Ops that line elements up or put them into a grid. */
export function arrangeOps(session: Session, { ids: raw, how, columns, gap = 24 }: ArrangeArguments): readonly Op[] {
  const board = session.board();
  const ids = elementsOf(board, raw);
  const units = ids.map((id) => [id]);
  switch (how) {
    case 'distribute-across':
      return moveOps(session, distributed(board, units, 'across'));
    case 'distribute-down':
      return moveOps(session, distributed(board, units, 'down'));
    case 'grid':
      return moveOps(session, gridMoves(board, ids, columns ?? Math.ceil(Math.sqrt(ids.length)), gap * UNITS));
    default:
      return moveOps(session, aligned(board, units, how));
  }
}

function moveOps(session: Session, moves: Moves): readonly Op[] {
  const lamport = session.nextLamport();
  return [...moves].flatMap(([id, { dx, dy }]): Op[] => {
    const element = session.board().get(id);
    if (!element || (Math.round(dx) === 0 && Math.round(dy) === 0)) return [];
    return [{ kind: 'set', id, lamport, values: { x: coordinate(element.x + dx), y: coordinate(element.y + dy) } }];
  });
}

/** Rows from the top left corner of them all, in the order of the list. Columns and rows are as wide and high as their largest. */
function gridMoves(board: Board, ids: readonly ElementId[], columns: number, gap: number): Moves {
  const boxes = ids.flatMap((id) => {
    const element = board.get(id);
    const frame = element && frameOf(board, element);
    return frame ? [{ id, box: uprightBox(frame) }] : [];
  });
  const widths: number[] = [];
  const heights: number[] = [];
  for (const [i, { box }] of boxes.entries()) {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    widths[column] = Math.max(widths[column] ?? 0, box.maxX - box.minX);
    heights[row] = Math.max(heights[row] ?? 0, box.maxY - box.minY);
  }
  const left = Math.min(...boxes.map(({ box }) => box.minX));
  const top = Math.min(...boxes.map(({ box }) => box.minY));
  const before = (sizes: readonly number[], at: number): number => sizes.slice(0, at).reduce((sum, size) => sum + size + gap, 0);
  return new Map(
    boxes.map(({ id, box }, i) => [
      id,
      {
        dx: left + before(widths, i % columns) - box.minX,
        dy: top + before(heights, Math.floor(i / columns)) - box.minY,
      },
    ]),
  );
}

/** Ops that change places, sizes and looks. The text is changed by `textSteps`. */
export function changeOps(session: Session, change: ChangeArguments): readonly Op[] {
  const board = session.board();
  const lamport = session.nextLamport();
  const { x, y, dx = 0, dy = 0 } = change;
  return elementsOf(board, change.ids).flatMap((id): Op[] => {
    const element = board.get(id);
    if (!element) return [];
    const looks = looksOf(change);
    const moves = x !== undefined || y !== undefined || dx !== 0 || dy !== 0;
    const place = {
      x: coordinate((x === undefined ? element.x : x * UNITS) + dx * UNITS),
      y: coordinate((y === undefined ? element.y : y * UNITS) + dy * UNITS),
    };
    const values: Omit<Values, 'alive'> = moves ? { ...looks, ...place } : looks;
    return Object.keys(values).length === 0 ? [] : [{ kind: 'set', id, lamport, values }];
  });
}

function looksOf({ w, h, color, fill, width, dash, opacity, angle, size, title }: ChangeArguments): Omit<Values, 'alive'> {
  const units = (pixels: number): number => Math.max(1, Math.round(pixels * UNITS));
  return {
    ...(w === undefined ? {} : { w: units(w) }),
    ...(h === undefined ? {} : { h: units(h) }),
    ...(color === undefined ? {} : { color: colorCode(color) }),
    ...(fill === undefined ? {} : { fill: fill === 'none' ? -1 : colorCode(fill) }),
    ...(width === undefined ? {} : { width: units(width) }),
    ...(dash === undefined ? {} : { dash: DASHES.indexOf(dash) }),
    ...(opacity === undefined ? {} : { opacity }),
    ...(angle === undefined ? {} : { angle: ((Math.round(angle * 100) % 36_000) + 36_000) % 36_000 }),
    ...(size === undefined ? {} : { size: units(size) }),
    ...(title === undefined ? {} : { title }),
  };
}

/** Changes a text by its smallest edit, so that what others type in it meanwhile stays. */
export function changeText(session: Session, id: ElementId, text: string, gesture: number): void {
  const board = session.board();
  const edit = smallestEdit(textOf(board, id), text, text.length);
  if (edit === undefined) return;
  const editor: TextEditor = {
    author: session.clientId,
    newElementId: () => session.newElementId(),
    lamport: session.nextLamport(),
    cuts: new Map(),
    runs: new Set(),
  };
  if (edit.to > edit.from) session.propose(eraseText(board, id, edit.from, edit.to, editor), gesture);
  if (edit.typed !== '') session.propose(typeText(session.board(), id, edit.from, edit.typed, editor), gesture);
}

/** Whose elements these are, as far as a program should know: its own, or another member's. */
export function isOwn(session: Session, id: ElementId): boolean {
  return authorOf(id) === session.clientId;
}
