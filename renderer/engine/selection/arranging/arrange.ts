import type { ElementId } from '../../../../core/board/ids.ts';
import { GROUPS_DEEP, type GroupPath } from '../../../../core/board/kinds.ts';
import type { BoardAccess } from '../../../../core/room/board-access.ts';
import { UNITS } from '../../geometry.ts';
import type { Scene } from '../../scene.ts';
import { membersOf } from '../frame-members.ts';
import { frameAround, middleOf } from '../frames.ts';
import { isLocked } from '../hit-test.ts';
import { proposeRemoval } from '../propose-removal.ts';
import type { Selection } from '../selection.ts';
import { coordinate } from './coordinate.ts';
import { type CopiedStyle, copiedStyle, styleFor } from './copied-style.ts';
import { proposeCopies } from './copies.ts';
import { type DepthStep, depthChanges } from './depth.ts';
import { unitsOf, withGroups } from './groups.ts';
import { type AlignEdge, type Axis, aligned, distributed, type Moves } from './line-up.ts';
import { type LineEnds, loosened } from './loosen.ts';
import { holdsOf, reshaped } from './reshape.ts';
import { proposeEach, proposeValues } from './selection-actions.ts';
import { proposeSwitch } from './switch-kind.ts';

export interface ArrangeOptions {
  readonly access: BoardAccess;
  readonly scene: Scene;
  readonly selection: Selection;
}

/** The public functions. */
export type Arranging = Pick<Arrange, keyof Arrange>;

/** World pixels between a copy and its original. */
const COPY_OFFSET = 16;

/** All commands on a selection. Each is one undo step. Locked elements are not changed, except to unlock them. */
export class Arrange {
  readonly #options: ArrangeOptions;
  #style: CopiedStyle | undefined;

  constructor(options: ArrangeOptions) {
    this.#options = options;
  }

  get hasStyle(): boolean {
    return this.#style !== undefined;
  }

  /** Groups the selection, inside the groups that contain all of it. */
  group(): void {
    const { access, selection } = this.#options;
    const ids = this.#free();
    const board = access.board();
    const units = unitsOf(board, ids, selection.entered);
    const depth = selection.entered.length;
    const isRoom = ids.every((id) => (board.get(id)?.get('group').length ?? 0) < GROUPS_DEEP);
    if (units.length < 2 || !isRoom) return;
    const made = access.newElementId();
    this.#regroup(ids, (path) => [...path.slice(0, depth), made, ...path.slice(depth)]);
  }

  /** Removes the outermost groups of the selection. Their elements stay selected. */
  ungroup(): void {
    const depth = this.#options.selection.entered.length;
    this.#regroup(this.#free(), (path) => path.filter((_, i) => i !== depth));
  }

