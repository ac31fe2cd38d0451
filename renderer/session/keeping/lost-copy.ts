import { Board } from '../../../core/board/board.ts';
import { NO_BYTES } from '../../../core/board/bodies/chain.ts';
import { NO_SPANS } from '../../../core/board/bodies/spans.ts';
import { type ElementState, isNewer } from '../../../core/board/element.ts';
import type { ElementId, Epoch } from '../../../core/board/ids.ts';
import { isThing } from '../../../core/board/kinds.ts';
import type { RestoreOp } from '../../../core/board/op.ts';
import { withoutHostsAsks } from '../../../core/board/words.ts';
import type { LostCopy } from '../session.ts';

/** The board of an epoch that the hub no longer has. */
export interface HeldCopy {
  readonly epoch: Epoch;
  readonly board: Board;
  /** Time of its last change, milliseconds since 1970. */
  readonly upTo: number;
  /** Strokes that their author continues in the new epoch: they are in the room, not in the copy. */
  readonly without: ReadonlySet<ElementId>;
  /** Boards of several epochs became this one; `epoch` is the last. */
  readonly isOfSeveral: boolean;
}

/** Merges two copies (the hub restarted twice before the person decided). */
function joinCopies(older: HeldCopy, newer: HeldCopy): HeldCopy {
  const board = new Board();
  for (const copy of [older, newer]) {
    for (const state of copy.board.states()) if (!copy.without.has(state.id)) board.merge([state]);
  }
  return { epoch: newer.epoch, board, upTo: Math.max(older.upTo, newer.upTo), without: new Set(), isOfSeveral: true };
}

/**
 * The effect of restoring an element on the room's board. `unseen`: the room has never had it and the copy says that it was
 * removed. No one sees a difference, but it must stay removed when another person restores an older copy. `part`: a cut, a run of
 * text or a chat message, which is not counted for people.
 */
type Difference = 'lacking' | 'back' | 'unseen' | 'part';

/**
 * Undefined: no effect. Ids and stamps are kept, so two people who restore the same copy bring every stroke once, and a stroke
 * with newer changes in the room stays as it is there.
 */
function differenceOf(room: Board, copied: ElementState): Difference | undefined {
  const state = withoutHostsAsks(copied);
  const { alive } = state.values;
  const known = room.get(state.id);
  // It was brought back, removed and forgotten since.
  if (room.isForgotten(state.id)) return undefined;
  if (!known && !alive) return 'unseen';
  if (!known) return isThing(state.birth?.kind ?? 0) ? 'lacking' : 'part';
  if (!known.alive && !alive) return undefined;
  if (!bringsNews(room, state)) return undefined;
  if (!isThing(state.birth?.kind ?? 0)) return 'part';
  return alive ? 'lacking' : 'back';
}

function bringsNews(room: Board, state: ElementState): boolean {
  if (bringsBody(room, state)) return true;
  return Object.entries(state.stamps).some(([name, stamp]) => {
    const current = room.stampOf(state.id, name);
    return current === undefined || isNewer(stamp, current);
  });
}

/** True when the room has only a copy of the element, with less of its body. */
export function bringsBody(room: Board, state: ElementState): boolean {
  const known = room.state(state.id);
  if (!known?.restored) return false;
  return state.count > known.count || (state.spans ?? NO_SPANS).length > (known.spans ?? NO_SPANS).length;
}

export function restoreOp(state: ElementState): RestoreOp {
  return { kind: 'restore', state: { ...withoutHostsAsks(state), restored: true, marks: [] } };
}

/** Tells the room that an element unknown to it was removed, without the body, which no one will see. */
function removalOp(state: ElementState): RestoreOp {
  return restoreOp({ ...state, content: NO_BYTES, count: 0 });
}

/** Ops that bring the room to the state of the copy: missing elements, and changes and removals that the room does not know. */
export function opsToRestore({ board, without }: HeldCopy, room: Board): readonly RestoreOp[] {
  const ops: RestoreOp[] = [];
  for (const state of board.states()) {
    const difference = without.has(state.id) ? undefined : differenceOf(room, state);
    // An element that the room knows is sent whole although it is removed, because an undo of the removal must bring back all of
    // it.
    if (difference) ops.push(difference === 'unseen' ? removalOp(state) : restoreOp(state));
  }
  return ops;
}

/**
 * Keeps the lost copy until the person decides about it, and knows what the room lacks of it. When others have restored
 * everything, there is nothing to decide and the copy is dropped. Only its removals are then kept, silently and for this session,
 * because another person may still restore an older copy.
 */
export class LostCopyTracker {
  #copy: HeldCopy | undefined;
  /** Elements of the copy whose restoring would change the room, and their number by kind. */
  readonly #differences = new Map<ElementId, Difference>();
  readonly #counts: Record<Difference, number> = { lacking: 0, back: 0, unseen: 0, part: 0 };

  /** The copy, while there is something to decide. */
  get copy(): HeldCopy | undefined {
    return this.#counts.lacking + this.#counts.back + this.#counts.part > 0 ? this.#copy : undefined;
  }

  /** Includes a copy that is kept silently. */
  get held(): HeldCopy | undefined {
    return this.#copy;
  }

  /** Takes over a board that was lost. */
  hold(lost: HeldCopy, room: Board): void {
    if (!this.#copy) this.#copy = lost;
    else if (lost.board.elementCount > 0) this.#copy = joinCopies(this.#copy, lost);
    this.roomChanged('all', room);
  }

  /** Call it for every change of the room's board. */
  roomChanged(ids: readonly ElementId[] | 'all', room: Board): void {
    const copy = this.#copy;
    if (!copy) return;
    if (ids === 'all') {
      this.#forget();
      for (const state of copy.board.states()) if (!copy.without.has(state.id)) this.#look(state, room);
    } else {
      for (const id of ids) {
        const state = copy.without.has(id) ? undefined : copy.board.state(id);
        if (state) this.#look(state, room);
      }
    }
    if (this.#differences.size === 0) this.letGo();
    else if (this.copy === undefined) this.#keepRemovals(copy);
  }

  /** The room has everything visible of the copy, in the same or a newer state. */
  #keepRemovals(copy: HeldCopy): void {
    if (copy.board.aliveCount === 0) return;
    const board = new Board();
    for (const id of this.#differences.keys()) {
      const state = copy.board.state(id);
      if (state) board.merge([state]);
    }
    this.#copy = { ...copy, board };
  }

  #look(state: ElementState, room: Board): void {
    const before = this.#differences.get(state.id);
    const now = differenceOf(room, state);
    if (before) this.#counts[before]--;
    if (now) this.#counts[now]++;
    if (now) this.#differences.set(state.id, now);
    else this.#differences.delete(state.id);
  }

  letGo(): void {
    this.#copy = undefined;
    this.#forget();
  }

  #forget(): void {
    this.#differences.clear();
    this.#counts.lacking = this.#counts.back = this.#counts.unseen = this.#counts.part = 0;
  }

  /** The visible elements of the copy as data, for a file. */
  states(): readonly ElementState[] {
    const { copy } = this;
    return copy ? [...copy.board.keptStates()].filter(({ id }) => !copy.without.has(id)) : [];
  }

  status(room: Board): LostCopy | undefined {
    const { copy } = this;
    if (!copy) return undefined;
    const { lacking, back, part } = this.#counts;
    const elements = lacking + back > 0 ? lacking : part;
    return { epoch: copy.epoch, elements, removed: back, upTo: copy.upTo, elementsInRoom: room.aliveCount };
  }
}
