import type { Board } from '../../../core/board/board.ts';
import type { Birth, ElementState } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import { bringsBody, restoreOp } from '../keeping/lost-copy.ts';
import type { Authoring } from './authoring.ts';

/**
 * Ops that put a file's elements on the board: missing ones are added, removed ones brought back. Elements on the board stay
 * unchanged, so opening a file twice has no effect. Forgotten elements come back under new ids of this client.
 */
export function importOps(
  board: Board,
  states: readonly ElementState[],
  author: Pick<Authoring, 'nextLamport' | 'newElementId'>,
): readonly Op[] {
  const renamed = new Map<ElementId, ElementId>();
  for (const { id } of states) if (board.isForgotten(id)) renamed.set(id, author.newElementId());
  // With their parts, and the parts of those.
  for (let isMore = renamed.size > 0; isMore; ) {
    isMore = false;
    for (const { id, birth } of states) {
      const target = birth?.facts.target;
      if (!target || !renamed.has(target) || renamed.has(id)) continue;
      renamed.set(id, author.newElementId());
      isMore = true;
    }
  }
  const ops: Op[] = [];
  const revived: ElementId[] = [];
  for (const state of states) {
    const known = board.get(state.id);
    if (renamed.has(state.id) || !known) ops.push(restoreOp(rename(state, renamed)));
    else if (state.values.alive && !known.alive) {
      // A removal from a lost copy is known without its body.
      if (bringsBody(board, state)) ops.push(restoreOp(state));
      revived.push(state.id);
    }
  }
  if (revived.length > 0) ops.push({ kind: 'alive', ids: revived, lamport: author.nextLamport(), alive: true });
  return ops;
}

function rename(state: ElementState, renamed: ReadonlyMap<ElementId, ElementId>): ElementState {
  const { birth } = state;
  if (renamed.size === 0 || !birth) return state;
  const newId = (id: ElementId): ElementId => renamed.get(id) ?? id;
  const { target, place } = birth.facts;
  const facts: Birth['facts'] = {
    ...birth.facts,
    ...(target === undefined ? {} : { target: newId(target) }),
    ...(place === undefined || place.length === 0 ? {} : { place: [newId(place[0]), place[1], place[2]] }),
  };
  return { ...state, id: newId(state.id), birth: { ...birth, facts } };
}
