import { hubsRefusal } from '../../../core/board/hubs-refusal.ts';
import { REFUSALS } from '../../../core/contract/refusal-codes.ts';
import type { BoardAccess } from '../../../core/room/board-access.ts';
import type { Engine } from '../../engine/engine.ts';
import { UNITS } from '../../engine/geometry.ts';
import type { Reading } from '../../files/new-element.ts';
import type { Toasts } from '../watching/toasts.ts';
import { addedWords } from '../words/board/file-words.ts';

export interface AddElementsOptions {
  readonly access: Pick<BoardAccess, 'clientId' | 'board' | 'newElementId' | 'nextLamport' | 'newGesture' | 'propose'>;
  readonly canvas: Pick<Engine, 'select'>;
  readonly toasts: Pick<Toasts, 'show' | 'fail'>;
}

/** World units. */
export interface WorldPlace {
  readonly x: number;
  readonly y: number;
}

/** The world place under a point of the window, CSS pixels; without a point, under the window's middle. */
export function placeUnder(
  canvas: Pick<Engine, 'worldAt'>,
  { innerWidth, innerHeight }: Pick<Window, 'innerWidth' | 'innerHeight'>,
  point: Parameters<Engine['worldAt']>[0] = { x: innerWidth / 2, y: innerHeight / 2 },
): WorldPlace {
  const { x, y } = canvas.worldAt(point);
  return { x: Math.round(x * UNITS), y: Math.round(y * UNITS) };
}

/**
 * Adds a reading to the board as one undo step and reports the result. With `middle`: centred there and selected. True when
 * something was added.
 */
export type AddElements = (reading: Reading, middle?: WorldPlace) => Promise<boolean>;

export function createAddElements({ access, canvas, toasts }: AddElementsOptions): AddElements {
  return async ({ elements, losses }, middle) => {
    const { toOps } = await import('../../files/to-ops.ts');
    const { ops, ids } = toOps(elements, access, middle);
    // The hub would refuse it piece by piece.
    const code = hubsRefusal(access.board(), access.clientId, ops);
    if (code !== undefined) {
      toasts.fail(REFUSALS[code], code);
      return false;
    }
    access.propose(ops, access.newGesture());
    // Whole or not at all. The session has already reported why not.
    if (ids.some((id) => access.board().get(id) === undefined)) return false;
    // A file that opens as its own board is not selected.
    if (middle) canvas.select(ids);
    toasts.show(addedWords(ids.length, losses));
    return ids.length > 0;
  };
}