  #regroup(ids: readonly ElementId[], change: (path: GroupPath) => GroupPath): void {
    const { access } = this.#options;
    const board = access.board();
    const each = ids.map((id) => [id, { group: change(board.get(id)?.get('group') ?? []) }] as const);
    proposeEach(access, each, access.newGesture());
  }

  /** Makes shapes of the next kind of the shapes that are selected, and arrows of lines; `by` -1: of the kind before. */
  switchKind(by: 1 | -1): void {
    const { access, scene, selection } = this.#options;
    const free = this.#free();
    const made = proposeSwitch({ access, scene }, free, by, access.newGesture());
    const kept = [...selection.ids].filter((id) => !free.includes(id));
    selection.set([...kept, ...made]);
  }

  /** Locks the selection, or unlocks one that is locked. */
  toggleLock(): void {
    const { access, selection } = this.#options;
    if (selection.ids.size === 0) return;
    const locked = !selection.isLocked(access.board());
    proposeValues(access, selection.ids, { locked }, access.newGesture());
  }

  order(step: DepthStep): void {
    const { access, scene } = this.#options;
    proposeEach(access, depthChanges(scene, new Set(this.#free()), step), access.newGesture());
  }

  align(edge: AlignEdge): void {
    const { access, selection } = this.#options;
    this.#move(aligned(access.board(), unitsOf(access.board(), this.#free(), selection.entered), edge));
  }

  distribute(axis: Axis): void {
    const { access, selection } = this.#options;
    this.#move(distributed(access.board(), unitsOf(access.board(), this.#free(), selection.entered), axis));
  }

  /** World pixels. */
  nudge(dx: number, dy: number): void {
    const free = this.#free();
    const moved = withMembers(this.#options, free);
    this.#move(
      new Map(free.map((id) => [id, { dx: dx * UNITS, dy: dy * UNITS }])),
      loosened(this.#options.access.board(), moved),
    );
  }

  #move(moves: Moves, freed: ReadonlyMap<ElementId, LineEnds> = new Map()): void {
    const { access, scene } = this.#options;
    const board = access.board();
    const each = new Map(moves);
    // A frame takes its content along.
    for (const [id, by] of moves)
      for (const member of membersOf(id, board, scene)) if (!each.has(member) && !isLocked(board, member)) each.set(member, by);
    const values = [...each].map(([id, { dx, dy }]) => {
      const { x = 0, y = 0 } = board.get(id) ?? {};
      return [id, { x: coordinate(x + dx), y: coordinate(y + dy), ...freed.get(id) }] as const;
    });
    proposeEach(access, values, access.newGesture());
  }

  /** Mirrors the selection about its middle. */
  flip(axis: Axis): void {
    const { access, scene } = this.#options;
    const board = access.board();
    const ids = new Set(this.#free());
    const frame = frameAround(board, scene, ids);
    if (!frame) return;
    const [scaleX, scaleY] = axis === 'across' ? [-1, 1] : [1, -1];
    const flip = { kind: 'stretch', anchor: middleOf(frame.box), scaleX, scaleY, axes: 0 } as const;
    const each = [...holdsOf(board, ids)].map(([id, hold]) => [id, reshaped(hold, flip)] as const);
    proposeEach(access, each, access.newGesture());
  }

  duplicate(): void {
    const { access, selection } = this.#options;
    const ids = [...withMembers(this.#options, this.#free())];
    if (ids.length === 0) return;
    const by = { dx: COPY_OFFSET * UNITS, dy: COPY_OFFSET * UNITS };
    selection.set(proposeCopies(access, ids, by, access.newGesture()));
  }

  remove(): void {
    const ids = this.#free();
    if (ids.length > 0) proposeRemoval(this.#options.access, ids, this.#options.access.newGesture());
  }

  /** Stores the style of the first selected element. */
  copyStyle(): void {
    const { access, selection } = this.#options;
    const [first] = selection.ids;
    const element = first && access.board().get(first);
    if (element) this.#style = copiedStyle(element);
  }

  pasteStyle(): void {
    const { access } = this.#options;
    const style = this.#style;
    if (!style) return;
    const board = access.board();
    const each = this.#free().map((id) => [id, styleFor(style, board.get(id)?.kind ?? 0)] as const);
    proposeEach(access, each, access.newGesture());
  }

  /** Selects one element with its group, even a locked one, for a menu. */
  choose(id: ElementId): void {
    const { access, scene, selection } = this.#options;
    if (selection.ids.has(id)) return;
    const board = access.board();
    selection.entered = [];
    selection.set(isLocked(board, id) ? [id] : withGroups(board, [id], () => scene.ids()));
  }

  #free(): ElementId[] {
    const { access, selection } = this.#options;
    const board = access.board();
    return [...selection.ids].filter((id) => !isLocked(board, id));
  }
}

/** Elements, with the content of frames among them. */
export function withMembers(
  { access, scene }: Pick<ArrangeOptions, 'access' | 'scene'>,
  ids: Iterable<ElementId>,
): Set<ElementId> {
  const board = access.board();
  const all = new Set(ids);
  for (const id of [...all]) for (const member of membersOf(id, board, scene)) if (!isLocked(board, member)) all.add(member);
  return all;
}
